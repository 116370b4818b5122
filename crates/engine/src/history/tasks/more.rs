//! Tasks that come to a job after it was submitted.

use longshore_model::task::{TaskFailure, TaskState};
use rusqlite::{OptionalExtension, params};

use crate::history::{
    History, Result, TaskIntent, tasks,
    words::{json, word},
};

/// Some of the tasks that the service does not have.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unsent<'a> {
    /// All of them.
    All,
    /// The one of this id.
    Task(&'a str),
    /// Those with a content of this SHA-256.
    Content(&'a str),
}

impl History {
    /// The ids of all tasks of a job.
    pub(crate) async fn task_ids(&self, job: &str) -> Result<Vec<String>> {
        let job = job.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(
                    "SELECT id FROM tasks WHERE job = (SELECT seq FROM jobs WHERE id = ?1)",
                )?
                .query_map([job], |row| row.get(0))?
                .collect()
        })
        .await
    }

    /// Writes down more tasks of an open job; `false`, and nothing is written, when it takes none any more.
    pub(crate) async fn add_more(&self, job: &str, tasks: Vec<TaskIntent>) -> Result<bool> {
        let job = job.to_owned();
        self.write(move |transaction| {
            let open: Option<(i64, i64)> = transaction
                .query_row(
                    "SELECT seq, (SELECT count(*) FROM tasks WHERE job = seq) FROM jobs \
                     WHERE id = ?1 AND open = 'yes' AND cancel = 0 AND phase <> 'ended'",
                    [job],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            let Some((seq, first)) = open else {
                return Ok(false);
            };
            tasks::intend(transaction, seq, first, &tasks)?;
            Ok(true)
        })
        .await
    }

    /// Whether a job has tasks that are still to be sent.
    pub(crate) async fn has_unsent(&self, job: &str) -> Result<bool> {
        let job = job.to_owned();
        self.read(move |connection| {
            connection.query_row(
                "SELECT EXISTS (SELECT 1 FROM tasks INDEXED BY tasks_to_add \
                 WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND added = 0)",
                [job],
                |row| row.get(0),
            )
        })
        .await
    }

    /// Ends, as failed for one reason, tasks that the service does not have; the others go on.
    pub(crate) async fn fail_unsent(
        &self,
        job: &str,
        unsent: Unsent<'_>,
        why: TaskFailure,
    ) -> Result<usize> {
        let (clause, value) = match unsent {
            Unsent::All => ("?4 IS NULL", None),
            Unsent::Task(id) => ("id = ?4", Some(id.to_owned())),
            Unsent::Content(sha256) => ("sha256 = ?4", Some(sha256.to_owned())),
        };
        let job = job.to_owned();
        self.write(move |transaction| {
            transaction.execute(
                &format!(
                    "UPDATE tasks SET state = ?2, failure = ?3, added = 1 \
                     WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND added = 0 AND {clause}"
                ),
                params![job, word(TaskState::Failed)?, json(&why)?, value],
            )
        })
        .await
    }
}
