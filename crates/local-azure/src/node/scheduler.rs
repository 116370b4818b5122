//! Which task when: whenever something arrives, ends or falls due, and never in between.

use std::{sync::Arc, time::Duration};

use longshore_batch_api::task::NodeInfo;
use tokio::sync::watch;

use super::{Ending, Inner, NODE_ID, Node, attempt, leftovers};
use crate::{
    Endpoint,
    batch::{
        Fault,
        store::{Claimed, End, Outcome},
    },
};

/// How long to wait after the database has failed.
const PAUSE: Duration = Duration::from_secs(2);

/// The longest sleep: the wall clock may be set while we sleep by the monotonic one.
const LONGEST_SLEEP: Duration = Duration::from_secs(3_600);

/// How often a node that follows a file of faults looks whether it is there, or there again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// Runs until the node stops.
pub(super) async fn run(node: Node) {
    let mut stopping = node.0.stopping.subscribe();
    while let Err(fault) = take_up(&node).await {
        tracing::error!(error = %fault.0, "what ran before the restart cannot be taken up yet");
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
    loop {
        let sleep = match step(&node).await {
            Ok(sleep) => sleep,
            Err(fault) => {
                tracing::error!(error = %fault.0, "no tasks can be taken");
                PAUSE
            }
        };
        tokio::select! {
            () = node.0.wake.notified() => {}
            () = tokio::time::sleep(sleep) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Ends what is left of an earlier service's tasks, puts these back to wait, and goes on deleting what was being
/// deleted.
async fn take_up(node: &Node) -> Result<(), Fault> {
    let store = &node.0.setup.store;
    let folders = store
        .running_tasks()
        .await?
        .into_iter()
        .map(|(job, task)| node.0.folders.task(&job, &task))
        .collect();
    leftovers::end(folders).await;
    for job in store.recover().await? {
        node.remove_job(job);
    }
    Ok(())
}

/// Does what is due and starts what can start. Tells how long there is nothing more to do.
async fn step(node: &Node) -> Result<Duration, Fault> {
    let store = &node.0.setup.store;
    let overdue = store.end_overdue_jobs().await?;
    node.end(&overdue, Ending::Terminated).await;
    for (job, task) in store.take_expired().await? {
        if let Err(error) = node.0.folders.remove_task(&job, &task).await {
            tracing::warn!(%error, job, task, "the folder of an old task cannot be removed");
        }
    }
    let faults = &node.0.setup.faults;
    let plan = faults.plan();
    if !plan.pool.has_node() {
        node.lose_tasks().await;
    }
    if !plan.pool.begins_tasks() {
        return Ok(LOOK_AGAIN);
    }
    start_tasks(&node.0).await?;
    let longest = if faults.may_change() {
        LOOK_AGAIN
    } else {
        LONGEST_SLEEP
    };
    let due = store.next_due().await?;
    Ok(due.map_or(longest, |micros| Duration::from_micros(micros).min(longest)))
}

async fn start_tasks(node: &Arc<Inner>) -> Result<(), Fault> {
    let _taking = node.taking.lock().await;
    if *node.stopping.borrow() {
        return Ok(());
    }
    let taken: usize = node.table().attempts.values().map(|slot| slot.slots).sum();
    let all = node.setup.slots;
    if taken >= all {
        return Ok(());
    }
    let here = NodeInfo {
        pool_id: Some(Endpoint::POOL_ID.into()),
        node_id: Some(NODE_ID.into()),
        ..NodeInfo::default()
    };
    for claimed in node.setup.store.claim(all - taken, all, here).await? {
        let ending = node.admit(&claimed);
        tokio::spawn(attend(Arc::clone(node), claimed, ending));
    }
    Ok(())
}

/// Runs one try and records how it was over.
async fn attend(node: Arc<Inner>, claimed: Claimed, mut ending: watch::Receiver<Option<Ending>>) {
    let busy = node.setup.activity.begin();
    let mut outcome = attempt::run(&node, &claimed, &mut ending).await;
    // Whoever ended it just after its program had failed must not see it tried again.
    if *ending.borrow() == Some(Ending::Terminated) && outcome.exit_code != Some(0) {
        outcome.end = End::Terminated;
    }
    record(&node, &claimed, &outcome).await;
    node.release(&claimed.key);
    drop(busy);
}

/// Records how a try was over, as soon as the disk has room for it: a task must not run on for ever because nobody could
/// write down that it had ended. If the service is stopped first, the next one runs the task again.
async fn record(node: &Inner, claimed: &Claimed, outcome: &Outcome) {
    let (job, task) = (&claimed.job.id, &claimed.task.id);
    let store = &node.setup.store;
    let mut stopping = node.stopping.subscribe();
    let mut told = false;
    while let Err(fault) = store
        .finish(&claimed.key, claimed.number, outcome.clone())
        .await
    {
        if !std::mem::replace(&mut told, true) {
            tracing::error!(error = %fault.0, task, "the end of a task cannot be recorded yet");
        }
        // The task itself may have filled the disk. What could be kept of its work has been uploaded.
        if let Err(error) = node.folders.remove_work(job, task).await {
            tracing::warn!(%error, job, task, "the working directory of a task cannot be removed");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}
