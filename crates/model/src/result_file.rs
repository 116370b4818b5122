//! Files a task brought home.

use serde::{Deserialize, Serialize};

/// One file of a task's results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultFile {
    /// Path in the task's folder, with `/`: `result.pkl`, `outputs/plot.png`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Where it is on this computer.
    pub local_path: String,
}

/// What a download did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadReport {
    /// The folder it went to.
    pub folder: String,
    /// Files written.
    pub files: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Tasks that have no results (yet), with the reason.
    pub left_out: Vec<(String, String)>,
}
