//! How jobs come to an end.

use longshore_batch_api::{
    Timestamp, codes,
    job::{Job, JobState, OnAllTasksComplete},
    task::TaskState,
};
use rusqlite::Transaction;

use super::rows::{self, set_job_state};
use crate::batch::fault::Fault;

/// The conflict that a job on its way out, or out, answers changes with.
pub(super) fn refuse_ended(job: &Job) -> Result<(), Fault> {
    match job.state {
        Some(JobState::Completed) => Err(Fault::new(
            codes::JOB_COMPLETED,
            "The specified job is already in a completed state.",
        )),
        Some(JobState::Terminating) => Err(Fault::new(
            codes::JOB_BEING_TERMINATED,
            "The specified job is being terminated.",
        )),
        Some(JobState::Deleting) => Err(Fault::new(
            codes::JOB_BEING_DELETED,
            "The specified job has been marked for deletion and is being garbage collected.",
        )),
        _ => Ok(()),
    }
}

pub(super) fn terminate(job: &mut Job, reason: &str, now: Timestamp) {
    set_job_state(job, JobState::Terminating, now);
    job.execution_info.get_or_insert_default().terminate_reason = Some(reason.into());
}

/// Moves a job on when nothing of it runs any more: from terminating to completed, from disabling to disabled, and
/// from active to completed when every task is and the job is to end then.
pub(super) fn settle(db: &Transaction<'_>, job: &mut Job, now: Timestamp) -> Result<(), Fault> {
    let next = match job.state {
        Some(JobState::Active) => {
            if job.on_all_tasks_complete != Some(OnAllTasksComplete::TerminateJob)
                || has_unfinished(db, &job.id)?
            {
                return Ok(());
            }
            terminate(job, "AllTasksComplete", now);
            JobState::Completed
        }
        Some(JobState::Terminating) => JobState::Completed,
        Some(JobState::Disabling) => JobState::Disabled,
        _ => return Ok(()),
    };
    if rows::count(db, &job.id, TaskState::Running)? > 0 {
        return Ok(());
    }
    set_job_state(job, next, now);
    if next == JobState::Completed {
        job.execution_info.get_or_insert_default().end_time = Some(now);
    }
    rows::put_job(db, job)
}

fn has_unfinished(db: &Transaction<'_>, job: &str) -> Result<bool, Fault> {
    let mut statement = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM task WHERE job = ?1 AND state IN ('active', 'preparing', 'running'))",
    )?;
    Ok(statement.query_row([job.to_ascii_lowercase()], |row| row.get(0))?)
}
