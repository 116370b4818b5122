//! The icon among the system's own, in the window's words.

use serde::{Deserialize, Serialize};

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrayWords {
    /// What is read beside it: how many jobs run.
    pub about: String,
    /// The line that shows the window.
    pub show: String,
    /// The line that closes it.
    pub close: String,
}
