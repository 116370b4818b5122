//! A staged job becomes a Batch job: one job, its tasks added a hundred a call, in an order that may be cut off anywhere
//! and is then gone through again; what exists is done.

mod access;
mod container;
mod image_runner;
pub(crate) mod intake;
pub(crate) mod pool;
pub(crate) mod runner;
mod task_spec;

use std::{collections::HashMap, time::Duration};

use longshore_azure::{Azure, Created, TaskAdded};
use longshore_batch_api::{
    MAX_TASKS_PER_ADD, NameValue,
    job::{JobAdd, JobPatch, OnAllTasksComplete, PoolInfo},
    task::ContainerSettings,
};
use longshore_model::{Code, Report, format::count, job::JobState, node_access::Demand};

use crate::{
    engine::Core,
    error::{Error, Result},
    history::{JobRow, Open, Phase, Unsent},
    names,
};

use access::Access;
use task_spec::Plan;

/// The metadata that says who made a job.
const SUBMITTED_BY: &str = "submitted-by";

/// Makes the Batch job and adds the tasks that it does not have.
pub(crate) async fn add(core: &Core, row: &JobRow) -> Result<()> {
    let reached = core.accounts.reach(&row.job.account).await?;
    let azure = &reached.azure;
    let total = core.history.counts(&row.job.id).await?.total;
    let access = access(core, row, azure, total).await?;
    let password = match row.job.how.registry_username.is_empty() {
        true => None,
        false => core.accounts.registry_password(&row.job.account).await?,
    };
    let container = container::settings(&row.job, password.as_ref())?;
    if azure.batch().create_job(&batch_job(row)).await? == Created::AlreadyThere {
        is_ours(core, row, azure).await?;
    }
    let added = add_tasks(core, row, azure, &access, container.as_ref()).await?;
    // Where more may come, whoever watches the job sees that none will.
    if row.open == Open::No {
        end_with_last_task(azure, &row.job.id).await?;
    }
    let tasks = |number| count(number, "task", "tasks");
    let told = match row.grown {
        true => format!("Added {}.", tasks(added)),
        // All of them, also where an earlier start had added some.
        false => format!("Submitted {} to pool {}.", tasks(total), row.job.pool),
    };
    core.note(&row.job.id, told).await?;
    let state = row.unless_grown(JobState::Queued);
    core.history
        .enter(&row.job.id, Phase::Watching, state)
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
            name: SUBMITTED_BY.into(),
            value: concat!("longshore/", env!("CARGO_PKG_VERSION")).into(),
        }],
        ..JobAdd::default()
    }
}

/// A job that is there already was made by an earlier try whose answer was lost, for its id has eighty random bits. One
/// that nobody like us has made is neither filled with tasks nor, when this job is taken back, deleted.
async fn is_ours(core: &Core, row: &JobRow, azure: &Azure) -> Result<()> {
    let there = azure
        .batch()
        .get_job(&row.job.id, Some("id,metadata"))
        .await?;
    let by_us =
        |pair: &NameValue| pair.name == SUBMITTED_BY && pair.value.starts_with("longshore/");
    if there.metadata.iter().any(by_us) {
        return Ok(());
    }
    azure.blob().delete_container(&row.job.id).await?;
    core.history.set_begun(&row.job.id, false).await?;
    Err(Error::Told(Report::new(
        Code::Conflict,
        "The Batch account has a job of this id that Longshore did not make.",
        "Run the job again: it gets a new id.",
    )))
}

/// The nodes' access to the job's container, for as long as the job may need it.
async fn access(core: &Core, row: &JobRow, azure: &Azure, tasks: u64) -> Result<Access> {
    let (job, blob) = (&row.job, azure.blob());
    if !job.how.node_identity.is_empty() {
        return Access::identity(blob, &job.id, &job.how.node_identity);
    }
    let pool = pool::look(azure, &job.pool).await?;
    let demand = Demand {
        time_limit: job.time_limit,
        retries: job.retries,
        tasks,
        slots: pool.as_ref().and_then(pool::slots),
    };
    let life = Duration::from_secs(demand.life().seconds);
    let access = Access::signed(blob, &job.id, life).await?;
    if let Some(concern) = demand.concern() {
        core.note(&job.id, format!("{} {}", concern.title, concern.guidance))
            .await?;
    }
    Ok(access)
}

/// Adds the tasks that are to be added; how many they were.
async fn add_tasks(
    core: &Core,
    row: &JobRow,
    azure: &Azure,
    access: &Access,
    container: Option<&ContainerSettings>,
) -> Result<u64> {
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
    let place = image_runner::Place::of(azure.blob(), &row.job.id)?;
    let plan = Plan {
        job: &row.job,
        access,
        container,
        place: &place,
        blobs: &blobs,
    };
    let (mut first, mut in_all) = (true, 0);
    loop {
        core.history.cancel_unsent(&row.job.id).await?;
        let tasks = core.history.to_add(&row.job.id, MAX_TASKS_PER_ADD).await?;
        if tasks.is_empty() {
            return Ok(in_all);
        }
        let specs = tasks
            .iter()
            .map(|task| plan.task(task))
            .collect::<Result<Vec<_>>>()?;
        let offered = tasks.iter().map(|task| task.id.clone()).collect();
        core.history.offered(&row.job.id, offered).await?;
        let outcomes = azure.batch().add_tasks(&row.job.id, specs).await?;
        let mut added = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            match outcome.added {
                TaskAdded::New | TaskAdded::AlreadyThere => added.push(outcome.task_id),
                TaskAdded::Refused(why) => {
                    let report = Report::new(
                        Code::BadInput,
                        format!(
                            "The service does not take task {}: {} ({}).",
                            outcome.task_id,
                            why.summary(),
                            why.code
                        ),
                        "Check the overrides: image, retries, time limit and environment.",
                    );
                    if !row.grown {
                        return Err(Error::Told(report));
                    }
                    // The others go on: most of them are with the service already.
                    core.history
                        .fail_unsent(&row.job.id, Unsent::Task(&outcome.task_id), report.into())
                        .await?;
                }
            }
        }
        in_all += added.len() as u64;
        core.history.added(&row.job.id, added).await?;
        if std::mem::take(&mut first) {
            core.works(row).await?;
        }
        core.changed(&row.job.id).await?;
    }
}

/// Has the job end when its tasks have.
pub(crate) async fn end_with_last_task(azure: &Azure, job: &str) -> Result<()> {
    use longshore_azure::ErrorKind;
    let patch = JobPatch {
        on_all_tasks_complete: Some(OnAllTasksComplete::TerminateJob),
        ..JobPatch::default()
    };
    // Without If-Match: only this one property is set, to a value that is right whatever others have changed meanwhile.
    match azure.batch().patch_job(job, &patch).await {
        // It was told before, and has ended since.
        Err(error) if matches!(error.kind(), ErrorKind::Conflict { .. }) => Ok(()),
        outcome => Ok(outcome?),
    }
}
