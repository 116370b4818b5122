//! The table of tasks: what is to be staged, added and fetched, and what the service says of it.

mod apply;
mod cancel;
mod chosen;
mod more;
mod nodes;
mod shown;
mod sources;

use longshore_model::{
    job::Counts,
    payload::PayloadKind,
    task::{TaskFailure, TaskState},
};
use rusqlite::{OptionalExtension, Transaction, params};

pub(crate) use apply::{Applied, Few};
pub(crate) use more::Unsent;

use super::{
    Ended, History, Needs, Outcome, Result, TaskIntent, TaskSpec, counts,
    rows::path_bytes,
    signed,
    words::{from_json, from_json_if_any, from_word, json, word},
};

pub(super) fn intend(
    transaction: &Transaction<'_>,
    seq: i64,
    first: i64,
    tasks: &[TaskIntent],
) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare(
        "INSERT INTO tasks (job, place, id, name, kind, source, path, sha256, size, needs, state) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let waiting = word(TaskState::Waiting)?;
    for (place, task) in (first..).zip(tasks) {
        statement.execute(params![
            seq,
            place,
            task.id,
            task.name,
            word(task.kind)?,
            path_bytes(&task.source),
            path_bytes(&task.path),
            task.sha256,
            signed(task.size),
            json(&task.needs)?,
            waiting,
        ])?;
    }
    Ok(())
}

impl History {
    /// One task of each different content in a job: what has to be staged.
    pub(crate) async fn contents(&self, job: &str) -> Result<Vec<TaskSpec>> {
        let sql = format!(
            "SELECT {}, min(place) FROM tasks WHERE job = (SELECT seq FROM jobs WHERE id = ?1) \
             GROUP BY sha256 ORDER BY min(place)",
            TaskSpec::COLUMNS
        );
        self.specs(sql, job).await
    }

    /// Tasks whose content is in storage and that the service is not known to have, in order; at most `limit`.
    pub(crate) async fn to_add(&self, job: &str, limit: usize) -> Result<Vec<TaskSpec>> {
        let sql = format!(
            "SELECT {} FROM tasks WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND added = 0 \
             AND place < (SELECT staged FROM jobs WHERE id = ?1) ORDER BY place LIMIT {limit}",
            TaskSpec::COLUMNS
        );
        self.specs(sql, job).await
    }

    /// The different kinds of payloads in a job, with what they need.
    pub(crate) async fn needs(&self, job: &str) -> Result<Vec<(PayloadKind, Needs)>> {
        let job = job.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT DISTINCT kind, needs FROM tasks WHERE job = (SELECT seq FROM jobs WHERE id = ?1)",
                )?
                .query_map([job], |row| Ok((from_word(row, "kind")?, from_json(row, "needs")?)))?
                .collect()
        })
        .await
    }

    async fn specs(&self, sql: String, job: &str) -> Result<Vec<TaskSpec>> {
        let job = job.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(&sql)?
                .query_map([job], TaskSpec::read)?
                .collect()
        })
        .await
    }

    /// Notes that these tasks are about to be sent to the service.
    pub(crate) async fn offered(&self, job: &str, ids: Vec<String>) -> Result<()> {
        self.mark(job, "offered", ids).await
    }

    /// Notes that the service has these tasks.
    pub(crate) async fn added(&self, job: &str, ids: Vec<String>) -> Result<()> {
        self.mark(job, "added", ids).await
    }

    async fn mark(&self, job: &str, column: &'static str, ids: Vec<String>) -> Result<()> {
        let job = job.to_owned();
        self.write(move |transaction| {
            let mut statement = transaction.prepare(&format!(
                "UPDATE tasks SET {column} = 1 WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND id = ?2"
            ))?;
            for id in ids {
                statement.execute(params![job, id])?;
            }
            Ok(())
        })
        .await
    }

    /// Tasks whose results are to be fetched, in order; at most `limit`.
    pub(crate) async fn to_retrieve(&self, job: &str, limit: usize) -> Result<Vec<Ended>> {
        let job = job.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id, exit_code, outcome, failure FROM tasks INDEXED BY tasks_by_state \
                     WHERE job = (SELECT seq FROM jobs WHERE id = ?1) \
                     AND state = 'retrieving' ORDER BY place LIMIT ?2",
                )?
                .query_map(params![job, signed(limit as u64)], |row| {
                    Ok(Ended {
                        id: row.get("id")?,
                        exit_code: row.get("exit_code")?,
                        outcome: Outcome {
                            state: from_word(row, "outcome")?,
                            failure: from_json_if_any(row, "failure")?,
                        },
                    })
                })?
                .collect()
        })
        .await
    }

    /// Notes a task's end.
    pub(crate) async fn finish(
        &self,
        job: &str,
        id: &str,
        outcome: Outcome,
        result_bytes: u64,
    ) -> Result<()> {
        let (job, id) = (job.to_owned(), id.to_owned());
        self.write(move |transaction| {
            transaction.execute(
                "UPDATE tasks SET state = ?3, failure = ?4, result_bytes = ?5 \
                 WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND id = ?2",
                params![
                    job,
                    id,
                    word(outcome.state)?,
                    outcome.failure.as_ref().map(json).transpose()?,
                    signed(result_bytes)
                ],
            )
        })
        .await
        .map(drop)
    }

    /// Ends, in `state`, every task that is not known to have ended at the service; with the same reason.
    pub(crate) async fn finish_rest(
        &self,
        job: &str,
        state: TaskState,
        failure: Option<TaskFailure>,
        at: longshore_model::UnixMillis,
    ) -> Result<usize> {
        let job = job.to_owned();
        self.write(move |transaction| {
            transaction.execute(
                "UPDATE tasks SET state = ?2, failure = ?3, ended = CASE WHEN started IS NULL THEN NULL ELSE ?4 END \
                 WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND state IN ('waiting', 'running')",
                params![job, word(state)?, failure.as_ref().map(json).transpose()?, at],
            )
        })
        .await
    }

    /// Whether any task of the job is in a state.
    pub(crate) async fn any(&self, job: &str, state: TaskState) -> Result<bool> {
        let job = job.to_owned();
        self.read(move |connection| {
            connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM tasks INDEXED BY tasks_by_state \
                 WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND state = ?2)",
                params![job, word(state)?],
                |row| row.get(0),
            )
        })
        .await
    }

    /// Numbers of a job's tasks.
    pub(crate) async fn counts(&self, job: &str) -> Result<Counts> {
        let job = job.to_owned();
        self.read(move |connection| {
            let seq: Option<i64> = connection
                .query_row("SELECT seq FROM jobs WHERE id = ?1", [job], |row| {
                    row.get(0)
                })
                .optional()?;
            seq.map_or(Ok(Counts::default()), |seq| counts::of_job(connection, seq))
        })
        .await
    }
}
