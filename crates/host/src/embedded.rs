//! "This computer": the embedded Azure, started when it is first needed.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions},
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use longshore_engine::{Connection, Credential, LocalEndpoint, ThisComputer, Url};
use longshore_local_azure::{Endpoint, instance};
use longshore_model::{Code, Report};
use serde::Serialize;
use tokio::process::{Child, Command};

use crate::serve;

/// The longest a service may take to come up. Making keys and certificates takes well under a second; a machine under
/// load, or a virus scanner, may need many.
const PATIENCE: Duration = Duration::from_secs(30);

const LOOK_AGAIN: Duration = Duration::from_millis(25);

const START_AGAIN: Duration = Duration::from_millis(200);

pub(crate) const LOG: &str = "service.log";

/// The audience of tokens for Batch, in the public cloud and in the embedded Azure.
const BATCH_AUDIENCE: &str = "https://batch.core.windows.net/";

/// The embedded Azure of one data folder.
#[derive(Debug)]
pub struct EmbeddedAzure {
    data_dir: PathBuf,
    server: Server,
}

/// How somebody who names Azure's own things, and not an account of ours, names the embedded one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EmbeddedAccount {
    /// What it is called here.
    pub account: &'static str,
    /// The tenant.
    pub tenant_id: String,
    /// The service principal.
    pub client_id: String,
    /// The Batch account's address.
    pub batch_account_url: String,
    /// The storage account.
    pub storage_account_name: String,
    /// The pool.
    pub pool_id: String,
}

/// The command that serves, when the hidden first word of [`serve_if_asked`](crate::serve_if_asked) and the data folder
/// follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    program: PathBuf,
    words: Vec<OsString>,
}

impl Server {
    /// A program whose `main` calls [`serve_if_asked`](crate::serve_if_asked).
    pub fn program(program: PathBuf) -> Self {
        Self::command(program, Vec::new())
    }

    /// A program that does so when it is started with these words first: an interpreter with its script.
    pub fn command(program: PathBuf, words: Vec<OsString>) -> Self {
        Self { program, words }
    }
}

impl EmbeddedAzure {
    /// The service of `data_dir`, to be started by `server`.
    pub fn new(data_dir: PathBuf, server: Server) -> Self {
        Self { data_dir, server }
    }

    /// The running service's account in Azure's own terms, without its secret; `None` when none runs.
    ///
    /// # Errors
    /// The service's files cannot be read.
    pub fn running(data_dir: &Path) -> Result<Option<EmbeddedAccount>, Report> {
        let endpoint = find(data_dir)?;
        Ok(endpoint.map(|endpoint| EmbeddedAccount {
            account: longshore_model::THIS_COMPUTER,
            tenant_id: endpoint.tenant_id,
            client_id: endpoint.client_id,
            batch_account_url: endpoint.batch_account_url,
            storage_account_name: endpoint.storage_account_name,
            pool_id: endpoint.pool_id,
        }))
    }

    async fn find_or_start(&self) -> Result<Endpoint, Report> {
        if let Some(endpoint) = find(&self.data_dir)? {
            return Ok(endpoint);
        }
        let deadline = Instant::now() + PATIENCE;
        let mut child = self.start()?;
        while Instant::now() < deadline {
            tokio::time::sleep(LOOK_AGAIN).await;
            if let Some(endpoint) = find(&self.data_dir)? {
                tracing::info!(authority = endpoint.authority, "the embedded Azure is up");
                return Ok(endpoint);
            }
            match child.try_wait() {
                Ok(Some(status)) if !status.success() => break,
                // Another process holds the folder: one that comes up and will announce itself, or one that is about to
                // end and never will.
                Ok(Some(_)) => {
                    tokio::time::sleep(START_AGAIN).await;
                    child = self.start()?;
                }
                _ => {}
            }
        }
        Err(self.did_not_start())
    }

    fn start(&self) -> Result<Child, Report> {
        let log = self.open_log().map_err(|error| self.cannot_run(&error))?;
        let mut command = Command::new(&self.server.program);
        command
            .args(&self.server.words)
            .arg(serve::WORD)
            .arg(&self.data_dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            // A process group of its own: Ctrl+C in the terminal of whoever came first must not end everybody's tasks.
            .kill_on_drop(false);
        #[cfg(unix)]
        command.process_group(0);
        // glibc keeps a heap for each thread, none of which gives back what it once needed: the service then holds three
        // times as much.
        #[cfg(target_env = "gnu")]
        command.env("MALLOC_ARENA_MAX", "2");
        command.spawn().map_err(|error| self.cannot_run(&error))
    }

    fn open_log(&self) -> std::io::Result<File> {
        std::fs::create_dir_all(&self.data_dir)?;
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.data_dir.join(LOG))
    }

    fn cannot_run(&self, error: &std::io::Error) -> Report {
        Report::new(
            Code::LocalFiles,
            format!("The embedded Azure could not be started: {error}."),
            format!(
                "See whether {} may be written and {} may be run.",
                self.data_dir.display(),
                self.server.program.display()
            ),
        )
    }

    fn did_not_start(&self) -> Report {
        let log = self.data_dir.join(LOG);
        let why = last_line(&log).unwrap_or_else(|| "it did not say why".into());
        Report::new(
            Code::Unreachable,
            format!("The embedded Azure did not start: {why}."),
            format!("Its log is {}.", log.display()),
        )
        .retryable()
    }
}

#[async_trait]
impl ThisComputer for EmbeddedAzure {
    async fn endpoint(&self) -> Result<LocalEndpoint, Report> {
        let endpoint = self.find_or_start().await?;
        let ca_pem = tokio::fs::read(&endpoint.ca_cert).await.map_err(|error| {
            Report::new(
                Code::LocalFiles,
                format!(
                    "The embedded Azure's certificate {} cannot be read: {error}.",
                    endpoint.ca_cert.display()
                ),
                "",
            )
        })?;
        Ok(LocalEndpoint {
            connection: Connection {
                authority: Some(url(&endpoint.authority)?),
                credential: Credential::ClientSecret {
                    tenant_id: endpoint.tenant_id,
                    client_id: endpoint.client_id,
                    secret: endpoint.client_secret,
                },
                batch_url: url(&endpoint.batch_account_url)?,
                batch_audience: BATCH_AUDIENCE.into(),
                blob_endpoint: url(&endpoint.blob_endpoint)?,
                storage_account: endpoint.storage_account_name,
                ca_pem: Some(ca_pem),
            },
            pool_id: endpoint.pool_id,
        })
    }
}

fn find(data_dir: &Path) -> Result<Option<Endpoint>, Report> {
    instance::find(data_dir).map_err(|error| {
        Report::new(
            Code::LocalFiles,
            format!("The embedded Azure's files cannot be read: {error}."),
            format!(
                "See whether {} may be read and written.",
                data_dir.display()
            ),
        )
    })
}

fn url(text: &str) -> Result<Url, Report> {
    Url::parse(text).map_err(|error| {
        Report::new(
            Code::Internal,
            format!("The embedded Azure's address {text} is not one: {error}."),
            "",
        )
    })
}

/// The last line of a file that is not blank, from its last 4 KiB.
fn last_line(path: &Path) -> Option<String> {
    const TAIL: u64 = 4_096;
    let mut file = File::open(path).ok()?;
    let size = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL))).ok()?;
    let mut bytes = Vec::new();
    file.take(TAIL).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let line = text
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| !line.is_empty())?;
    Some(line.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_service_that_cannot_start_says_why_and_where_its_log_is() {
        let dir = tempfile::tempdir().unwrap();
        let script = dir.path().join("broken");
        std::fs::write(
            &script,
            "#!/bin/sh\necho 'no room on the quay' >&2\nexit 3\n",
        )
        .unwrap();
        std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .unwrap();
        let report = EmbeddedAzure::new(dir.path().join("data"), Server::program(script))
            .endpoint()
            .await
            .err()
            .unwrap();
        assert_eq!(report.code, Code::Unreachable);
        assert_eq!(
            report.title,
            "The embedded Azure did not start: no room on the quay."
        );
    }

    #[tokio::test]
    async fn an_executable_that_is_not_there_is_a_report() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().join("gone");
        let report = EmbeddedAzure::new(dir.path().join("data"), Server::program(gone))
            .endpoint()
            .await
            .err()
            .unwrap();
        assert_eq!(report.code, Code::LocalFiles);
    }
}
