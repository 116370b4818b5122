//! What follows when a try of a task is over.

use longshore_batch_api::{
    NameValue, Timestamp,
    job::JobState,
    task::{ContainerInfo, ErrorCategory, FailureInfo, Task, TaskState, failure_codes},
};
use rusqlite::Transaction;

use super::{
    Store, TaskKey, dependencies,
    rows::{self, TaskRow},
    settle, tasks,
};
use crate::batch::fault::Fault;

/// How a try of a task was over.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) end: End,
    /// The program's exit code; none when it never ran.
    pub(crate) exit_code: Option<i32>,
    /// What went wrong beside the exit code.
    pub(crate) failure: Option<FailureInfo>,
    /// About its container.
    pub(crate) container: Option<ContainerInfo>,
}

/// Who ended a try.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// The program itself; a non-zero exit may be tried again.
    #[default]
    Ran,
    /// The node, for the failure it names; that is not tried again.
    Failed,
    /// Somebody who asked for it.
    Terminated,
    /// The node, to run it anew later.
    Requeued,
}

impl Store {
    /// Records the end of a try: the task is completed, or waits for its next. Does nothing when the task has been
    /// deleted meanwhile.
    pub(crate) async fn finish(
        &self,
        key: &TaskKey,
        number: i64,
        outcome: Outcome,
    ) -> Result<(), Fault> {
        let key = key.clone();
        self.transact(move |db, now| {
            let Ok(mut row) = rows::task(db, &key) else {
                return settle(db, &key.job, now);
            };
            if row.number == number {
                apply(&mut row, outcome, now);
                rows::update_task(db, number, &row.task)?;
                if row.succeeded() {
                    dependencies::satisfy(db, &key)?;
                }
            }
            settle(db, &key.job, now)
        })
        .await
    }
}

fn settle(db: &Transaction<'_>, job: &str, now: Timestamp) -> Result<(), Fault> {
    match rows::job(db, job) {
        Ok(mut job) if job.state != Some(JobState::Deleting) => settle::settle(db, &mut job, now),
        _ => Ok(()),
    }
}

impl TaskRow {
    fn succeeded(&self) -> bool {
        self.task.state == Some(TaskState::Completed)
            && self
                .task
                .execution_info
                .as_ref()
                .is_some_and(|info| info.failure_info.is_none())
    }
}

fn apply(row: &mut TaskRow, outcome: Outcome, now: Timestamp) {
    let task = &mut row.task;
    task.execution_info.get_or_insert_default().container_info = outcome.container;
    match outcome.end {
        End::Requeued => requeue(task, now),
        End::Terminated => {
            tasks::complete(task, outcome.exit_code, Some(tasks::ended_by_user()), now);
        }
        End::Failed => tasks::complete(task, outcome.exit_code, outcome.failure, now),
        End::Ran => match outcome.exit_code {
            Some(code) if code != 0 && may_retry(task) => retry(task, code, now),
            Some(code) if code != 0 => {
                let mut failure = exit_failure(code);
                // What failed besides: its output could not be uploaded.
                failure
                    .details
                    .extend(outcome.failure.map(|failure| NameValue {
                        name: failure.code,
                        value: failure.message,
                    }));
                tasks::complete(task, Some(code), Some(failure), now);
            }
            code => tasks::complete(task, code, outcome.failure, now),
        },
    }
}

/// Whether the task has a try left. A limit of n means 1 + n tries; −1 means no end of them.
fn may_retry(task: &Task) -> bool {
    let limit = task
        .constraints
        .as_ref()
        .and_then(|constraints| constraints.max_task_retry_count)
        .unwrap_or(0);
    let used = task
        .execution_info
        .as_ref()
        .map_or(0, |info| info.retry_count);
    limit < 0 || used < limit
}

fn retry(task: &mut Task, code: i32, now: Timestamp) {
    let execution = task.execution_info.get_or_insert_default();
    execution.retry_count += 1;
    execution.last_retry_time = Some(now);
    execution.exit_code = Some(code);
    execution.failure_info = Some(exit_failure(code));
    rows::set_task_state(task, TaskState::Active, now);
}

/// Puts a task back to wait: its node stopped it, and the task is not to blame.
pub(super) fn requeue(task: &mut Task, now: Timestamp) {
    let execution = task.execution_info.get_or_insert_default();
    execution.requeue_count += 1;
    execution.last_requeue_time = Some(now);
    rows::set_task_state(task, TaskState::Active, now);
}

fn exit_failure(code: i32) -> FailureInfo {
    FailureInfo {
        category: ErrorCategory::UserError,
        code: failure_codes::EXIT_CODE.into(),
        message: format!("The task exited with an exit code representing a failure: {code}"),
        details: Vec::new(),
    }
}
