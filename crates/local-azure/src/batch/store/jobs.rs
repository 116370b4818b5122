//! Making, changing and ending jobs.

use super::{
    Store, TaskKey,
    rows::{self, set_job_state, touch_job},
    settle::{refuse_ended, settle, terminate},
};
use crate::{
    Endpoint,
    batch::{conditions::Conditions, fault::Fault},
};
use longshore_batch_api::{
    Timestamp, codes, duration,
    job::{
        DisableTasks, Job, JobAdd, JobConstraints, JobExecutionInfo, JobState, OnAllTasksComplete,
        OnTaskFailure, TaskCounts, TaskCountsReply,
    },
    task::TaskState,
};

/// Why a job stops taking tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JobEnd {
    /// Terminated, for the reason given.
    Terminate(String),
    /// Deleted with all its tasks.
    Delete,
}

impl Store {
    /// Adds a job. One that completes as soon as it has no tasks left is complete at once.
    ///
    /// With a `quota`, no more than so many jobs may be active.
    pub(crate) async fn add_job(&self, add: JobAdd, quota: Option<u32>) -> Result<Job, Fault> {
        self.transact(move |db, now| {
            if rows::job(db, &add.id).is_ok() {
                return Err(Fault::new(
                    codes::JOB_EXISTS,
                    "The specified job already exists.",
                ));
            }
            if let Some(quota) = quota
                && rows::unfinished_jobs(db)? >= i64::from(quota)
            {
                return Err(Fault::new(
                    codes::ACTIVE_JOB_QUOTA,
                    "Active job and schedule quota for the account has been reached.",
                ));
            }
            let mut job = new_job(add, now);
            rows::put_job(db, &job)?;
            settle(db, &mut job, now)?;
            Ok(job)
        })
        .await
    }

    /// A job as it is.
    pub(crate) async fn job(&self, id: &str) -> Result<Job, Fault> {
        let id = id.to_owned();
        self.transact(move |db, _| rows::job(db, &id)).await
    }

    /// Changes a job that has not ended.
    pub(crate) async fn change_job(
        &self,
        id: &str,
        conditions: Conditions,
        change: impl FnOnce(&mut Job) -> Result<(), Fault> + Send + 'static,
    ) -> Result<Job, Fault> {
        let id = id.to_owned();
        self.transact(move |db, now| {
            let mut job = rows::job(db, &id)?;
            conditions.check(job.e_tag.as_deref(), job.last_modified)?;
            refuse_ended(&job)?;
            change(&mut job)?;
            touch_job(&mut job, now);
            rows::put_job(db, &job)?;
            settle(db, &mut job, now)?;
            Ok(job)
        })
        .await
    }

    /// Begins the end of a job and tells which running tasks must be ended for it.
    pub(crate) async fn end_job(
        &self,
        id: &str,
        conditions: Conditions,
        end: JobEnd,
    ) -> Result<Vec<TaskKey>, Fault> {
        let id = id.to_owned();
        self.transact(move |db, now| {
            let mut job = rows::job(db, &id)?;
            conditions.check(job.e_tag.as_deref(), job.last_modified)?;
            match &end {
                JobEnd::Delete => {
                    if job.state == Some(JobState::Deleting) {
                        refuse_ended(&job)?;
                    }
                    set_job_state(&mut job, JobState::Deleting, now);
                }
                JobEnd::Terminate(reason) => {
                    refuse_ended(&job)?;
                    terminate(&mut job, reason, now);
                }
            }
            rows::put_job(db, &job)?;
            settle(db, &mut job, now)?;
            rows::keys(db, &id, TaskState::Running)
        })
        .await
    }

    /// Stops a job from running tasks and tells which of them must be ended now.
    pub(crate) async fn disable_job(
        &self,
        id: &str,
        conditions: Conditions,
        tasks: DisableTasks,
    ) -> Result<Vec<TaskKey>, Fault> {
        let id = id.to_owned();
        self.transact(move |db, now| {
            let mut job = rows::job(db, &id)?;
            conditions.check(job.e_tag.as_deref(), job.last_modified)?;
            refuse_ended(&job)?;
            if matches!(job.state, Some(JobState::Disabled | JobState::Disabling)) {
                return Err(Fault::new(
                    codes::JOB_DISABLED,
                    "The specified job is disabled.",
                ));
            }
            set_job_state(&mut job, JobState::Disabling, now);
            rows::put_job(db, &job)?;
            settle(db, &mut job, now)?;
            match tasks {
                DisableTasks::Wait => Ok(Vec::new()),
                _ => rows::keys(db, &id, TaskState::Running),
            }
        })
        .await
    }

    /// Lets a disabled job run its tasks again.
    pub(crate) async fn enable_job(&self, id: &str, conditions: Conditions) -> Result<(), Fault> {
        let id = id.to_owned();
        self.transact(move |db, now| {
            let mut job = rows::job(db, &id)?;
            conditions.check(job.e_tag.as_deref(), job.last_modified)?;
            refuse_ended(&job)?;
            if job.state == Some(JobState::Active) {
                return Err(Fault::new(
                    codes::OPERATION_INVALID_FOR_STATE,
                    "The specified operation is not valid for the current state of the resource.",
                ));
            }
            set_job_state(&mut job, JobState::Active, now);
            rows::put_job(db, &job)
        })
        .await
    }

    /// How many tasks, and how many slots, are in each state.
    pub(crate) async fn task_counts(&self, id: &str) -> Result<TaskCountsReply, Fault> {
        let id = id.to_owned();
        self.transact(move |db, _| {
            rows::job(db, &id)?;
            let mut reply = TaskCountsReply::default();
            let mut statement = db.prepare_cached(
                "SELECT state, failed, count(*), sum(slots) FROM task WHERE job = ?1
                 GROUP BY state, failed",
            )?;
            let mut found = statement.query([id.to_ascii_lowercase()])?;
            while let Some(row) = found.next()? {
                let state = TaskState::from(row.get::<_, String>(0)?.as_str());
                let failed: bool = row.get(1)?;
                add(&mut reply.task_counts, state, failed, number(row.get(2)?));
                add(
                    &mut reply.task_slot_counts,
                    state,
                    failed,
                    number(row.get(3)?),
                );
            }
            Ok(reply)
        })
        .await
    }

    /// Removes a job that is being deleted, when none of its tasks runs any more. Tells whether it is gone.
    pub(crate) async fn purge_job(&self, id: &str) -> Result<bool, Fault> {
        let id = id.to_owned();
        self.transact(move |db, _| {
            let gone = db.execute(
                "DELETE FROM job WHERE key = ?1 AND state = 'deleting'
                 AND NOT EXISTS (SELECT 1 FROM task WHERE job = ?1 AND state = 'running')",
                [id.to_ascii_lowercase()],
            )?;
            Ok(gone > 0)
        })
        .await
    }
}

fn new_job(add: JobAdd, now: Timestamp) -> Job {
    let pool = Endpoint::POOL_ID.to_owned();
    let given = add.constraints.unwrap_or_default();
    let mut job = Job {
        id: add.id,
        display_name: add.display_name,
        creation_time: Some(now),
        state: Some(JobState::Active),
        state_transition_time: Some(now),
        priority: Some(add.priority.unwrap_or(0)),
        max_parallel_tasks: Some(add.max_parallel_tasks.unwrap_or(-1)),
        constraints: Some(JobConstraints {
            max_wall_clock_time: Some(
                given
                    .max_wall_clock_time
                    .unwrap_or_else(|| duration::UNLIMITED.into()),
            ),
            max_task_retry_count: Some(given.max_task_retry_count.unwrap_or(0)),
        }),
        common_environment_settings: add.common_environment_settings,
        pool_info: add.pool_info,
        on_all_tasks_complete: Some(
            add.on_all_tasks_complete
                .unwrap_or(OnAllTasksComplete::NoAction),
        ),
        on_task_failure: Some(add.on_task_failure.unwrap_or(OnTaskFailure::NoAction)),
        metadata: add.metadata,
        uses_task_dependencies: Some(add.uses_task_dependencies.unwrap_or(false)),
        execution_info: Some(JobExecutionInfo {
            start_time: Some(now),
            pool_id: Some(pool),
            ..JobExecutionInfo::default()
        }),
        ..Job::default()
    };
    touch_job(&mut job, now);
    job
}

/// A count of the database, which has signed numbers only.
fn number(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

fn add(counts: &mut TaskCounts, state: TaskState, failed: bool, number: u64) {
    match state {
        TaskState::Running => counts.running += number,
        TaskState::Completed => {
            counts.completed += number;
            if failed {
                counts.failed += number;
            } else {
                counts.succeeded += number;
            }
        }
        _ => counts.active += number,
    }
}
