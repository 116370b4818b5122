//! How a job ended, in a sentence.

use longshore_model::job::{Counts, JobState, JobSummary};

use crate::words::{in_sentence, names, t};

/// With its name and what became of its tasks: `sweep.py and 23 more: 1 of 24 tasks failed`. Its state while it has not
/// ended.
pub fn outcome(job: &JobSummary) -> String {
    let Counts {
        total,
        succeeded,
        failed,
        ..
    } = job.tasks;
    let name = job.name.as_str();
    match (job.state, total) {
        (JobState::Failed, 2..) if failed > 0 => {
            t!("outcome-failed", job = name, failed = failed, total = total)
        }
        (JobState::Cancelled, 2..) => {
            t!(
                "outcome-cancelled",
                job = name,
                succeeded = succeeded,
                total = total
            )
        }
        (JobState::Succeeded, 2..) => t!("outcome-succeeded", job = name, total = total),
        (state, _) => {
            t!(
                "outcome-state",
                job = name,
                state = in_sentence(names::job_state(state))
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(state: JobState, total: u64, succeeded: u64, failed: u64) -> JobSummary {
        JobSummary {
            id: "longshore-1".into(),
            name: "00.py and more".into(),
            account: "This computer".into(),
            state,
            tasks: Counts {
                total,
                succeeded,
                failed,
                cancelled: total - succeeded - failed,
                ..Counts::default()
            },
            created: 0,
            started: None,
            ended: None,
            problem: None,
            waiting: None,
            pinned: false,
        }
    }

    #[test]
    fn an_outcome_tells_of_the_tasks_where_there_are_several() {
        let cases = [
            (
                job(JobState::Failed, 24, 23, 1),
                "00.py and more: 1 of 24 tasks failed",
            ),
            (job(JobState::Failed, 1, 0, 1), "00.py and more: failed"),
            // A job can fail before it has tasks that do.
            (job(JobState::Failed, 24, 0, 0), "00.py and more: failed"),
            (
                job(JobState::Succeeded, 1_200, 1_200, 0),
                "00.py and more: all 1,200 tasks succeeded",
            ),
            (
                job(JobState::Succeeded, 1, 1, 0),
                "00.py and more: succeeded",
            ),
            (
                job(JobState::Cancelled, 24, 3, 1),
                "00.py and more: cancelled after 3 of 24 tasks had succeeded",
            ),
            (
                job(JobState::NeedsAttention, 2, 0, 0),
                "00.py and more: needs attention",
            ),
        ];
        for (job, text) in cases {
            assert_eq!(outcome(&job), text);
        }
    }
}
