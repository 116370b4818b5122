//! Jobs as history tells them.

use serde::{Deserialize, Serialize};

use crate::{Report, UnixMillis, submit::Overrides};

mod nodes;
mod query;
mod search;
mod selection;

pub use nodes::{NodeTimes, TaskSpan};
pub use query::{JobGroups, JobPage, JobQuery, JobSort};
pub use selection::{JobMark, JobSelection};

/// Where a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Its payloads are on their way to storage.
    Staging,
    /// Its tasks are being added.
    Submitting,
    /// No task has started.
    Queued,
    /// Tasks run, or results are being fetched.
    Running,
    /// Asked to stop; the service has not confirmed it.
    Cancelling,
    /// It cannot go on without the user (sign-in, missing file, …).
    NeedsAttention,
    /// Every task succeeded and every result is here.
    Succeeded,
    /// At least one task failed.
    Failed,
    /// Stopped by the user.
    Cancelled,
}

impl JobState {
    /// Every state, in the order a job goes through them.
    pub const ALL: [Self; 9] = [
        Self::Staging,
        Self::Submitting,
        Self::Queued,
        Self::Running,
        Self::Cancelling,
        Self::NeedsAttention,
        Self::Succeeded,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Whether nothing more will happen.
    pub const fn ended(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }

    /// The word for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Staging => "Staging",
            Self::Submitting => "Submitting",
            Self::Queued => "Queued",
            Self::Running => "Running",
            Self::Cancelling => "Cancelling",
            Self::NeedsAttention => "Needs attention",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
        }
    }
}

/// Numbers of a job's tasks by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All.
    pub total: u64,
    /// Not started.
    pub waiting: u64,
    /// Running or fetching results.
    pub running: u64,
    /// Ended well.
    pub succeeded: u64,
    /// Ended badly.
    pub failed: u64,
    /// Stopped by the user.
    pub cancelled: u64,
}

/// One row of the list of jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSummary {
    /// The Batch job's id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The account it runs on.
    pub account: String,
    /// Where it is.
    pub state: JobState,
    /// Its tasks.
    pub tasks: Counts,
    /// When it was submitted.
    pub created: UnixMillis,
    /// When its first task started.
    pub started: Option<UnixMillis>,
    /// When it ended.
    pub ended: Option<UnixMillis>,
    /// What needs attention.
    pub problem: Option<Report>,
    /// Why none of its tasks runs, while some wait at the service: no fault of the job, and nothing it ends by.
    #[serde(default)]
    pub waiting: Option<Box<Report>>,
    /// Whether it stands above those that are not, and is kept for as long as it is.
    #[serde(default)]
    pub pinned: bool,
}

/// One job whole, but for its tasks, which are asked for by page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobDetail {
    /// The row.
    #[serde(flatten)]
    pub summary: JobSummary,
    /// The pool it runs on.
    pub pool: String,
    /// The container image; empty when none.
    pub image: String,
    /// How it was asked to run.
    pub overrides: Overrides,
    /// What happened, oldest first; at most the latest 200.
    pub events: Vec<TimelineEvent>,
    /// Running times of ended tasks, in equal bins; empty until one has ended.
    pub running_times: Vec<RunningTimeBin>,
    /// Bytes going to storage, while staging.
    pub transfer: Option<Transfer>,
    /// When the service was last asked, if ever.
    pub last_update: Option<UnixMillis>,
    /// Folder where its results are kept.
    pub folder: String,
}

/// One thing that happened to a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEvent {
    /// When.
    pub at: UnixMillis,
    /// What, as a sentence.
    pub text: String,
}

/// Ended tasks whose running time lies in `from..to`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RunningTimeBin {
    /// Seconds.
    pub from: f64,
    /// Seconds.
    pub to: f64,
    /// Tasks that ended well.
    pub succeeded: u64,
    /// Tasks that ended badly.
    pub failed: u64,
}

impl Eq for RunningTimeBin {}

/// Bytes on their way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Bytes a second, over the last seconds.
    pub rate: u64,
}

impl Transfer {
    /// Milliseconds left at this rate; `None` when nothing moves or nothing is left.
    pub fn left(self) -> Option<i64> {
        let rest = self.total.saturating_sub(self.done);
        if rest == 0 || self.rate == 0 {
            return None;
        }
        let seconds = i64::try_from(rest.div_ceil(self.rate)).unwrap_or(i64::MAX);
        Some(seconds.saturating_mul(1_000))
    }
}
