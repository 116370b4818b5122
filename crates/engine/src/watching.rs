//! A job at the service: what its tasks are doing, by one list a poll, and its results as they end.
//!
//! Get Task Counts is not asked: the list is needed anyway, for what each task does and which have ended, it brings only
//! what has changed, and the history counts as it takes that in. Counts would be one more request a poll, and they lag.
//! A poll holds one page of at most 1,000 tasks in memory at a time, however many the job has.

mod apply;
mod failure;
mod interval;
mod moves;
mod queue;
mod seen;
mod stop;

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use longshore_azure::{Azure, ListQuery};
use longshore_batch_api::job::JobState as BatchJobState;
use longshore_model::{
    Code, Report,
    format::count,
    job::{Counts, JobState},
    task::TaskState,
};
use tokio::sync::Notify;

use crate::{
    engine::{Core, now},
    error::{Result, is_gone},
    history::{JobRow, Open},
    life::Signal,
    retrieval::Retriever,
    submission,
};

use interval::Interval;
use moves::Moves;
use queue::Queue;
use seen::Seen;
use stop::Stops;

/// What is asked of each task.
const SELECT: &str = "id,state,stateTransitionTime,executionInfo,nodeInfo";

/// Quiet polls after which the job itself is looked at, in case somebody else has ended it.
const LOOK_AT_JOB: u32 = 8;

/// Watches a job until it has ended and its results are here.
pub(crate) async fn watch(core: &Core, row: &JobRow, signal: &Signal) -> Result<()> {
    let reached = core.accounts.reach(&row.job.account).await?;
    let (ready, over) = (Notify::new(), AtomicBool::new(false));
    let watched = async {
        let end = poll_to_the_end(core, row, signal, &reached.azure, &ready).await?;
        over.store(true, Ordering::Release);
        ready.notify_one();
        Ok(end)
    };
    // Results are fetched while the rest is watched; neither waits for the other but at the end.
    let retriever = Retriever {
        core,
        row,
        azure: &reached.azure,
    };
    let (end, ()) = tokio::try_join!(watched, retriever.until(&over, &ready))?;
    finish(core, row, end).await
}

/// How a job came to its end at the service.
enum End {
    /// Every task ended.
    Complete,
    /// It was ended before, by us or by others, or by the service for the reason that it tells.
    Terminated(Option<Report>),
    /// The service does not know it any more.
    Gone,
    /// It has not ended: more tasks have come.
    Grown,
}

async fn poll_to_the_end(
    core: &Core,
    row: &JobRow,
    signal: &Signal,
    azure: &Azure,
    ready: &Notify,
) -> Result<End> {
    let mut interval = Interval::new(Duration::from_secs(u64::from(row.job.poll_freq)));
    let mut seen = Seen::default();
    let mut queue = Queue::new(row.waiting.clone(), core.pace.look_at_pool_after);
    queue.hurry(Instant::now());
    let mut stops = Stops::default();
    let mut asked_to_end = false;
    let mut quiet = 0;
    // The first answer shows that what was wrong before is over, also when nothing has changed meanwhile.
    let mut first = true;
    loop {
        let known = core.history.row(&row.job.id).await?;
        let cancelling = signal.cancelled() || known.cancel;
        if cancelling && !asked_to_end {
            match azure
                .batch()
                .terminate_job(&row.job.id, Some("UserTerminate"))
                .await
            {
                Err(error) if is_gone(&error) => return Ok(End::Gone),
                outcome => outcome?,
            }
            asked_to_end = true;
            interval.restart();
        }
        // Before it is closed: those that came just before are to be sent.
        if !cancelling && known.open != Open::No && core.history.has_unsent(&row.job.id).await? {
            return Ok(End::Grown);
        }
        if !cancelling && known.open == Open::Closing {
            submission::end_with_last_task(azure, &row.job.id).await?;
            core.history.set_open(&row.job.id, Open::No).await?;
            interval.restart();
        }
        if !asked_to_end && stops.carry_out(core, azure, &row.job.id).await? {
            interval.restart();
        }
        // What is over is looked at before the tasks: then their list is the last one that is needed.
        let over = if asked_to_end || quiet >= LOOK_AT_JOB {
            quiet = 0;
            match ended(azure, &row.job.id).await? {
                None => return Ok(End::Gone),
                Some(end) => end,
            }
        } else {
            None
        };
        let Some(changed) = poll(core, row, azure, &mut seen).await? else {
            return Ok(End::Gone);
        };
        let counts = core.history.counts(&row.job.id).await?;
        let running = core.history.any(&row.job.id, TaskState::Running).await?;
        let waits = counts.waiting > 0 && !running && !asked_to_end;
        let told = queue.tend(core, row, azure, waits).await?;
        // Only now: whoever waits for news waits for this.
        core.history.heard(&row.job.id, now()).await?;
        if changed {
            quiet = 0;
            interval.restart();
            ready.notify_one();
        } else {
            quiet += 1;
        }
        if changed || told || std::mem::take(&mut first) {
            show(core, row, &counts).await?;
        }
        let more_may_come = known.open == Open::Yes && !cancelling;
        if counts.waiting == 0 && !running && !more_may_come {
            return Ok(End::Complete);
        }
        if let Some(end) = over {
            return Ok(end);
        }
        tokio::select! {
            () = tokio::time::sleep(interval.next()) => {}
            () = signal.woken() => queue.hurry(Instant::now()),
        }
    }
}

/// Asks for the tasks that changed and writes down what they do now. Answers whether any did, or `None` when the job is
/// not there.
async fn poll(core: &Core, row: &JobRow, azure: &Azure, seen: &mut Seen) -> Result<Option<bool>> {
    let query = ListQuery {
        filter: seen.filter(Instant::now()),
        select: Some(SELECT.to_owned()),
        page_size: None,
    };
    let mut pages = azure.batch().list_tasks(&row.job.id, &query)?;
    let (mut changed, mut moves) = (false, Moves::default());
    loop {
        let page = match pages.next_page().await {
            Ok(Some(page)) => page,
            Ok(None) => break,
            Err(error) if is_gone(&error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let arrived = Instant::now();
        for task in &page {
            seen.add(task.state_transition_time, arrived);
        }
        let changes = page
            .into_iter()
            .filter_map(|task| apply::change(task, row.job.time_limit, row.job.how.runner))
            .collect();
        let applied = core.history.apply(&row.job.id, changes).await?;
        changed |= applied.changed > 0;
        moves.add(applied);
    }
    moves.tell(core, &row.job.id).await?;
    Ok(Some(changed))
}

/// Shows a job as what its tasks make it.
async fn show(core: &Core, row: &JobRow, counts: &Counts) -> Result<()> {
    let current = core.history.row(&row.job.id).await?;
    let begun = counts.waiting < counts.total;
    let state = match current.state {
        _ if current.cancel => JobState::Cancelling,
        _ if begun => JobState::Running,
        _ => JobState::Queued,
    };
    if state != current.state || current.problem.is_some() {
        core.history.set_state(&row.job.id, state, None).await?;
    }
    core.changed(&row.job.id).await
}

/// How a job ended at the service, if it has; `None` when it is not there.
async fn ended(azure: &Azure, job: &str) -> Result<Option<Option<End>>> {
    match azure
        .batch()
        .get_job(job, Some("id,state,executionInfo"))
        .await
    {
        Ok(job) if job.state == Some(BatchJobState::Completed) => {
            let error = job.execution_info.and_then(|info| info.scheduling_error);
            let why = error.as_ref().map(queue::not_scheduled);
            Ok(Some(Some(End::Terminated(why))))
        }
        Ok(_) => Ok(Some(None)),
        Err(error) if is_gone(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Ends what is left of a job and writes down how it went.
async fn finish(core: &Core, row: &JobRow, end: End) -> Result<()> {
    let cancelled = core.history.row(&row.job.id).await?.cancel;
    match end {
        End::Grown => return Ok(core.history.grow(&row.job.id).await?),
        End::Complete => {}
        End::Terminated(_) | End::Gone if cancelled => {
            core.history
                .finish_rest(&row.job.id, TaskState::Cancelled, None, now())
                .await?;
        }
        End::Terminated(Some(why)) => {
            core.history
                .finish_rest(&row.job.id, TaskState::Failed, Some(why.into()), now())
                .await?;
        }
        End::Terminated(None) => {
            core.history
                .finish_rest(
                    &row.job.id,
                    TaskState::Cancelled,
                    Some(ended_by_others().into()),
                    now(),
                )
                .await?;
        }
        End::Gone => {
            core.history
                .finish_rest(&row.job.id, TaskState::Failed, Some(gone().into()), now())
                .await?;
        }
    }
    let counts = core.history.counts(&row.job.id).await?;
    let state = if counts.failed > 0 {
        if cancelled && counts.cancelled > 0 {
            JobState::Cancelled
        } else {
            JobState::Failed
        }
    } else if counts.cancelled > 0 {
        JobState::Cancelled
    } else {
        JobState::Succeeded
    };
    core.history.end(&row.job.id, state, now(), None).await?;
    core.note(&row.job.id, told(&counts)).await?;
    core.changed(&row.job.id).await
}

fn told(counts: &Counts) -> String {
    let tasks = |n| count(n, "task", "tasks");
    if counts.succeeded == counts.total {
        return format!("{} succeeded.", tasks(counts.total));
    }
    let mut parts = vec![format!("{} succeeded", tasks(counts.succeeded))];
    if counts.failed > 0 {
        parts.push(format!("{} failed", counts.failed));
    }
    if counts.cancelled > 0 {
        parts.push(format!("{} cancelled", counts.cancelled));
    }
    format!("{}.", parts.join(", "))
}

fn gone() -> Report {
    Report::new(
        Code::NotFound,
        "The service has no such job any more, so nobody can tell how this task went.",
        "It was deleted there. Run it again.",
    )
}

fn ended_by_others() -> Report {
    Report::new(
        Code::Cancelled,
        "The job was ended at the service before this task ran.",
        "Run it again.",
    )
}
