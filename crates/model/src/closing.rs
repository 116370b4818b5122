//! Closing the window while tasks run on this computer.

use serde::{Deserialize, Serialize};

/// What runs on this computer as the window is asked to close.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningHere {
    /// Jobs with a task that runs.
    pub jobs: u64,
    /// Their tasks that run.
    pub tasks: u64,
    /// Their tasks that wait for a place.
    pub waiting: u64,
}

/// What the screen says to the question whether to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseAnswer {
    /// The question is on screen.
    Shown,
    /// The window is to close.
    Close,
    /// The window is to stay open.
    Keep,
}
