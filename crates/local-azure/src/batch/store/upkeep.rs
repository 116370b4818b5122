//! What time and restarts bring about.

use longshore_batch_api::{
    job::{Job, JobState},
    task::TaskState,
};
use rusqlite::params;

use super::{
    Store, TaskKey, finish,
    rows::{self, TaskRow},
    settle, tasks,
};
use crate::batch::{clock::micros, fault::Fault};

impl Store {
    /// The ids, of job and task, of the tasks that were running when the service was last stopped.
    pub(crate) async fn running_tasks(&self) -> Result<Vec<(String, String)>, Fault> {
        self.transact(|db, _| running(db)).await
    }

    /// Puts every task that was running back to wait, or to its end where its job is ending, and moves on the jobs
    /// that only waited for them. Called once, before anything runs. Tells the ids of the jobs to purge.
    pub(crate) async fn recover(&self) -> Result<Vec<String>, Fault> {
        self.transact(move |db, now| {
            for (job, task) in running(db)? {
                let key = TaskKey::new(&job, &task);
                let job = rows::job(db, &job)?;
                let TaskRow { number, mut task } = rows::task(db, &key)?;
                match job.state {
                    Some(JobState::Terminating | JobState::Deleting) => {
                        tasks::complete(&mut task, None, Some(tasks::ended_by_user()), now);
                    }
                    _ => finish::requeue(&mut task, now),
                }
                rows::update_task(db, number, &task)?;
            }
            let mut deleting = Vec::new();
            for mut job in unsettled(db)? {
                settle::settle(db, &mut job, now)?;
                if job.state == Some(JobState::Deleting) {
                    deleting.push(job.id);
                }
            }
            Ok(deleting)
        })
        .await
    }

    /// Terminates the jobs whose time is up and tells their running tasks, which must be ended.
    pub(crate) async fn end_overdue_jobs(&self) -> Result<Vec<TaskKey>, Fault> {
        self.transact(|db, now| {
            let mut statement = db.prepare_cached("SELECT key FROM job WHERE deadline <= ?1")?;
            let overdue: Vec<String> = statement
                .query_map([micros(now)], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            let mut running = Vec::new();
            for key in overdue {
                let mut job = rows::job(db, &key)?;
                settle::terminate(&mut job, "MaxWallClockTimeExpiry", now);
                rows::put_job(db, &job)?;
                settle::settle(db, &mut job, now)?;
                running.extend(rows::keys(db, &key, TaskState::Running)?);
            }
            Ok(running)
        })
        .await
    }

    /// The ids, of job and task, of ended tasks whose folders have been kept long enough. Each is told once.
    pub(crate) async fn take_expired(&self) -> Result<Vec<(String, String)>, Fault> {
        self.transact(|db, now| {
            let mut statement = db.prepare_cached(
                "UPDATE task SET keep_until = NULL WHERE keep_until <= ?1
                 RETURNING (SELECT doc ->> 'id' FROM job WHERE job.key = task.job), doc ->> 'id'",
            )?;
            let rows =
                statement.query_map(params![micros(now)], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
    }

    /// Microseconds from now until time brings something about; none when it never will.
    pub(crate) async fn next_due(&self) -> Result<Option<u64>, Fault> {
        self.transact(|db, now| {
            let due: Option<i64> = db
                .prepare_cached(
                    "SELECT min(at) FROM (SELECT min(deadline) AS at FROM job
                     UNION ALL SELECT min(keep_until) FROM task WHERE keep_until IS NOT NULL)",
                )?
                .query_row([], |row| row.get(0))?;
            Ok(due.map(|due| u64::try_from(due - micros(now)).unwrap_or(0)))
        })
        .await
    }
}

fn running(db: &rusqlite::Transaction<'_>) -> Result<Vec<(String, String)>, Fault> {
    let mut statement = db.prepare(
        "SELECT job.doc ->> 'id', task.doc ->> 'id' FROM task JOIN job ON job.key = task.job
         WHERE task.state = 'running'",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn unsettled(db: &rusqlite::Transaction<'_>) -> Result<Vec<Job>, Fault> {
    let mut statement = db.prepare("SELECT doc FROM job WHERE state <> 'completed'")?;
    let docs = statement.query_map([], |row| row.get::<_, String>(0))?;
    docs.map(|doc| Ok(serde_json::from_str(&doc?)?)).collect()
}
