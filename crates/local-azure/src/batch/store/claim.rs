//! Which tasks run next.

use longshore_batch_api::{
    Timestamp,
    job::Job,
    task::{NodeInfo, Task, TaskState},
};
use rusqlite::{Transaction, params};

use super::{Store, TaskKey, rows};
use crate::batch::fault::Fault;

/// A task that was given slots; it counts as running from now on.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) key: TaskKey,
    /// Its row, which is another when a task of the same id is added later.
    pub(crate) number: i64,
    pub(crate) slots: usize,
    pub(crate) task: Task,
    pub(crate) job: Job,
}

impl Store {
    /// Takes the next tasks for so many `free` slots of a node that has `all`: by priority of the job, then in the
    /// order they were added. A task that needs more slots than are free holds those behind it back, so that it
    /// gets its turn.
    pub(crate) async fn claim(
        &self,
        free: usize,
        all: usize,
        node: NodeInfo,
    ) -> Result<Vec<Claimed>, Fault> {
        self.transact(move |db, now| {
            let mut claimed = Vec::new();
            let mut left = free;
            for (job_key, max_parallel) in ready_jobs(db)? {
                let running = rows::count(db, &job_key, TaskState::Running)?;
                let room = match max_parallel {
                    limit if limit < 0 => left,
                    limit => usize::try_from(limit - running).unwrap_or(0).min(left),
                };
                if room == 0 {
                    continue;
                }
                let job = rows::job(db, &job_key)?;
                for (number, key, slots) in ready_tasks(db, &job_key, room)? {
                    let slots = slots.clamp(1, all);
                    if slots > left {
                        return Ok(claimed);
                    }
                    left -= slots;
                    let key = TaskKey::new(&job_key, &key);
                    let task = begin(db, &key, number, &node, now)?;
                    claimed.push(Claimed {
                        key,
                        number,
                        slots,
                        task,
                        job: job.clone(),
                    });
                }
                if left == 0 {
                    break;
                }
            }
            Ok(claimed)
        })
        .await
    }
}

/// Active jobs with a task that could run, and how many of their tasks may run at once.
fn ready_jobs(db: &Transaction<'_>) -> Result<Vec<(String, i64)>, Fault> {
    let mut statement = db.prepare_cached(
        "SELECT key, max_parallel FROM job WHERE state = 'active' AND EXISTS
             (SELECT 1 FROM task WHERE task.job = job.key AND task.state = 'active' AND waits = 0)
         ORDER BY priority DESC,
             (SELECT min(number) FROM task
              WHERE task.job = job.key AND task.state = 'active' AND waits = 0)",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn ready_tasks(
    db: &Transaction<'_>,
    job: &str,
    limit: usize,
) -> Result<Vec<(i64, String, usize)>, Fault> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = db.prepare_cached(
        "SELECT number, key, slots FROM task
         WHERE job = ?1 AND state = 'active' AND waits = 0 ORDER BY number LIMIT ?2",
    )?;
    let rows = statement.query_map(params![job, limit], |row| {
        let slots: i64 = row.get(2)?;
        Ok((
            row.get(0)?,
            row.get(1)?,
            usize::try_from(slots).unwrap_or(1),
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn begin(
    db: &Transaction<'_>,
    key: &TaskKey,
    number: i64,
    node: &NodeInfo,
    now: Timestamp,
) -> Result<Task, Fault> {
    let mut task = rows::task(db, key)?.task;
    task.execution_info.get_or_insert_default().start_time = Some(now);
    let mut node = node.clone();
    node.task_root_directory = Some(format!("workitems/{}/job-1/{}", key.job, task.id));
    task.node_info = Some(node);
    rows::set_task_state(&mut task, TaskState::Running, now);
    rows::update_task(db, number, &task)?;
    Ok(task)
}
