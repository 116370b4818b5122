//! Tasks as history tells them.

use serde::{Deserialize, Serialize};

use crate::{Report, UnixMillis, payload::PayloadKind, selection::Selection};

/// Where a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Not yet at the service, or waiting there.
    Waiting,
    /// Running on a node.
    Running,
    /// Ended there; its results are being fetched.
    Retrieving,
    /// Ended well, results here.
    Succeeded,
    /// Ended badly.
    Failed,
    /// Stopped by the user.
    Cancelled,
}

impl TaskState {
    /// All of them, in the order a task goes through them.
    pub const ALL: [Self; 6] = [
        Self::Waiting,
        Self::Running,
        Self::Retrieving,
        Self::Succeeded,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Whether nothing more will happen.
    pub const fn ended(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }

    /// The word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Running => "Running",
            Self::Retrieving => "Fetching results",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
        }
    }
}

/// One row of a job's tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Its id in the job.
    pub id: String,
    /// The payload's file name.
    pub name: String,
    /// What the payload is.
    pub kind: PayloadKind,
    /// Where it is.
    pub state: TaskState,
    /// Start of the latest try.
    pub started: Option<UnixMillis>,
    /// End.
    pub ended: Option<UnixMillis>,
    /// Exit code of the latest try.
    pub exit_code: Option<i32>,
    /// Tries after the first.
    pub retries: u32,
    /// How often it had to begin anew because its node went away.
    #[serde(default)]
    pub requeues: u32,
    /// The node it ran on.
    pub node: Option<String>,
    /// Bytes of results here.
    pub result_bytes: u64,
    /// Why it failed.
    pub failure: Option<TaskFailure>,
}

/// Why a task failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFailure {
    /// What happened and what to do next.
    #[serde(flatten)]
    pub report: Report,
    /// What ended it.
    #[serde(default)]
    pub cause: FailureCause,
    /// The exception's class, when there was one.
    pub exception: Option<String>,
    /// Its traceback.
    pub traceback: Option<String>,
    /// A module that was missing: offered as a package for the next run.
    pub missing_module: Option<String>,
}

impl From<Report> for TaskFailure {
    /// A failure of which no more is known than the report says.
    fn from(report: Report) -> Self {
        Self {
            report,
            cause: FailureCause::default(),
            exception: None,
            traceback: None,
            missing_module: None,
        }
    }
}

/// What ended a task that failed, for code that must decide.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureCause {
    /// The payload itself or the place where it ran: the task's own account may tell more.
    #[default]
    Task,
    /// The service, when the time limit was reached.
    TimeLimit,
    /// The service, because it was asked to.
    Stopped,
}

/// Which tasks of a job to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskQuery {
    /// The job.
    pub job: String,
    /// Part of the name or the id, in any case.
    pub search: String,
    /// Only these states; empty for all.
    pub states: Vec<TaskState>,
    /// Rows to skip.
    pub offset: u64,
    /// Rows at most; 0 for 100.
    pub limit: u64,
}

/// Tasks of one job that were chosen. Which job is said beside it: that of its query does not count.
pub type TaskSelection = Selection<TaskQuery>;

impl TaskSelection {
    /// All tasks of a job.
    pub fn all() -> Self {
        Self::found(TaskQuery::default())
    }

    /// Those that failed or were cancelled.
    pub fn unsuccessful() -> Self {
        Self::found(TaskQuery {
            states: vec![TaskState::Failed, TaskState::Cancelled],
            ..TaskQuery::default()
        })
    }

    /// Those of these ids; all when none is named.
    pub fn named(ids: Vec<String>) -> Self {
        match ids.as_slice() {
            [] => Self::all(),
            _ => Self::These { ids },
        }
    }
}

/// Some tasks of a job, in the order they were submitted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskPage {
    /// The rows asked for.
    pub tasks: Vec<TaskRow>,
    /// Rows there are in all for the query.
    pub total: u64,
}
