//! Tasks: what is sent to add them and what comes back.

use serde::{Deserialize, Serialize};

use crate::{NameValue, Timestamp, error::BatchError, names::wire_enum};

wire_enum! {
    /// Where a task is in its life.
    TaskState {
        /// Waits for a slot (also between two tries).
        Active => "active",
        /// Has a node; waits for the job's preparation.
        Preparing => "preparing",
        /// Runs, or its files are being moved.
        Running => "running",
        /// Ended, well or badly.
        Completed => "completed",
    }
}

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

wire_enum! {
    /// When an output file is uploaded.
    UploadCondition {
        /// After exit code 0.
        TaskSuccess => "tasksuccess",
        /// After any other.
        TaskFailure => "taskfailure",
        /// Always.
        TaskCompletion => "taskcompletion",
    }
}

wire_enum! {
    /// Outcome of one task of a collection.
    AddStatus {
        /// Added.
        Success => "success",
        /// Refused; sending it again unchanged is of no use.
        ClientError => "clienterror",
        /// Not added; may be sent again.
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

/// A new task.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskAdd {
    /// Its id, unique in the job.
    pub id: String,
    /// A name for people; any characters, at most 1,024.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The program and its arguments; no shell reads it. Required, may be empty for a container with an entry point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_line: Option<String>,
    /// The container to run in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_settings: Option<ContainerSettings>,
    /// Files put into the working folder before the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_files: Vec<ResourceFile>,
    /// Files taken out after the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output_files: Vec<OutputFile>,
    /// Environment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment_settings: Vec<EnvironmentSetting>,
    /// Limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<TaskConstraints>,
    /// Slots it takes on a node; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_slots: Option<i32>,
    /// Tasks that must succeed first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depends_on: Option<DependsOn>,
    /// The user it runs as. Kept as it is: the embedded node runs everything as its own user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_identity: Option<serde_json::Value>,
}

/// Tasks that must succeed first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DependsOn {
    /// By id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub task_ids: Vec<String>,
    /// By ranges of numeric ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub task_id_ranges: Vec<TaskIdRange>,
}

/// An inclusive range of numeric task ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskIdRange {
    /// First.
    pub start: i32,
    /// Last.
    pub end: i32,
}

/// A name and value in a task's environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentSetting {
    /// The variable.
    pub name: String,
    /// Its value; absent means empty.
    #[serde(default)]
    pub value: String,
}

/// The container a task runs in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerSettings {
    /// The image with its tag.
    pub image_name: String,
    /// Further words for `docker create`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_run_options: Option<String>,
    /// Where the image comes from when it is not public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<ContainerRegistry>,
    /// `taskWorkingDirectory` (the default) or `containerImageDefault`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_directory: Option<String>,
}

/// A private registry. `password` goes to the service over TLS and is never told back by it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerRegistry {
    /// Host name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry_server: Option<String>,
    /// User name.
    #[serde(default, rename = "username", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The pool's managed identity instead of user and password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_reference: Option<IdentityReference>,
}

impl std::fmt::Debug for ContainerRegistry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerRegistry")
            .field("registry_server", &self.registry_server)
            .field("user_name", &self.user_name)
            .field("identity_reference", &self.identity_reference)
            .finish_non_exhaustive()
    }
}

/// A user-assigned managed identity of the pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityReference {
    /// ARM id of the identity.
    pub resource_id: String,
}

/// A file (or a container's files) put into the working folder before the start. Addresses carry SAS tokens: they are
/// secrets as long as they live, so they are left out of `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceFile {
    /// One file's address; goes with `file_path`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_url: Option<String>,
    /// A container's address; goes with `blob_prefix`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_container_url: Option<String>,
    /// The part of the container that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob_prefix: Option<String>,
    /// Where it goes, relative to the working folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_path: Option<String>,
    /// Octal mode on Linux nodes; `0770` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_mode: Option<String>,
    /// Access by the pool's identity instead of a SAS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_reference: Option<IdentityReference>,
}

impl std::fmt::Debug for ResourceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResourceFile")
            .field("blob_prefix", &self.blob_prefix)
            .field("file_path", &self.file_path)
            .finish_non_exhaustive()
    }
}

/// Files taken out after the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutputFile {
    /// Which: `*` and `?` within one folder, `**` across folders, relative to the working folder.
    pub file_pattern: String,
    /// Where to.
    pub destination: OutputDestination,
    /// When.
    pub upload_options: UploadOptions,
}

/// Where output files go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputDestination {
    /// A blob container.
    pub container: ContainerDestination,
}

/// A blob container that takes output files. The address carries a SAS token: it is left out of `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerDestination {
    /// Its address with a SAS that may write, or without one and an identity.
    pub container_url: String,
    /// For a pattern with wildcards the virtual folder, otherwise the blob's whole name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Access by the pool's identity instead of a SAS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_reference: Option<IdentityReference>,
}

impl std::fmt::Debug for ContainerDestination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerDestination")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// When output files go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadOptions {
    /// The condition.
    pub upload_condition: UploadCondition,
}

/// Limits of a task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskConstraints {
    /// The longest one try may run (ISO 8601).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_wall_clock_time: Option<String>,
    /// How long the working folder is kept after the end (ISO 8601); `P7D` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_time: Option<String>,
    /// Tries after the first, on a non-zero exit code only; −1 without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_task_retry_count: Option<i32>,
}

/// A task as the service tells it. With `$select` any field but those asked for may be absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Version of the resource, unquoted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_tag: Option<String>,
    /// When it last changed by a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<Timestamp>,
    /// When it was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<Timestamp>,
    /// Where it is in its life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<TaskState>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_transition_time: Option<Timestamp>,
    /// The state before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_state: Option<TaskState>,
    /// Since when that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_state_transition_time: Option<Timestamp>,
    /// The program and its arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command_line: Option<String>,
    /// The container it runs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_settings: Option<ContainerSettings>,
    /// Files put in before the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_files: Vec<ResourceFile>,
    /// Files taken out after the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output_files: Vec<OutputFile>,
    /// Environment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment_settings: Vec<EnvironmentSetting>,
    /// Limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<TaskConstraints>,
    /// Slots it takes on a node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_slots: Option<i32>,
    /// Tasks that must succeed first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depends_on: Option<DependsOn>,
    /// The user it runs as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_identity: Option<serde_json::Value>,
    /// Times, exit code, failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_info: Option<TaskExecutionInfo>,
    /// The node it runs or ran on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node_info: Option<NodeInfo>,
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

/// Body of `addtaskcollection`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskCollection {
    /// At most [`crate::MAX_TASKS_PER_ADD`].
    pub value: Vec<TaskAdd>,
}

/// Reply of `addtaskcollection`; the order need not be the request's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskCollectionReply {
    /// One outcome per task.
    #[serde(default)]
    pub value: Vec<TaskAddResult>,
}

/// Outcome of one task of a collection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskAddResult {
    /// What happened.
    pub status: AddStatus,
    /// Which task.
    pub task_id: String,
    /// Version of the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_tag: Option<String>,
    /// When it was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<Timestamp>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Why it was not added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<BatchError>,
}
