//! What flows back to the screen, on one channel.

use serde::{Deserialize, Serialize};

use crate::{
    Report,
    job::{JobSummary, Transfer},
    opened::Opened,
};

/// The channel's name in the window.
pub const CHANNEL: &str = "longshore-event";

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A job was added or changed (its tasks too): the new row.
    JobChanged {
        /// The row.
        job: JobSummary,
    },
    /// A job left the history.
    JobRemoved {
        /// Its id.
        id: String,
    },
    /// Bytes went to storage.
    Staging {
        /// The job.
        job: String,
        /// How far it is.
        transfer: Transfer,
    },
    /// The system asks to open something.
    Opened {
        /// What.
        opened: Opened,
    },
    /// Accounts changed.
    AccountsChanged,
    /// Something to tell that belongs to no request.
    Notice {
        /// What.
        report: Report,
    },
}
