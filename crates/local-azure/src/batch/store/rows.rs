//! Reading and writing single rows.

use longshore_batch_api::{
    Timestamp, duration,
    job::{Job, JobState},
    task::{Task, TaskResult, TaskState},
};
use rusqlite::{OptionalExtension as _, Transaction, named_params, params};

use super::TaskKey;
use crate::batch::{
    clock::{etag, micros},
    fault::Fault,
};

/// How long a task's folder is kept when the task does not say: the service's own default, 7 days.
pub(super) const DEFAULT_RETENTION: &str = "P7D";

/// A stored task with what its row says beside the document.
pub(super) struct TaskRow {
    pub(super) number: i64,
    pub(super) task: Task,
}

pub(super) fn job(db: &Transaction<'_>, id: &str) -> Result<Job, Fault> {
    let doc: Option<String> = db
        .prepare_cached("SELECT doc FROM job WHERE key = ?1")?
        .query_row([id.to_ascii_lowercase()], |row| row.get(0))
        .optional()?;
    Ok(serde_json::from_str(
        &doc.ok_or_else(Fault::job_not_found)?,
    )?)
}

/// Writes a job, new or changed.
pub(super) fn put_job(db: &Transaction<'_>, job: &Job) -> Result<(), Fault> {
    let state = job.state.unwrap_or(JobState::Active);
    db.prepare_cached(
        "INSERT INTO job (key, state, priority, max_parallel, changed, deadline, doc)
         VALUES (:key, :state, :priority, :max_parallel, :changed, :deadline, :doc)
         ON CONFLICT (key) DO UPDATE SET state = :state, priority = :priority,
             max_parallel = :max_parallel, changed = :changed, deadline = :deadline, doc = :doc",
    )?
    .execute(named_params! {
        ":key": job.id.to_ascii_lowercase(),
        ":state": state.as_str(),
        ":priority": job.priority.unwrap_or(0),
        ":max_parallel": job.max_parallel_tasks.unwrap_or(-1),
        ":changed": job.state_transition_time.map(micros),
        ":deadline": deadline(job),
        ":doc": serde_json::to_string(job)?,
    })?;
    Ok(())
}

/// When the job's time is up; never for one that has ended, or has no limit.
fn deadline(job: &Job) -> Option<i64> {
    if matches!(
        job.state,
        Some(JobState::Completed | JobState::Terminating | JobState::Deleting)
    ) {
        return None;
    }
    let limit = job.constraints.as_ref()?.max_wall_clock_time.as_deref()?;
    after(job.creation_time?, limit)
}

/// The moment `duration` (ISO 8601) after `from`; none for "no limit" and whatever else lies out of range.
pub(super) fn after(from: Timestamp, duration: &str) -> Option<i64> {
    let micros_of = i64::try_from(duration::parse(duration)?.as_micros()).ok()?;
    if duration == duration::UNLIMITED {
        return None;
    }
    micros(from).checked_add(micros_of)
}

/// Moves a job to another state, as a change of the resource.
pub(super) fn set_job_state(job: &mut Job, state: JobState, now: Timestamp) {
    job.previous_state = job.state;
    job.previous_state_transition_time = job.state_transition_time;
    job.state = Some(state);
    job.state_transition_time = Some(now);
    touch_job(job, now);
}

pub(super) fn touch_job(job: &mut Job, now: Timestamp) {
    job.last_modified = Some(now);
    job.e_tag = Some(etag(now));
}

pub(super) fn task(db: &Transaction<'_>, key: &TaskKey) -> Result<TaskRow, Fault> {
    let found: Option<(i64, String)> = db
        .prepare_cached("SELECT number, doc FROM task WHERE job = ?1 AND key = ?2")?
        .query_row(params![key.job, key.task], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    match found {
        Some((number, doc)) => Ok(TaskRow {
            number,
            task: serde_json::from_str(&doc)?,
        }),
        None => {
            job(db, &key.job)?;
            Err(Fault::task_not_found())
        }
    }
}

/// Writes a task that is there already.
pub(super) fn update_task(db: &Transaction<'_>, number: i64, task: &Task) -> Result<(), Fault> {
    let state = task.state.unwrap_or(TaskState::Active);
    let execution = task.execution_info.as_ref();
    let keep_until = execution
        .and_then(|info| info.end_time)
        .filter(|_| state == TaskState::Completed)
        .and_then(|end| {
            let constraints = task.constraints.as_ref();
            let retention = constraints.and_then(|c| c.retention_time.as_deref());
            after(end, retention.unwrap_or(DEFAULT_RETENTION))
        });
    db.prepare_cached(
        "UPDATE task SET state = :state, failed = :failed, changed = :changed,
             keep_until = :keep_until, doc = :doc
         WHERE number = :number",
    )?
    .execute(named_params! {
        ":number": number,
        ":state": state.as_str(),
        ":failed": execution.and_then(|info| info.result) == Some(TaskResult::Failure),
        ":changed": task.state_transition_time.map(micros),
        ":keep_until": keep_until,
        ":doc": serde_json::to_string(task)?,
    })?;
    Ok(())
}

pub(super) fn set_task_state(task: &mut Task, state: TaskState, now: Timestamp) {
    task.previous_state = task.state;
    task.previous_state_transition_time = task.state_transition_time;
    task.state = Some(state);
    task.state_transition_time = Some(now);
}

/// How many jobs count against the account's quota: those that have not completed.
pub(super) fn unfinished_jobs(db: &Transaction<'_>) -> Result<i64, Fault> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM job WHERE state NOT IN ('completed', 'deleting')")?
        .query_row([], |row| row.get(0))?)
}

/// How many tasks of a job are in a state.
pub(super) fn count(db: &Transaction<'_>, job: &str, state: TaskState) -> Result<i64, Fault> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM task WHERE job = ?1 AND state = ?2")?
        .query_row(params![job.to_ascii_lowercase(), state.as_str()], |row| {
            row.get(0)
        })?)
}

/// The tasks of a job in a state, in the order they were added.
pub(super) fn keys(
    db: &Transaction<'_>,
    job: &str,
    state: TaskState,
) -> Result<Vec<TaskKey>, Fault> {
    let mut statement =
        db.prepare_cached("SELECT key FROM task WHERE job = ?1 AND state = ?2 ORDER BY number")?;
    let rows = statement.query_map(params![job.to_ascii_lowercase(), state.as_str()], |row| {
        row.get::<_, String>(0)
    })?;
    rows.map(|key| Ok(TaskKey::new(job, &key?))).collect()
}
