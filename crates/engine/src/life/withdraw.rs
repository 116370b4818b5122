//! Takes back a job whose tasks are not all with the service: what it left there goes first, then the history says so.

use longshore_model::{Report, job::JobState, task::TaskState};

use crate::{
    engine::{Core, now},
    error::Result,
    history::JobRow,
};

/// The user asked for it.
pub(super) async fn cancelled(core: &Core, row: &JobRow) -> Result<()> {
    clear(core, row).await?;
    core.history
        .finish_rest(&row.job.id, TaskState::Cancelled, None, now())
        .await?;
    end(
        core,
        row,
        JobState::Cancelled,
        None,
        "Cancelled before it ran.",
    )
    .await
}

/// The job cannot be done as it is.
pub(super) async fn refused(core: &Core, row: &JobRow, why: Report) -> Result<()> {
    clear(core, row).await?;
    core.history
        .finish_rest(
            &row.job.id,
            TaskState::Failed,
            Some(why.clone().into()),
            now(),
        )
        .await?;
    let text = format!("Not submitted. {}", why.title);
    end(core, row, JobState::Failed, Some(why), &text).await
}

async fn clear(core: &Core, row: &JobRow) -> Result<()> {
    if row.begun {
        core.remove_from_service(&row.job.account, &row.job.id)
            .await?;
        core.history.set_begun(&row.job.id, false).await?;
    }
    Ok(())
}

async fn end(
    core: &Core,
    row: &JobRow,
    state: JobState,
    problem: Option<Report>,
    text: &str,
) -> Result<()> {
    core.history.end(&row.job.id, state, now(), problem).await?;
    core.note(&row.job.id, text).await?;
    core.changed(&row.job.id).await
}

impl Core {
    /// Removes a job and its container from the service. The job first: its tasks would miss the container.
    pub(crate) async fn remove_from_service(&self, account: &str, job: &str) -> Result<()> {
        let reached = self.accounts.reach(account).await?;
        reached.azure.batch().delete_job(job).await?;
        reached.azure.blob().delete_container(job).await?;
        Ok(())
    }
}
