//! Adding, changing and ending tasks.

use longshore_batch_api::{
    Timestamp, codes, duration,
    job::Job,
    task::{
        ErrorCategory, FailureInfo, Task, TaskAdd, TaskConstraints, TaskExecutionInfo, TaskResult,
        TaskState, failure_codes,
    },
};
use rusqlite::{Transaction, named_params};

use super::{
    Store, TaskKey, dependencies,
    rows::{self, DEFAULT_RETENTION, TaskRow},
    settle,
};
use crate::batch::{
    clock::{etag, micros},
    conditions::Conditions,
    fault::Fault,
};

/// A task that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Added {
    pub(crate) id: String,
    pub(crate) e_tag: String,
    pub(crate) last_modified: Timestamp,
}

/// The failure of a task that somebody ended.
pub(super) fn ended_by_user() -> FailureInfo {
    FailureInfo {
        category: ErrorCategory::UserError,
        code: failure_codes::TASK_ENDED.into(),
        message: "Task Was Ended by User Request".into(),
        details: Vec::new(),
    }
}

impl Store {
    /// Adds tasks to a job; each is added or refused for itself.
    ///
    /// # Errors
    /// The job is not there or takes no more tasks.
    pub(crate) async fn add_tasks(
        &self,
        job: &str,
        tasks: Vec<TaskAdd>,
    ) -> Result<Vec<Result<Added, Fault>>, Fault> {
        let job = job.to_owned();
        self.transact(move |db, now| {
            let job = rows::job(db, &job)?;
            settle::refuse_ended(&job)?;
            tasks
                .into_iter()
                .map(|task| match insert(db, &job, task, now) {
                    Err(Fault(error)) if error.code == codes::INTERNAL_ERROR => Err(Fault(error)),
                    outcome => Ok(outcome),
                })
                .collect()
        })
        .await
    }

    /// A task as it is.
    pub(crate) async fn task(&self, key: &TaskKey) -> Result<Task, Fault> {
        let key = key.clone();
        self.transact(move |db, _| Ok(rows::task(db, &key)?.task))
            .await
    }

    /// Replaces the limits of a task that has not ended.
    pub(crate) async fn change_task(
        &self,
        key: &TaskKey,
        conditions: Conditions,
        constraints: TaskConstraints,
    ) -> Result<Task, Fault> {
        self.edit_task(key, conditions, move |db, row, now| {
            refuse_completed(&row.task)?;
            row.task.constraints = Some(with_defaults(constraints, &TaskConstraints::default()));
            touch(&mut row.task, now);
            rows::update_task(db, row.number, &row.task)?;
            Ok(row.task.clone())
        })
        .await
    }

    /// Removes a task. Tells whether it was running.
    pub(crate) async fn delete_task(
        &self,
        key: &TaskKey,
        conditions: Conditions,
    ) -> Result<bool, Fault> {
        let owner = key.job.clone();
        self.edit_task(key, conditions, move |db, row, now| {
            db.execute("DELETE FROM task WHERE number = ?1", [row.number])?;
            let mut job = rows::job(db, &owner)?;
            settle::settle(db, &mut job, now)?;
            Ok(row.task.state == Some(TaskState::Running))
        })
        .await
    }

    /// Ends a task that has not run. One that runs is left as it is: then `true`, and its node must end it.
    pub(crate) async fn terminate_task(
        &self,
        key: &TaskKey,
        conditions: Conditions,
    ) -> Result<bool, Fault> {
        let owner = key.job.clone();
        self.edit_task(key, conditions, move |db, row, now| {
            refuse_completed(&row.task)?;
            if row.task.state == Some(TaskState::Running) {
                return Ok(true);
            }
            complete(&mut row.task, None, Some(ended_by_user()), now);
            rows::update_task(db, row.number, &row.task)?;
            let mut job = rows::job(db, &owner)?;
            settle::settle(db, &mut job, now)?;
            Ok(false)
        })
        .await
    }

    /// Lets a task that failed run again, with all its retries.
    pub(crate) async fn reactivate_task(
        &self,
        key: &TaskKey,
        conditions: Conditions,
    ) -> Result<(), Fault> {
        let owner = key.job.clone();
        self.edit_task(key, conditions, move |db, row, now| {
            settle::refuse_ended(&rows::job(db, &owner)?)?;
            if row.task.state != Some(TaskState::Completed) {
                return Err(Fault::new(
                    codes::OPERATION_INVALID_FOR_STATE,
                    "The specified operation is not valid for the current state of the resource.",
                ));
            }
            let execution = row.task.execution_info.take().unwrap_or_default();
            if execution.result == Some(TaskResult::Success) {
                refuse_completed(&row.task)?;
            }
            row.task.execution_info = Some(TaskExecutionInfo {
                requeue_count: execution.requeue_count,
                ..TaskExecutionInfo::default()
            });
            rows::set_task_state(&mut row.task, TaskState::Active, now);
            touch(&mut row.task, now);
            rows::update_task(db, row.number, &row.task)
        })
        .await
    }

    async fn edit_task<T: Send + 'static>(
        &self,
        key: &TaskKey,
        conditions: Conditions,
        edit: impl FnOnce(&Transaction<'_>, &mut TaskRow, Timestamp) -> Result<T, Fault>
        + Send
        + 'static,
    ) -> Result<T, Fault> {
        let key = key.clone();
        self.transact(move |db, now| {
            let mut row = rows::task(db, &key)?;
            conditions.check(row.task.e_tag.as_deref(), row.task.last_modified)?;
            edit(db, &mut row, now)
        })
        .await
    }
}

fn insert(db: &Transaction<'_>, job: &Job, add: TaskAdd, now: Timestamp) -> Result<Added, Fault> {
    let key = TaskKey::new(&job.id, &add.id);
    let needs = dependencies::needs(&add)?;
    if !needs.is_empty() && job.uses_task_dependencies != Some(true) {
        return Err(Fault::property(
            "dependsOn",
            add.id,
            "The job does not have usesTaskDependencies set",
        ));
    }
    let task = new_task(add, job, now);
    let added = db
        .prepare_cached(
            "INSERT INTO task (job, key, state, slots, changed, doc)
             VALUES (:job, :key, 'active', :slots, :changed, :doc)
             ON CONFLICT (job, key) DO NOTHING",
        )?
        .execute(named_params! {
            ":job": key.job,
            ":key": key.task,
            ":slots": task.required_slots.unwrap_or(1),
            ":changed": micros(now),
            ":doc": serde_json::to_string(&task)?,
        })?;
    if added == 0 {
        return Err(Fault::new(
            codes::TASK_EXISTS,
            "The specified task already exists.",
        ));
    }
    dependencies::record(db, &key, &needs)?;
    Ok(Added {
        id: task.id,
        e_tag: etag(now),
        last_modified: now,
    })
}

fn new_task(add: TaskAdd, job: &Job, now: Timestamp) -> Task {
    let job_limits = job.constraints.clone().unwrap_or_default();
    let defaults = TaskConstraints {
        max_task_retry_count: job_limits.max_task_retry_count,
        ..TaskConstraints::default()
    };
    let mut task = Task {
        id: add.id,
        display_name: add.display_name,
        creation_time: Some(now),
        state: Some(TaskState::Active),
        state_transition_time: Some(now),
        command_line: add.command_line,
        container_settings: add.container_settings,
        resource_files: add.resource_files,
        output_files: add.output_files,
        environment_settings: add.environment_settings,
        constraints: Some(with_defaults(
            add.constraints.unwrap_or_default(),
            &defaults,
        )),
        required_slots: Some(add.required_slots.unwrap_or(1)),
        depends_on: add.depends_on,
        user_identity: add.user_identity,
        execution_info: Some(TaskExecutionInfo::default()),
        ..Task::default()
    };
    touch(&mut task, now);
    task
}

fn with_defaults(given: TaskConstraints, defaults: &TaskConstraints) -> TaskConstraints {
    TaskConstraints {
        max_wall_clock_time: Some(
            given
                .max_wall_clock_time
                .unwrap_or_else(|| duration::UNLIMITED.into()),
        ),
        retention_time: Some(
            given
                .retention_time
                .unwrap_or_else(|| DEFAULT_RETENTION.into()),
        ),
        max_task_retry_count: given
            .max_task_retry_count
            .or(defaults.max_task_retry_count)
            .or(Some(0)),
    }
}

/// Ends a task for good.
pub(super) fn complete(
    task: &mut Task,
    exit_code: Option<i32>,
    failure: Option<FailureInfo>,
    now: Timestamp,
) {
    let execution = task.execution_info.get_or_insert_default();
    execution.end_time = Some(now);
    execution.exit_code = exit_code;
    execution.result = Some(match failure {
        Some(_) => TaskResult::Failure,
        None => TaskResult::Success,
    });
    execution.failure_info = failure;
    rows::set_task_state(task, TaskState::Completed, now);
}

fn refuse_completed(task: &Task) -> Result<(), Fault> {
    match task.state {
        Some(TaskState::Completed) => Err(Fault::new(
            codes::TASK_COMPLETED,
            "The specified task is already in a completed state.",
        )),
        _ => Ok(()),
    }
}

fn touch(task: &mut Task, now: Timestamp) {
    task.last_modified = Some(now);
    task.e_tag = Some(etag(now));
}
