//! When tasks ran, and on which node.

use serde::{Deserialize, Serialize};

use crate::{UnixMillis, task::TaskState};

/// The last try of each task that has started.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeTimes {
    /// In the order they started.
    pub spans: Vec<TaskSpan>,
    /// Tasks that are not among them, since there are too many to tell apart.
    pub left_out: u64,
}

/// The time a task ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskSpan {
    /// The task's id.
    pub task: String,
    /// Its name for people.
    pub name: String,
    /// The node it ran on.
    pub node: String,
    /// When it started.
    pub from: UnixMillis,
    /// When it ended; `None` while it runs.
    pub to: Option<UnixMillis>,
    /// How it is.
    pub state: TaskState,
}
