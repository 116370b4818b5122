//! Which jobs to list, and what comes back.

use serde::{Deserialize, Serialize};

use super::{JobState, JobSummary, search};

/// Which jobs to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobQuery {
    /// Part of the name or the id, in any case.
    pub search: String,
    /// Only these states; empty for all.
    pub states: Vec<JobState>,
    /// Only this account.
    pub account: Option<String>,
    /// Only pinned ones.
    pub pinned: bool,
    /// How they are ordered.
    pub sort: JobSort,
    /// Rows to skip.
    pub offset: u64,
    /// Rows at most; 0 for 100.
    pub limit: u64,
}

/// How jobs are ordered: first those that are pinned, then the others, both so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobSort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// By name.
    Name,
    /// Longest first.
    Duration,
}

/// Some jobs of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobPage {
    /// The rows asked for.
    pub jobs: Vec<JobSummary>,
    /// Rows there are in all for the query.
    pub total: u64,
    /// Jobs in each group without regard to `states`: for the filter's labels.
    pub groups: JobGroups,
}

/// Jobs by what people ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobGroups {
    /// All.
    pub all: u64,
    /// Not ended.
    pub running: u64,
    /// Failed or in need of attention.
    pub failed: u64,
    /// Ended, in whatever way.
    pub done: u64,
}

impl JobQuery {
    /// Narrows it by what a person typed into a search: `state:failed`, `account:"Lab 2"`, `is:pinned`, and words that are
    /// part of a name or an id. States that were typed take the place of those it had.
    #[must_use]
    pub fn typed(mut self, text: &str) -> Self {
        let typed = search::read(text);
        self.search = typed.text;
        if !typed.states.is_empty() {
            self.states = typed.states;
        }
        self.account = typed.account.or(self.account);
        self.pinned |= typed.pinned;
        self
    }
}
