//! Several jobs at once.

use serde::{Deserialize, Serialize};

use super::{JobQuery, JobState};
use crate::selection::Selection;

/// Jobs that were chosen.
pub type JobSelection = Selection<JobQuery>;

/// As much of a job as it takes to decide what can be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobMark {
    /// The Batch job's id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Where it is.
    pub state: JobState,
    /// Whether it is pinned.
    #[serde(default)]
    pub pinned: bool,
}
