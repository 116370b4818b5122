//! What nothing here needs any more of what was left at a service.

use serde::{Deserialize, Serialize};

use crate::UnixMillis;

/// The least age in days of what may be removed. A younger one may be of a job that another computer is just staging, which
/// the Batch service does not know yet.
pub const LEAST_DAYS: u32 = 1;

/// The age in days that is enough unless somebody says otherwise.
pub const USUAL_DAYS: u32 = 30;

/// A container that nothing here needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leftover {
    /// Its name, which is that of its job.
    pub container: String,
    /// When it was made.
    pub made: UnixMillis,
    /// How many files are in it.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}
