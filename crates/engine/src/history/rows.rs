//! What goes into the history and what the engine reads back to work by. What people see are the model's rows.

use std::path::{Path, PathBuf};

use longshore_model::{
    Report, UnixMillis,
    job::JobState,
    payload::{Payload, PayloadKind},
    settings::{ExecutorSettings, Runner},
    submit::Overrides,
    task::{TaskFailure, TaskState},
};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use super::{
    unsigned,
    words::{from_json, from_json_if_any, from_word},
};

/// How far a job has come in what is done to it, and so where it is taken up again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    /// Container and payloads go to storage.
    Staging,
    /// The Batch job is made and its tasks are added.
    Adding,
    /// The service has all of it; results are fetched.
    Watching,
    /// Nothing more will be done.
    Ended,
}

/// Whether a job takes more tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Open {
    /// It has all it will have.
    No,
    /// It does, from the program that submitted it.
    Yes,
    /// It does not any more, and the service is not known to have heard so.
    Closing,
}

/// A job as it is to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct JobIntent {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) account: String,
    pub(crate) pool: String,
    pub(crate) image: String,
    pub(crate) retries: i32,
    pub(crate) time_limit: u32,
    pub(crate) poll_freq: u32,
    pub(crate) overrides: Overrides,
    pub(crate) how: How,
    pub(crate) created: UnixMillis,
}

/// What the nodes of a job are told beside its image, as the account had it when the job was submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct How {
    pub(crate) runner: Runner,
    pub(crate) run_options: String,
    /// The identity that reaches storage; empty for signed addresses.
    pub(crate) node_identity: String,
    /// A private registry's host; empty for a public one.
    pub(crate) registry_server: String,
    pub(crate) registry_username: String,
    pub(crate) registry_identity: String,
}

impl From<&ExecutorSettings> for How {
    fn from(settings: &ExecutorSettings) -> Self {
        Self {
            runner: settings.runner,
            run_options: settings.container_run_options.clone(),
            node_identity: settings.node_identity.clone(),
            registry_server: settings.registry_server.clone(),
            registry_username: settings.registry_username.clone(),
            registry_identity: settings.registry_identity.clone(),
        }
    }
}

/// A task as it is to be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TaskIntent {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: PayloadKind,
    pub(crate) source: PathBuf,
    pub(crate) path: PathBuf,
    pub(crate) sha256: String,
    pub(crate) size: u64,
    pub(crate) needs: Needs,
}

/// What a payload asks of the place where it runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Needs {
    pub(crate) python: Option<String>,
    pub(crate) packages: Vec<String>,
    pub(crate) entry: Vec<String>,
    pub(crate) own_environment: bool,
}

impl From<&Payload> for Needs {
    fn from(payload: &Payload) -> Self {
        Self {
            python: payload.python.clone(),
            packages: payload.packages.clone(),
            entry: payload.entry.clone(),
            own_environment: payload.own_environment,
        }
    }
}

/// A job as the engine works by it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct JobRow {
    /// As it was meant; its pool as the account has named it since.
    pub(crate) job: JobIntent,
    pub(crate) state: JobState,
    pub(crate) phase: Phase,
    pub(crate) begun: bool,
    pub(crate) cancel: bool,
    /// Whether it takes more tasks.
    pub(crate) open: Open,
    /// Whether it has: then the service has the others already while these are on their way.
    pub(crate) grown: bool,
    pub(crate) ended: Option<UnixMillis>,
    pub(crate) problem: Option<Report>,
    /// Why none of its tasks runs.
    pub(crate) waiting: Option<Report>,
    pub(crate) pinned: bool,
}

impl JobRow {
    /// `state`, or the one it has where other tasks of it run already.
    pub(crate) const fn unless_grown(&self, state: JobState) -> JobState {
        if self.grown { self.state } else { state }
    }

    pub(super) const COLUMNS: &'static str = "id, name, account, pool, image, retries, time_limit, poll_freq, overrides, \
         how, created, state, phase, begun, cancel, open, grown, ended, problem, waiting, pinned";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            job: JobIntent {
                id: row.get("id")?,
                name: row.get("name")?,
                account: row.get("account")?,
                pool: row.get("pool")?,
                image: row.get("image")?,
                retries: row.get("retries")?,
                time_limit: row.get("time_limit")?,
                poll_freq: row.get("poll_freq")?,
                overrides: from_json(row, "overrides")?,
                how: from_json(row, "how")?,
                created: row.get("created")?,
            },
            state: from_word(row, "state")?,
            phase: from_word(row, "phase")?,
            begun: row.get("begun")?,
            cancel: row.get("cancel")?,
            open: from_word(row, "open")?,
            grown: row.get("grown")?,
            ended: row.get("ended")?,
            problem: from_json_if_any(row, "problem")?,
            waiting: from_json_if_any(row, "waiting")?,
            pinned: row.get("pinned")?,
        })
    }
}

/// A task as it is staged and added.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TaskSpec {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: PayloadKind,
    pub(crate) source: PathBuf,
    pub(crate) path: PathBuf,
    pub(crate) sha256: String,
    pub(crate) size: u64,
    pub(crate) needs: Needs,
    pub(crate) state: TaskState,
}

impl TaskSpec {
    pub(super) const COLUMNS: &'static str =
        "id, name, kind, source, path, sha256, size, needs, state";

    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            kind: from_word(row, "kind")?,
            source: path_from(row.get("source")?),
            path: path_from(row.get("path")?),
            sha256: row.get("sha256")?,
            size: unsigned(row.get("size")?),
            needs: from_json(row, "needs")?,
            state: from_word(row, "state")?,
        })
    }
}

/// What the service says of a task.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TaskChange {
    pub(crate) id: String,
    /// [`TaskState::Waiting`], [`TaskState::Running`] or, when it has ended there, [`TaskState::Retrieving`].
    pub(crate) state: TaskState,
    pub(crate) started: Option<UnixMillis>,
    pub(crate) ended: Option<UnixMillis>,
    pub(crate) exit_code: Option<i32>,
    pub(crate) retries: u32,
    /// As the service counts them.
    pub(crate) requeues: u32,
    /// Since when the service has it in this state.
    pub(crate) changed: Option<UnixMillis>,
    pub(crate) node: Option<String>,
    pub(crate) outcome: Option<Outcome>,
}

/// How a task went, as far as the service can tell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) state: TaskState,
    pub(crate) failure: Option<TaskFailure>,
}

/// A task whose results are to be fetched.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ended {
    pub(crate) id: String,
    pub(crate) exit_code: Option<i32>,
    pub(crate) outcome: Outcome,
}

/// A path as bytes: names need not be text.
pub(super) fn path_bytes(path: &Path) -> Vec<u8> {
    #[cfg(unix)]
    {
        std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
    }
    // Windows' names are UTF-16; one that is not even that cannot be told apart from its repaired form, and is then
    // reported as missing when it is staged.
    #[cfg(not(unix))]
    {
        path.to_string_lossy().into_owned().into_bytes()
    }
}

pub(super) fn path_from(bytes: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    {
        PathBuf::from(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes))
    }
    #[cfg(not(unix))]
    {
        PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
    }
}
