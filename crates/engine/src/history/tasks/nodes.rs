//! When tasks ran, and on which node.

use longshore_model::job::{NodeTimes, TaskSpan};
use rusqlite::{Connection, Row};

use crate::history::{History, HistoryError, Result, signed, unsigned, words::from_word};

/// The most tasks a plot has room for.
const MOST: u64 = 2_000;

const STARTED: &str =
    "job = (SELECT seq FROM jobs WHERE id = ?1) AND started IS NOT NULL AND node IS NOT NULL";

impl History {
    /// The last try of each task of a job that has started; the latest ones where they are too many.
    pub(crate) async fn node_times(&self, job: &str) -> Result<NodeTimes> {
        let id = job.to_owned();
        let found = self
            .read(move |connection| {
                let known: bool = connection.query_row(
                    "SELECT EXISTS (SELECT 1 FROM jobs WHERE id = ?1)",
                    [&id],
                    |row| row.get(0),
                )?;
                known.then(|| times(connection, &id)).transpose()
            })
            .await?;
        found.ok_or_else(|| HistoryError::Missing {
            what: "job",
            id: job.to_owned(),
        })
    }
}

fn times(connection: &Connection, job: &str) -> rusqlite::Result<NodeTimes> {
    let sql = format!("SELECT count(*) FROM tasks WHERE {STARTED}");
    let all = unsigned(connection.query_row(&sql, [job], |row| row.get(0))?);
    let sql = format!(
        "SELECT id, name, node, started, ended, state FROM tasks WHERE {STARTED} ORDER BY started DESC LIMIT {}",
        signed(MOST)
    );
    let mut spans = connection
        .prepare(&sql)?
        .query_map([job], span)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    spans.reverse();
    Ok(NodeTimes {
        spans,
        left_out: all.saturating_sub(MOST),
    })
}

fn span(row: &Row<'_>) -> rusqlite::Result<TaskSpan> {
    Ok(TaskSpan {
        task: row.get("id")?,
        name: row.get("name")?,
        node: row.get("node")?,
        from: row.get("started")?,
        to: row.get("ended")?,
        state: from_word(row, "state")?,
    })
}
