//! Several jobs at once.

use serde::{Deserialize, Serialize};

use super::{JobQuery, JobState};

/// Jobs that were chosen, without naming each where they are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum JobSelection {
    /// These.
    These {
        /// Their ids.
        ids: Vec<String>,
    },
    /// All that a query finds, from its offset and up to its limit (0: no limit here).
    Found {
        /// The query.
        query: JobQuery,
        /// The ids of those that were taken out again.
        except: Vec<String>,
    },
}

/// As much of a job as it takes to decide what can be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobMark {
    /// The Batch job's id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Where it is.
    pub state: JobState,
}
