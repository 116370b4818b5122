//! Single tasks that were asked to stop: the wish is written down first, so that whoever works at the job carries it out,
//! also after a crash.

use longshore_model::task::TaskState;
use rusqlite::params;

use crate::history::{
    History, Result,
    words::{json, word},
};

/// Tasks that wait or run, and were asked to stop.
const TO_CANCEL: &str =
    "job = (SELECT seq FROM jobs WHERE id = ?1) AND cancel = 1 AND state IN ('waiting', 'running')";

impl History {
    /// Notes that tasks were asked to stop; answers how many of them had not ended and were not asked before.
    pub(crate) async fn ask_to_cancel_tasks(&self, job: &str, ids: Vec<String>) -> Result<usize> {
        let job = job.to_owned();
        self.write(move |transaction| {
            transaction.execute(
                "UPDATE tasks SET cancel = 1 WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND cancel = 0 \
                 AND state IN ('waiting', 'running') AND id IN (SELECT value FROM json_each(?2))",
                params![job, json(&ids)?],
            )
        })
        .await
    }

    /// Ends those that were asked to stop before they were sent to the service: they never will be.
    pub(crate) async fn cancel_unsent(&self, job: &str) -> Result<usize> {
        let job = job.to_owned();
        self.write(move |transaction| {
            transaction.execute(
                &format!("UPDATE tasks SET state = ?2, added = 1 WHERE {TO_CANCEL} AND offered = 0 AND added = 0"),
                params![job, word(TaskState::Cancelled)?],
            )
        })
        .await
    }

    /// Those that the service is to stop, in order.
    pub(crate) async fn to_cancel(&self, job: &str) -> Result<Vec<String>> {
        let job = job.to_owned();
        self.read(move |connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT id FROM tasks INDEXED BY tasks_to_cancel WHERE {TO_CANCEL} ORDER BY place"
                ))?
                .query_map([job], |row| row.get(0))?
                .collect()
        })
        .await
    }
}
