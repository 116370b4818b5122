//! What the system asks the program to open: files by "Open with", and links.

use serde::{Deserialize, Serialize};

/// What to open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Opened {
    /// Files to review, as if they had been dropped.
    pub paths: Vec<String>,
    /// A job to show, of a link `longshore://job/ID`.
    pub job: Option<String>,
}

impl Opened {
    /// Whether there is nothing to open.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.job.is_none()
    }
}
