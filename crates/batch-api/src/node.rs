//! Nodes of a pool.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, names::wire_enum, task::FailureInfo};

wire_enum! {
    /// What a node is doing.
    NodeState {
        /// Free.
        Idle => "idle",
        /// Runs at least one task.
        Running => "running",
        /// Being set up.
        Creating => "creating",
        /// Coming up.
        Starting => "starting",
        /// Runs the pool's start task.
        WaitingForStartTask => "waitingforstarttask",
        /// The start task failed.
        StartTaskFailed => "starttaskfailed",
        /// Coming up again.
        Rebooting => "rebooting",
        /// Being set up anew.
        Reimaging => "reimaging",
        /// Going away.
        LeavingPool => "leavingpool",
        /// Takes no new tasks.
        Offline => "offline",
        /// Taken back by Azure.
        Preempted => "preempted",
        /// Broken.
        Unusable => "unusable",
    }
}

/// A node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What it is doing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<NodeState>,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_transition_time: Option<Timestamp>,
    /// `enabled` or `disabled`: whether it takes new tasks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduling_state: Option<String>,
    /// When it joined the pool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allocation_time: Option<Timestamp>,
    /// When it last came up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_boot_time: Option<Timestamp>,
    /// Kind of virtual machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vm_size: Option<String>,
    /// Tasks it ever began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_tasks_run: Option<i32>,
    /// Tasks it ended well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_tasks_succeeded: Option<i32>,
    /// Tasks running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running_tasks_count: Option<i32>,
    /// Slots they take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub running_task_slots_count: Option<i32>,
    /// Dedicated, or a spot node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_dedicated: Option<bool>,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<NodeError>,
    /// How the pool's start task went on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_task_info: Option<StartTaskInfo>,
}

/// What is wrong with a node.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeError {
    /// Its code.
    #[serde(default)]
    pub code: String,
    /// Its text.
    #[serde(default)]
    pub message: String,
}

/// How a pool's start task went on a node, as far as Longshore reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StartTaskInfo {
    /// Its exit code, once it has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure_info: Option<FailureInfo>,
}

/// One row of `nodecounts`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolNodeCounts {
    /// The pool.
    pub pool_id: String,
    /// Its dedicated nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dedicated: Option<NodeCounts>,
    /// Its spot nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_priority: Option<NodeCounts>,
}

/// Numbers of nodes by what they are doing.
#[allow(missing_docs)]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NodeCounts {
    pub creating: i32,
    pub idle: i32,
    pub offline: i32,
    pub preempted: i32,
    pub rebooting: i32,
    pub reimaging: i32,
    pub running: i32,
    pub starting: i32,
    pub start_task_failed: i32,
    pub leaving_pool: i32,
    pub unknown: i32,
    pub unusable: i32,
    pub waiting_for_start_task: i32,
    pub total: i32,
}
