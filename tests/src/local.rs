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

/// What the settings that `longshore local --json` prints are called in the environment of a client.
const SETTINGS: [(&str, &str); 13] = [
    ("AZURE_AUTHORITY_HOST", "authority"),
    ("AZURE_TENANT_ID", "tenant_id"),
    ("AZURE_CLIENT_ID", "client_id"),
    ("AZURE_CLIENT_SECRET", "client_secret"),
    ("BATCH_ACCOUNT_URL", "batch_account_url"),
    ("BATCH_ACCOUNT_NAME", "batch_account_name"),
    ("BATCH_ACCOUNT_KEY", "batch_account_key"),
    ("BATCH_POOL_ID", "pool_id"),
    ("BLOB_ENDPOINT", "blob_endpoint"),
    ("STORAGE_ACCOUNT_NAME", "storage_account_name"),
    ("STORAGE_ACCOUNT_KEY", "storage_account_key"),
    ("REQUESTS_CA_BUNDLE", "ca_cert"),
    ("NODE_EXTRA_CA_CERTS", "ca_cert"),
];

/// What its `redirect` is called there, for a program that the client starts and redirects.
const REDIRECT: [(&str, &str); 4] = [
    ("REDIRECTED_HTTPS_PROXY", "https_proxy"),
    ("REDIRECTED_REQUESTS_CA_BUNDLE", "ca_bundle"),
    ("REDIRECTED_BATCH_ACCOUNT_URL", "batch_account_url"),
    ("REDIRECTED_BLOB_ENDPOINT", "blob_endpoint"),
];

/// Its data folder in the home, which programs of that home know nothing of.
const APART: &str = "azure";

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
        Self::start_in(Home::new(), APART, |_| {})
    }

    /// As [`start`](Self::start), of the one that programs of the same home find as "This computer".
    pub fn of_its_home() -> Self {
        Self::start_in(Home::new(), "longshore/data/local-azure", |_| {})
    }

    /// As [`start`](Self::start), of one that gets wrong what `plan` says and what [`tell`](Self::tell) says later:
    /// see `docs/local-azure.md`.
    pub fn misbehaving(plan: &Value) -> Self {
        let home = Home::new();
        let faults = home.write(FAULTS, plan.to_string());
        Self::start_in(home, APART, |command| {
            command.env("LONGSHORE_LOCAL_FAULTS", faults);
        })
    }

    /// As [`start`](Self::start), of one to which programs are redirected that build Azure's addresses themselves, and
    /// which runs `command` in place of the entry point of `image`.
    pub fn redirected(image: &str, command: &str) -> Self {
        Self::start_in(Home::new(), APART, |local| {
            local
                .args(["--redirect", "--image", &format!("{image}={command}")])
                // Of what a task installs it loads a little, once.
                .env("PIP_NO_COMPILE", "1");
        })
    }

    /// Says anew what one that is [`misbehaving`](Self::misbehaving) gets wrong.
    pub fn tell(&self, plan: &Value) {
        self.home.write(FAULTS, plan.to_string());
    }

    fn start_in(home: Home, folder: &str, change: impl FnOnce(&mut Command)) -> Self {
        let mut command = home.longshore();
        command.args(["local", "--json", "--data-dir", folder]);
        change(&mut command);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
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

    /// Describes the account to a client in the environment, by the names that its kind knows.
    pub fn describe(&self, client: &mut Command) {
        self.home.apply(client);
        client
            .current_dir(self.home.path())
            .envs(SETTINGS.map(|(variable, key)| (variable, self.setting(key))))
            // No settings but those above.
            .env_remove("SSL_CERT_FILE")
            .env_remove("SSL_CERT_DIR")
            .env_remove("CURL_CA_BUNDLE")
            .env("NO_PROXY", "127.0.0.1");
        if let Some(redirect) = self.endpoint.get("redirect") {
            client
                .envs(REDIRECT.map(|(variable, key)| (variable, redirect[key].as_str().unwrap())))
                .env("REDIRECTED_NO_PROXY", "127.0.0.1,localhost");
        }
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
