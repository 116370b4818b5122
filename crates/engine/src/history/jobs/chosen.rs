//! Several jobs at once, for what is done to all of them.

use std::collections::HashSet;

use longshore_model::{
    UnixMillis,
    job::{JobMark, JobQuery, JobSelection},
};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::shown::{order, whatever_state};
use crate::history::{History, Result, clause, words::from_word};

const MARK: &str = "id, name, state, pinned";

impl History {
    /// The jobs of a selection, in the order of the list; those that are gone are left out. `now` is what running jobs'
    /// durations are measured to.
    pub(crate) async fn chosen(
        &self,
        selection: JobSelection,
        now: UnixMillis,
    ) -> Result<Vec<JobMark>> {
        self.read(move |connection| match &selection {
            JobSelection::These { ids } => named(connection, ids),
            JobSelection::Found { query, except } => {
                let except: HashSet<&str> = except.iter().map(String::as_str).collect();
                let mut found = found(connection, query, now)?;
                found.retain(|job| !except.contains(job.id.as_str()));
                Ok(found)
            }
        })
        .await
    }
}

fn mark(row: &Row<'_>) -> rusqlite::Result<JobMark> {
    Ok(JobMark {
        id: row.get("id")?,
        name: row.get("name")?,
        state: from_word(row, "state")?,
        pinned: row.get("pinned")?,
    })
}

fn named(connection: &Connection, ids: &[String]) -> rusqlite::Result<Vec<JobMark>> {
    let mut statement = connection.prepare(&format!("SELECT {MARK} FROM jobs WHERE id = ?1"))?;
    ids.iter()
        .filter_map(|id| statement.query_row([id], mark).optional().transpose())
        .collect()
}

fn found(
    connection: &Connection,
    query: &JobQuery,
    now: UnixMillis,
) -> rusqlite::Result<Vec<JobMark>> {
    let clause = whatever_state(query).states(&query.states)?;
    let page = clause::chosen(query.limit, query.offset);
    let order = order(query.sort, now);
    let sql = format!(
        "SELECT {MARK} FROM jobs WHERE {} ORDER BY {order} {page}",
        clause.sql()
    );
    connection
        .prepare(&sql)?
        .query_map(params_from_iter(&clause.values), mark)?
        .collect()
}
