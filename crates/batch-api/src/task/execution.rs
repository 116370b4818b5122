//! What happened to a task: when, where, and why it failed.

use serde::{Deserialize, Serialize};

use crate::{NameValue, Timestamp, names::wire_enum};

wire_enum! {
    /// How a completed task ended.
    TaskResult {
        /// Exit code 0 and no failure of the node's own work.
        Success => "success",
        /// Anything else.
        Failure => "failure",
    }
}

wire_enum! {
    /// Whose error it was.
    ErrorCategory {
        /// The user's.
        UserError => "usererror",
        /// The service's.
        ServerError => "servererror",
    }
}

/// Failure codes of `failureInfo` that Longshore treats by name.
#[allow(missing_docs)]
pub mod failure_codes {
    pub const COMMAND_NOT_FOUND: &str = "CommandProgramNotFound";
    pub const EXIT_CODE: &str = "FailureExitCode";
    pub const RESOURCE_DOWNLOAD: &str = "ResourceContainerAccessDenied";
    pub const RESOURCE_DOWNLOAD_MISC: &str = "BlobDownloadMiscError";
    pub const TASK_ENDED: &str = "TaskEnded";
    pub const UPLOAD: &str = "FileUploadMiscError";
    pub const WALL_CLOCK: &str = "MaxWallClockTimeExceeded";
}

/// What happened to a task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskExecutionInfo {
    /// Start of the latest try.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// End of the task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Timestamp>,
    /// Exit code of the latest try; absent when the program never ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// About its container.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_info: Option<ContainerInfo>,
    /// Why it failed. Possible with exit code 0, when an upload failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_info: Option<FailureInfo>,
    /// Tries after the first because of the user's program.
    #[serde(default)]
    pub retry_count: i32,
    /// When the latest of them began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_retry_time: Option<Timestamp>,
    /// Runs anew because of the service (node lost, preempted).
    #[serde(default)]
    pub requeue_count: i32,
    /// When the latest of them began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_requeue_time: Option<Timestamp>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<TaskResult>,
}

/// About a task's container.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerInfo {
    /// Its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_id: Option<String>,
    /// `docker inspect`'s State.Status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Its error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Why a task failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureInfo {
    /// Whose error.
    pub category: ErrorCategory,
    /// One of [`failure_codes`] or a newer one.
    #[serde(default)]
    pub code: String,
    /// Its text.
    #[serde(default)]
    pub message: String,
    /// Details by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<NameValue>,
}

impl FailureInfo {
    /// Whether the task was ended because it reached its time limit. The reference names no code for it, and services
    /// spell it in several ways.
    pub fn is_time_limit(&self) -> bool {
        self.code.to_ascii_lowercase().contains("wallclock")
    }
}

/// The node a task runs or ran on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeInfo {
    /// The node's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_url: Option<String>,
    /// The pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_id: Option<String>,
    /// The node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_id: Option<String>,
    /// The task's folder on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_root_directory: Option<String>,
}
