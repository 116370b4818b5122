//! Payloads on their way to storage: each content once in a job, hashed as it is read, under a name made of its hash.

mod meter;

use std::{
    collections::HashSet,
    sync::{Arc, PoisonError},
};

use bytes::Bytes;
use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use longshore_azure::{Batch, Blob, ErrorKind, UploadOptions};
use longshore_batch_api::pool::Pool;
use longshore_model::{
    Code, Report,
    format::{bytes as size_text, count},
    job::JobState,
    settings::Runner,
};
use tokio_util::sync::CancellationToken;

use crate::{
    engine::Core,
    error::{Error, Result},
    history::{JobIntent, JobRow, Open, TaskSpec, Unsent},
    names, pools,
    submission::{pool, runner},
};

use meter::Meter;

/// Files on their way at once. Each sends several blocks at once by itself.
const PARALLEL: usize = 4;

/// The pool, before anything is sent there: without one the job is refused now. `None` where it may not be looked at, for
/// jobs can be made without that right.
async fn look(batch: &Batch, pool: &str) -> Result<Option<Pool>> {
    match batch.get_pool(pool, None).await {
        Ok(pool) => Ok(Some(pool)),
        Err(error) if matches!(error.kind(), ErrorKind::Refused { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Says now when a pool would run nothing.
async fn foresee(core: &Core, row: &JobRow, pool: Option<&Pool>) -> Result<()> {
    let why = pool.and_then(pools::problem_of);
    if why != row.waiting {
        if let Some(report) = &why {
            core.note(&row.job.id, report.title.clone()).await?;
        }
        core.history.set_waiting(&row.job.id, why).await?;
    }
    Ok(())
}

/// Brings everything a job needs into its container. What is there already stays.
pub(crate) async fn stage(core: &Core, row: &JobRow) -> Result<()> {
    let reached = core.accounts.reach(&row.job.account).await?;
    if row.job.pool.is_empty() {
        core.history.set_pool(&row.job.id, &reached.pool).await?;
    }
    let pool = match row.job.pool.as_str() {
        "" => &reached.pool,
        pool => pool,
    };
    let pool = look(reached.azure.batch(), pool).await?;
    foresee(core, row, pool.as_ref()).await?;
    if let Some(pool) = &pool {
        pool::fits(pool, &row.job)?;
    }
    let blob = reached.azure.blob();
    core.history.set_begun(&row.job.id, true).await?;
    core.changed(&row.job.id).await?;
    blob.create_container(&row.job.id).await?;
    // Only a job that was begun before can have left something.
    let there = if row.begun {
        present(blob, &row.job.id).await?
    } else {
        HashSet::new()
    };

    // Of an open job: what comes from now on is for the next time.
    let staged = core.history.counts(&row.job.id).await?.total;
    let contents = core.history.contents(&row.job.id).await?;
    let needs = core.history.needs(&row.job.id).await?;
    let files = match row.job.how.runner {
        Runner::Bundled => runner::files_for_all(&needs, &row.job.overrides),
        Runner::Image => Vec::new(),
    };
    for file in files {
        let name = file.blob_name();
        if !there.contains(&name) {
            blob.upload_bytes(
                &row.job.id,
                &name,
                Bytes::from_static(file.text.as_bytes()),
                UploadOptions::default(),
            )
            .await?;
        }
    }

    let total = contents.iter().map(|task| task.size).sum();
    let meter = Arc::new(Meter::new(core.events.clone(), row.job.id.clone(), total));
    let files = contents.len() as u64;
    let uploads = stream::iter(contents)
        .map(|task| send_or_fail(core, blob, row, task, &there, meter.clone()).boxed());
    let sent = uploads.buffer_unordered(PARALLEL).try_collect::<()>();
    let shown = meter.shown(|transfer| {
        core.transfers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(row.job.id.clone(), transfer);
    });
    let works = async {
        meter.moves().await;
        core.works(row).await?;
        std::future::pending().await
    };
    let outcome: Result<()> = tokio::select! {
        outcome = sent => outcome,
        failed = works => failed,
        () = shown => Ok(()),
    };
    core.transfers
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .remove(&row.job.id);
    outcome?;
    meter.tell();
    if !row.grown {
        let files = count(files, "file", "files");
        core.note(
            &row.job.id,
            format!("Staged {files}, {}.", size_text(total)),
        )
        .await?;
    }
    // What is packed for tasks to come lies beside it; then it goes with the job.
    if row.open == Open::No {
        core.remove_packed(&row.job.id).await?;
    }
    let state = row.unless_grown(JobState::Submitting);
    core.history
        .enter_adding(&row.job.id, staged, state)
        .await?;
    core.changed(&row.job.id).await
}

async fn present(blob: &Blob, container: &str) -> Result<HashSet<String>> {
    let mut names = HashSet::new();
    for prefix in [names::RUNNER, names::STAGED, names::IMAGE_FUNCTION] {
        let mut pages = blob.list(container, prefix)?;
        while let Some(page) = pages.next_page().await? {
            names.extend(page.into_iter().map(|entry| entry.name));
        }
    }
    Ok(names)
}

/// Sends a content. One that cannot be read, or has changed, fails alone where other tasks are with the service already.
async fn send_or_fail(
    core: &Core,
    blob: &Blob,
    row: &JobRow,
    task: TaskSpec,
    there: &HashSet<String>,
    meter: Arc<Meter>,
) -> Result<()> {
    let sha256 = task.sha256.clone();
    match send(blob, &row.job, task, there, meter).await {
        Err(Error::Told(report)) if row.grown => {
            core.history
                .fail_unsent(&row.job.id, Unsent::Content(&sha256), report.into())
                .await?;
            Ok(())
        }
        outcome => outcome,
    }
}

/// Sends a content that is not there yet.
async fn send(
    blob: &Blob,
    job: &JobIntent,
    task: TaskSpec,
    there: &HashSet<String>,
    meter: Arc<Meter>,
) -> Result<()> {
    let name = match job.how.runner {
        Runner::Bundled => names::staged_blob(&task.sha256, &names::payload_file(&task.name)),
        Runner::Image => names::image_function(&task.sha256),
    };
    if there.contains(&name) {
        meter.add(task.size);
        return Ok(());
    }
    upload(blob, &job.id, &name, &task, meter).await
}

async fn upload(
    blob: &Blob,
    container: &str,
    name: &str,
    task: &TaskSpec,
    meter: Arc<Meter>,
) -> Result<()> {
    let options = UploadOptions {
        expected_sha256: names::hash_from_hex(&task.sha256),
        ..UploadOptions::default()
    };
    let progress = meter.of_one_file();
    // Cancelling drops this whole future; the token is for callers that cannot.
    let never = CancellationToken::new();
    match blob
        .upload_file(container, name, &task.path, options, progress, never)
        .await
    {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind() {
            ErrorKind::Io { path, error } if *path == task.path => unreadable(task, error).into(),
            ErrorKind::Verification { .. } => changed(task).into(),
            _ => Error::Azure(error),
        }),
    }
}

fn unreadable(task: &TaskSpec, error: &std::io::Error) -> Report {
    let path = task.source.display();
    if error.kind() == std::io::ErrorKind::NotFound {
        Report::new(
            Code::NotFound,
            format!(
                "{} is gone: {path} was removed after it was submitted.",
                task.name
            ),
            "Put it back and run the job again.",
        )
    } else {
        Report::new(
            Code::BadInput,
            format!("{path} cannot be read: {error}."),
            "Make it readable and run the job again.",
        )
    }
}

fn changed(task: &TaskSpec) -> Report {
    Report::new(
        Code::Conflict,
        format!(
            "{} has changed since it was submitted, so it was not sent.",
            task.name
        ),
        "Look at it again and submit it anew.",
    )
}
