//! Which jobs the list shows, and how that is remembered.

use longshore_model::job::{JobQuery, JobSort, JobState};
use serde::{Deserialize, Serialize};

use crate::words::t;

/// A group of jobs people ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Segment {
    /// All of them.
    #[default]
    All,
    /// Those that have not ended.
    Running,
    /// Those that failed or need attention.
    Failed,
    /// Those that have ended, in whatever way.
    Done,
}

impl Segment {
    /// All groups, in the order they are offered.
    pub const ALL: [Self; 4] = [Self::All, Self::Running, Self::Failed, Self::Done];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => t!("segment-all"),
            Self::Running => t!("segment-running"),
            Self::Failed => t!("segment-failed"),
            Self::Done => t!("segment-done"),
        }
    }

    /// The states it holds; none for all.
    fn states(self) -> Vec<JobState> {
        use JobState as S;
        match self {
            Self::All => Vec::new(),
            Self::Running => {
                vec![
                    S::Staging,
                    S::Submitting,
                    S::Queued,
                    S::Running,
                    S::Cancelling,
                    S::NeedsAttention,
                ]
            }
            Self::Failed => vec![S::Failed, S::NeedsAttention],
            Self::Done => vec![S::Succeeded, S::Failed, S::Cancelled],
        }
    }
}

/// What the list is asked to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobFilter {
    /// The group.
    pub segment: Segment,
    /// What was typed: part of a name or id, `state:failed`, `account:name`.
    pub search: String,
    /// The order.
    pub sort: JobSort,
}

impl JobFilter {
    /// The query for rows from `offset`.
    pub fn query(&self, offset: u64, limit: u64) -> JobQuery {
        JobQuery {
            states: self.segment.states(),
            sort: self.sort,
            offset,
            limit,
            ..JobQuery::default()
        }
        .typed(&self.search)
    }

    /// Whether it hides anything.
    pub fn narrows(&self) -> bool {
        self.segment != Segment::All || !self.search.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_asks_for_its_states_and_all_for_any() {
        let ended = |segment: Segment| {
            let query = JobFilter {
                segment,
                ..JobFilter::default()
            }
            .query(0, 0);
            query
                .states
                .iter()
                .map(|state| state.ended())
                .collect::<Vec<_>>()
        };
        assert_eq!(ended(Segment::All), [true; 0]);
        assert_eq!(ended(Segment::Running), [false; 6]);
        assert_eq!(ended(Segment::Failed), [true, false]);
        assert_eq!(ended(Segment::Done), [true; 3]);
    }

    #[test]
    fn a_filter_is_remembered_and_what_cannot_be_read_is_the_default() {
        let filter = JobFilter {
            segment: Segment::Failed,
            search: " svm ".into(),
            sort: JobSort::Name,
        };
        let kept = serde_json::to_string(&filter).unwrap_or_default();
        assert_eq!(
            serde_json::from_str::<JobFilter>(&kept).ok(),
            Some(filter.clone())
        );
        assert_eq!(
            serde_json::from_str::<JobFilter>("{}").ok(),
            Some(JobFilter::default())
        );
        assert_eq!(filter.query(100, 100).search, "svm");
        assert!(filter.narrows() && !JobFilter::default().narrows());
    }
}
