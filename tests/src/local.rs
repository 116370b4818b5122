//! The embedded Azure as `longshore local` gives it to other programs.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use longshore_azure::{Connection, Credential};
use serde_json::Value;

use crate::home::Home;

/// The file of faults in the home.
const FAULTS: &str = "faults.json";

/// A running `longshore local --json`; ended on drop.
#[derive(Debug)]
pub struct Local {
    process: Child,
    endpoint: Value,
    /// Last, so that the process is gone before its files are.
    home: Home,
}

impl Local {
    /// Starts one on a port of its own, in a home of its own.
    pub fn start() -> Self {
        Self::start_in(Home::new(), |_| {})
    }

    /// As [`start`](Self::start), of one that gets wrong what `plan` says and what [`tell`](Self::tell) says later:
    /// see `docs/local-azure.md`.
    pub fn misbehaving(plan: &Value) -> Self {
        let home = Home::new();
        let faults = home.write(FAULTS, plan.to_string());
        Self::start_in(home, |command| {
            command.env("LONGSHORE_LOCAL_FAULTS", faults);
        })
    }

    /// Says anew what one that is [`misbehaving`](Self::misbehaving) gets wrong.
    pub fn tell(&self, plan: &Value) {
        self.home.write(FAULTS, plan.to_string());
    }

    fn start_in(home: Home, change: impl FnOnce(&mut Command)) -> Self {
        let mut command = home.longshore();
        change(&mut command);
        let mut process = command
            .args(["local", "--json", "--data-dir", "azure"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let endpoint = serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("longshore local printed {line:?}: {error}"));
        Self {
            process,
            endpoint,
            home,
        }
    }

    /// An entry of the line it printed.
    pub fn setting(&self, key: &str) -> &str {
        self.endpoint[key]
            .as_str()
            .unwrap_or_else(|| panic!("longshore local did not print {key}"))
    }

    /// The home it runs in.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// What our own clients need to reach it.
    pub fn connection(&self) -> Connection {
        connection(&self.endpoint)
    }
}

/// What our own clients need to reach the service that announces itself by this.
pub fn connection(endpoint: &Value) -> Connection {
    let setting = |key: &str| endpoint[key].as_str().unwrap();
    Connection {
        authority: Some(setting("authority").parse().unwrap()),
        credential: Credential::ClientSecret {
            tenant_id: setting("tenant_id").into(),
            client_id: setting("client_id").into(),
            secret: setting("client_secret").into(),
        },
        batch_url: setting("batch_account_url").parse().unwrap(),
        batch_audience: "https://batch.core.windows.net/".into(),
        blob_endpoint: setting("blob_endpoint").parse().unwrap(),
        storage_account: setting("storage_account_name").into(),
        ca_pem: Some(std::fs::read(setting("ca_cert")).unwrap()),
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        // Asked rather than killed: it ends the tasks it still runs.
        let _ = Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status();
        let _ = self.process.wait();
    }
}
