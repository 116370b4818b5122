//! A staged job becomes a Batch job: one job, its tasks added a hundred a call, in an order that may be cut off anywhere
//! and is then gone through again; what exists is done.

mod access;
mod container;
pub(crate) mod intake;
pub(crate) mod runner;
mod task_spec;

use std::collections::HashMap;

use longshore_azure::{Azure, TaskAdded};
use longshore_batch_api::{
    MAX_TASKS_PER_ADD, NameValue,
    job::{JobAdd, JobPatch, OnAllTasksComplete, PoolInfo},
};
use longshore_model::{Code, Report, format::count, job::JobState};

use crate::{
    engine::Core,
    error::{Error, Result},
    history::{JobRow, Phase},
    names,
};

use access::Access;
use task_spec::Plan;

/// Makes the Batch job and adds the tasks that it does not have.
pub(crate) async fn add(core: &Core, row: &JobRow) -> Result<()> {
    let reached = core.accounts.reach(&row.job.account).await?;
    let azure = &reached.azure;
    let access = Access::to_container(azure.blob(), &row.job.id).await?;
    azure.batch().create_job(&batch_job(row)).await?;
    add_tasks(core, row, azure, &access).await?;
    end_with_last_task(azure, &row.job.id).await?;
    let total = core.history.counts(&row.job.id).await?.total;
    core.note(
        &row.job.id,
        format!(
            "Submitted {} to pool {}.",
            count(total, "task", "tasks"),
            row.job.pool
        ),
    )
    .await?;
    core.history
        .enter(&row.job.id, Phase::Watching, JobState::Queued)
        .await?;
    core.changed(&row.job.id).await
}

fn batch_job(row: &JobRow) -> JobAdd {
    JobAdd {
        id: row.job.id.clone(),
        display_name: Some(row.job.name.chars().take(1_024).collect()),
        pool_info: Some(PoolInfo {
            pool_id: Some(row.job.pool.clone()),
            ..PoolInfo::default()
        }),
        // A job without tasks counts as complete: it may end by itself only once it has them.
        on_all_tasks_complete: Some(OnAllTasksComplete::NoAction),
        metadata: vec![NameValue {
            name: "submitted-by".into(),
            value: concat!("longshore/", env!("CARGO_PKG_VERSION")).into(),
        }],
        ..JobAdd::default()
    }
}

async fn add_tasks(core: &Core, row: &JobRow, azure: &Azure, access: &Access) -> Result<()> {
    // A content is staged once, under the name of the first task that has it.
    let blobs: HashMap<String, String> = core
        .history
        .contents(&row.job.id)
        .await?
        .into_iter()
        .map(|task| {
            let blob = names::staged_blob(&task.sha256, &names::payload_file(&task.name));
            (task.sha256, blob)
        })
        .collect();
    let plan = Plan {
        job: &row.job,
        access,
        blobs: &blobs,
    };
    loop {
        let tasks = core.history.to_add(&row.job.id, MAX_TASKS_PER_ADD).await?;
        if tasks.is_empty() {
            return Ok(());
        }
        let specs = tasks
            .iter()
            .map(|task| plan.task(task))
            .collect::<Result<Vec<_>>>()?;
        let outcomes = azure.batch().add_tasks(&row.job.id, specs).await?;
        let mut added = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            match outcome.added {
                TaskAdded::New | TaskAdded::AlreadyThere => added.push(outcome.task_id),
                TaskAdded::Refused(why) => {
                    return Err(Error::Told(Report::new(
                        Code::BadInput,
                        format!(
                            "The service does not take task {}: {} ({}).",
                            outcome.task_id,
                            why.summary(),
                            why.code
                        ),
                        "Check the overrides: image, retries, time limit and environment.",
                    )));
                }
            }
        }
        core.history.added(&row.job.id, added).await?;
        core.changed(&row.job.id).await?;
    }
}

async fn end_with_last_task(azure: &Azure, job: &str) -> Result<()> {
    use longshore_azure::ErrorKind;
    let patch = JobPatch {
        on_all_tasks_complete: Some(OnAllTasksComplete::TerminateJob),
        ..JobPatch::default()
    };
    match azure.batch().patch_job(job, &patch).await {
        // It was told before, and has ended since.
        Err(error) if matches!(error.kind(), ErrorKind::Conflict { .. }) => Ok(()),
        outcome => Ok(outcome?),
    }
}
