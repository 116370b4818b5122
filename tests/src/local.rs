//! The embedded Azure as `longshore local` gives it to other programs.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use longshore_azure::{Connection, Credential};
use serde_json::Value;

use crate::{home::Home, programs, service};

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

/// What the system limits `longshore local` to, once it is up, when a shell has run `limits` before it. Answers what that
/// printed and the soft limit of this name.
pub fn limited(home: &Home, limits: &str, name: &str) -> (String, String) {
    let mut command = Command::new("sh");
    home.apply(&mut command);
    let mut local = command
        .args(["-c", &format!("{limits} && exec \"$@\""), "sh"])
        .arg(programs::cli())
        .args(["local", "--json", "--data-dir", "azure"])
        .current_dir(home.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(local.stdout.take().unwrap()).lines();
    let printed = lines.next().unwrap().unwrap();
    // It is up.
    lines.next().unwrap().unwrap();
    let limits = fs::read_to_string(format!("/proc/{}/limits", local.id())).unwrap();
    service::end(local.id());
    local.wait().unwrap();
    let mut numbers = limits.lines().filter_map(|line| line.strip_prefix(name));
    let numbers = numbers.next().unwrap_or_else(|| panic!("{limits}"));
    // The first number is the limit that counts.
    (
        printed,
        numbers.split_whitespace().next().unwrap().to_owned(),
    )
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
        ca_pem: Some(fs::read(setting("ca_cert")).unwrap()),
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
