//! Jobs: what is sent to make one and what comes back.

use serde::{Deserialize, Serialize};

use crate::{NameValue, Timestamp, names::wire_enum, task::EnvironmentSetting};

wire_enum! {
    /// Where a job is in its life.
    JobState {
        /// Takes and runs tasks.
        Active => "active",
        /// On the way to disabled.
        Disabling => "disabling",
        /// Runs no tasks until enabled.
        Disabled => "disabled",
        /// On the way back to active.
        Enabling => "enabling",
        /// On the way to completed.
        Terminating => "terminating",
        /// Done; takes no more tasks.
        Completed => "completed",
        /// On the way out; a lookup soon answers `JobNotFound`.
        Deleting => "deleting",
    }
}

wire_enum! {
    /// What happens when every task of a job is completed. A job without tasks counts as such.
    OnAllTasksComplete {
        /// The job stays active.
        NoAction => "noaction",
        /// The job is terminated with reason `AllTasksComplete`.
        TerminateJob => "terminatejob",
    }
}

wire_enum! {
    /// What happens to the job when a task fails.
    OnTaskFailure {
        /// Nothing.
        NoAction => "noaction",
        /// The task's exit conditions decide.
        PerformExitOptions => "performexitoptionsjobaction",
    }
}

/// A new job.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobAdd {
    /// Its id.
    pub id: String,
    /// A name for people; any characters, at most 1,024.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// −1000 to 1000; 0 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// How many of its tasks may run at once; −1 or absent: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_parallel_tasks: Option<i32>,
    /// Limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<JobConstraints>,
    /// Environment of every task; a task's own setting of the same name wins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub common_environment_settings: Vec<EnvironmentSetting>,
    /// Where it runs. Required.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_info: Option<PoolInfo>,
    /// What happens when all tasks are completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_all_tasks_complete: Option<OnAllTasksComplete>,
    /// What happens when a task fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_task_failure: Option<OnTaskFailure>,
    /// Free pairs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<NameValue>,
    /// Whether tasks of the job may depend on each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses_task_dependencies: Option<bool>,
}

/// A change to a job: only what is present changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobPatch {
    /// New priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// New limit of tasks at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_parallel_tasks: Option<i32>,
    /// New limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<JobConstraints>,
    /// What happens when all tasks are completed from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_all_tasks_complete: Option<OnAllTasksComplete>,
    /// New pool; only while the job is disabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_info: Option<PoolInfo>,
    /// New free pairs, in place of all the old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Vec<NameValue>>,
}

/// The body of `terminate`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobTerminate {
    /// Why; shown as `executionInfo.terminateReason`. `UserTerminate` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminate_reason: Option<String>,
}

wire_enum! {
    /// What becomes of running tasks when a job is disabled.
    DisableTasks {
        /// Stop them and run them again when the job is enabled.
        Requeue => "requeue",
        /// Stop them for good.
        Terminate => "terminate",
        /// Let them finish.
        Wait => "wait",
    }
}

/// The body of `disable`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobDisable {
    /// What becomes of running tasks.
    pub disable_tasks: DisableTasks,
}

/// Limits of a job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobConstraints {
    /// The longest the job may take from its creation (ISO 8601).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_wall_clock_time: Option<String>,
    /// Retries of each task that sets none itself; −1 without limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_task_retry_count: Option<i32>,
}

/// Where a job runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolInfo {
    /// An existing pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_id: Option<String>,
    /// A pool to be made for the job. Longshore never asks for one; kept so that the service can refuse it by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_pool_specification: Option<serde_json::Value>,
}

/// A job as the service tells it. With `$select` any field but those asked for may be absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
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
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<Timestamp>,
    /// Where it is in its life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<JobState>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_transition_time: Option<Timestamp>,
    /// The state before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_state: Option<JobState>,
    /// Since when that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_state_transition_time: Option<Timestamp>,
    /// −1000 to 1000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// How many of its tasks may run at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_parallel_tasks: Option<i32>,
    /// Limits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraints: Option<JobConstraints>,
    /// Environment of every task.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub common_environment_settings: Vec<EnvironmentSetting>,
    /// Where it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_info: Option<PoolInfo>,
    /// What happens when all tasks are completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_all_tasks_complete: Option<OnAllTasksComplete>,
    /// What happens when a task fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_task_failure: Option<OnTaskFailure>,
    /// Free pairs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<NameValue>,
    /// Whether tasks of the job may depend on each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses_task_dependencies: Option<bool>,
    /// Start, end, pool and errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub execution_info: Option<JobExecutionInfo>,
}

/// What happened to a job.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JobExecutionInfo {
    /// When it was started (its creation).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// When it was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Timestamp>,
    /// The pool it runs on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool_id: Option<String>,
    /// Why it could not be scheduled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduling_error: Option<SchedulingError>,
    /// Why it ended: `AllTasksComplete`, `UserTerminate`, `MaxWallClockTimeExpiry`, or what the caller gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminate_reason: Option<String>,
}

/// Why a job could not be scheduled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SchedulingError {
    /// Whose error: the user's or the service's.
    pub category: crate::task::ErrorCategory,
    /// Its code.
    #[serde(default)]
    pub code: String,
    /// Its text.
    #[serde(default)]
    pub message: String,
}

/// Reply of `taskcounts`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskCountsReply {
    /// Numbers of tasks.
    pub task_counts: TaskCounts,
    /// Numbers of the slots they require.
    #[serde(default)]
    pub task_slot_counts: TaskCounts,
}

/// Numbers of tasks by state; `completed` = `succeeded` + `failed`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskCounts {
    /// Waiting for a slot, preparing included.
    pub active: u64,
    /// Running.
    pub running: u64,
    /// Ended.
    pub completed: u64,
    /// Ended well.
    pub succeeded: u64,
    /// Ended badly.
    pub failed: u64,
}
