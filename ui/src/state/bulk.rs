//! One action on many jobs, one job after the other, with what became of it.

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    command::{CancelJob, ChooseJobs, DeleteJob, Download, RunAgain},
    job::{JobMark, JobSelection, JobState},
    task::TaskSelection,
};

use super::{State, route::Route};
use crate::{
    backend::call,
    components::Tone,
    words::{said, t},
};

/// What can be done to many jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Stop those that go on.
    Cancel,
    /// Submit the payloads of those that ended again.
    RunAgain,
    /// The same, of the tasks that failed.
    RunFailedAgain,
    /// Copy results into the downloads folder.
    Download,
    /// Remove those that ended.
    Delete,
}

impl Deed {
    /// Whether it can be done to a job in that state.
    pub const fn fits(self, state: JobState) -> bool {
        match self {
            Self::Cancel => !state.ended(),
            Self::RunAgain | Self::Delete => state.ended(),
            Self::RunFailedAgain => matches!(state, JobState::Failed | JobState::Cancelled),
            Self::Download => true,
        }
    }

    /// Takes out those that it is not done to when all jobs are chosen at once: nobody may have thought of the pinned ones.
    /// Answers how many they are.
    fn spare(self, jobs: &mut Vec<JobMark>) -> u64 {
        let before = jobs.len();
        jobs.retain(|job| self != Self::Delete || !job.pinned);
        u64::try_from(before - jobs.len()).unwrap_or(u64::MAX)
    }

    /// To how many jobs it was done.
    fn done(self, count: u64) -> String {
        match self {
            Self::Cancel => t!("bulk-cancelled", count = count),
            Self::RunAgain | Self::RunFailedAgain => t!("bulk-run-again", count = count),
            Self::Download => t!("bulk-downloaded", count = count),
            Self::Delete => t!("bulk-deleted", count = count),
        }
    }

    /// How many jobs were left as they are, and why.
    fn left(self, count: u64) -> String {
        match self {
            Self::Cancel => t!("bulk-had-ended", count = count),
            Self::RunAgain | Self::Delete => t!("bulk-had-not-ended", count = count),
            Self::RunFailedAgain => t!("bulk-had-none-failed", count = count),
            Self::Download => t!("bulk-had-nothing", count = count),
        }
    }

    async fn to(self, id: String) -> Result<(), Report> {
        match self {
            Self::Cancel => call(CancelJob { id }).await,
            Self::Delete => call(DeleteJob { id }).await,
            Self::RunAgain | Self::RunFailedAgain => {
                let tasks = match self {
                    Self::RunFailedAgain => TaskSelection::unsuccessful(),
                    _ => TaskSelection::all(),
                };
                let packages = Vec::new();
                let again = RunAgain {
                    id,
                    tasks,
                    packages,
                };
                call(again).await.map(drop)
            }
            Self::Download => {
                let (tasks, folder) = (TaskSelection::all(), String::new());
                call(Download { id, tasks, folder }).await.map(drop)
            }
        }
    }
}

/// How far an action on many jobs is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Jobs it was done to, or tried on.
    pub done: u64,
    /// Jobs in all.
    pub total: u64,
}

/// What became of an action.
#[derive(Debug, Default)]
struct Outcome {
    done: u64,
    left: u64,
    pinned: u64,
    failed: Vec<String>,
    first: Option<String>,
    not_tried: u64,
}

impl Outcome {
    /// In one sentence: `9 jobs deleted, 1 failed (sweep.py: …), 2 had not ended`.
    fn words(&self, deed: Deed) -> String {
        let mut parts = Vec::new();
        if self.done > 0 || self.failed.is_empty() && self.left + self.pinned == 0 {
            parts.push(deed.done(self.done));
        }
        if let Some(first) = &self.first {
            parts.push(t!(
                "bulk-failed",
                count = self.failed.len(),
                first = first.as_str()
            ));
        }
        if self.left > 0 {
            parts.push(deed.left(self.left));
        }
        if self.pinned > 0 {
            parts.push(t!("bulk-pinned", count = self.pinned));
        }
        if self.not_tried > 0 {
            parts.push(t!("bulk-not-tried", count = self.not_tried));
        }
        parts.join(", ")
    }
}

/// The action that is under way, if any.
#[derive(Debug, Clone, Copy)]
pub struct Bulk {
    /// How far it is.
    pub progress: RwSignal<Option<Progress>>,
    stop: StoredValue<bool>,
}

impl Bulk {
    /// None.
    pub fn new() -> Self {
        Self {
            progress: RwSignal::new(None),
            stop: StoredValue::new(false),
        }
    }

    /// Stops after the job it is at.
    pub fn stop(self) {
        self.stop.set_value(true);
    }

    /// Does it to every job of a selection, and tells how that went. What it could not be done to stays chosen.
    pub fn start(self, state: State, deed: Deed, selection: JobSelection) {
        if self.progress.with_untracked(Option::is_some) {
            return;
        }
        self.stop.set_value(false);
        self.progress.set(Some(Progress { done: 0, total: 0 }));
        spawn_local(async move {
            let all = matches!(selection, JobSelection::Found { .. });
            match call(ChooseJobs { selection }).await {
                Ok(mut jobs) => {
                    let pinned = if all { deed.spare(&mut jobs) } else { 0 };
                    let mut outcome = self.work(deed, jobs).await;
                    outcome.pinned = pinned;
                    let tone = if outcome.failed.is_empty() {
                        Tone::Ok
                    } else {
                        Tone::Warn
                    };
                    let there = (deed != Deed::Download).then_some(Route::Jobs(None));
                    state.toasts.tell(tone, outcome.words(deed), there);
                    state.jobs.selection.only(outcome.failed);
                }
                Err(report) => state.toasts.report(&report),
            }
            self.progress.set(None);
            state.jobs.refresh_soon();
        });
    }

    async fn work(self, deed: Deed, jobs: Vec<JobMark>) -> Outcome {
        let (fit, unfit): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|job| deed.fits(job.state));
        let len = |list: &[JobMark]| u64::try_from(list.len()).unwrap_or(u64::MAX);
        let total = len(&fit);
        let mut outcome = Outcome {
            left: len(&unfit),
            ..Outcome::default()
        };
        for (done, job) in (0..).zip(fit) {
            if self.stop.get_value() {
                outcome.not_tried = total - done;
                break;
            }
            self.progress.set(Some(Progress { done, total }));
            match deed.to(job.id.clone()).await {
                Ok(()) => outcome.done += 1,
                Err(report) => {
                    outcome.failed.push(job.id);
                    let why = || format!("{}: {}", job.name, said(&report.title));
                    outcome.first.get_or_insert_with(why);
                }
            }
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_is_for_jobs_it_can_be_done_to() {
        for state in JobState::ALL {
            assert_ne!(Deed::Cancel.fits(state), Deed::Delete.fits(state));
            assert!(Deed::Download.fits(state));
        }
        assert!(Deed::RunFailedAgain.fits(JobState::Failed));
        assert!(!Deed::RunFailedAgain.fits(JobState::Succeeded));
    }

    #[test]
    fn of_all_jobs_at_once_pinned_ones_are_not_deleted() {
        let mark = |id: &str, pinned| JobMark {
            id: id.into(),
            name: id.into(),
            state: JobState::Succeeded,
            pinned,
        };
        let all = vec![mark("a", true), mark("b", false)];
        let mut left = all.clone();
        assert_eq!(Deed::Delete.spare(&mut left), 1);
        assert_eq!(left, [mark("b", false)]);
        let mut left = all.clone();
        assert_eq!((Deed::Download.spare(&mut left), left), (0, all));
    }

    #[test]
    fn the_outcome_tells_what_was_done_what_failed_and_what_was_left() {
        let outcome = Outcome {
            done: 9,
            left: 2,
            pinned: 1,
            failed: vec!["j".into()],
            first: Some("sweep.py: no room left".into()),
            not_tried: 0,
        };
        assert_eq!(
            outcome.words(Deed::Delete),
            "9 jobs deleted, 1 failed (sweep.py: no room left), 2 had not ended, 1 pinned and kept"
        );
        let nothing = Outcome {
            left: 3,
            ..Outcome::default()
        };
        assert_eq!(nothing.words(Deed::Cancel), "3 had ended already");
        let stopped = Outcome {
            done: 1,
            not_tried: 4,
            ..Outcome::default()
        };
        assert_eq!(
            stopped.words(Deed::Download),
            "1 job downloaded, 4 not tried"
        );
    }
}
