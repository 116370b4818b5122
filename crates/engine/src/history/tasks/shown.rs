//! Tasks as people see them: a page of a job's, or one.

use longshore_model::task::{TaskFailure, TaskPage, TaskQuery, TaskRow, TaskState};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::history::{
    History, HistoryError, Result,
    clause::{self, Clause},
    counts, unsigned,
    words::{from_json_if_any, from_word},
};

const ROW: &str = "id, name, kind, state, started, ended, exit_code, retries, requeues, node, result_bytes, failure";

impl History {
    /// One task as people see it.
    pub(crate) async fn task(&self, job: &str, id: &str) -> Result<TaskRow> {
        let (job, key) = (job.to_owned(), id.to_owned());
        let sql = format!(
            "SELECT {ROW} FROM tasks WHERE job = (SELECT seq FROM jobs WHERE id = ?1) AND id = ?2"
        );
        let found = self
            .read(move |connection| connection.query_row(&sql, [job, key], task_row).optional())
            .await?;
        found.ok_or_else(|| HistoryError::Missing {
            what: "task",
            id: id.to_owned(),
        })
    }

    /// Tasks of a query.
    pub(crate) async fn tasks(&self, query: TaskQuery) -> Result<TaskPage> {
        let job = query.job.clone();
        let found = self
            .read(move |connection| {
                let seq: Option<i64> = connection
                    .query_row("SELECT seq FROM jobs WHERE id = ?1", [&query.job], |row| {
                        row.get(0)
                    })
                    .optional()?;
                seq.map(|seq| page(connection, seq, &query)).transpose()
            })
            .await?;
        found.ok_or(HistoryError::Missing {
            what: "job",
            id: job,
        })
    }
}

fn page(connection: &Connection, seq: i64, query: &TaskQuery) -> rusqlite::Result<TaskPage> {
    let clause = Clause::default()
        .and("job = ?", seq)
        .search(&query.search)
        .states(&query.states)?;
    let total = if query.search.trim().is_empty() && query.states.is_empty() {
        counts::of_job(connection, seq)?.total
    } else {
        let sql = format!("SELECT count(*) FROM tasks WHERE {}", clause.sql());
        unsigned(connection.query_row(&sql, params_from_iter(&clause.values), |row| row.get(0))?)
    };
    let tasks = connection
        .prepare(&rows_of(&clause, query))?
        .query_map(params_from_iter(&clause.values), task_row)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(TaskPage { tasks, total })
}

fn rows_of(clause: &Clause, query: &TaskQuery) -> String {
    // Within a job SQLite takes few rows for granted and would read all of them for those of one state.
    let index = match query.states.len() {
        1 => "INDEXED BY tasks_by_state",
        _ => "",
    };
    format!(
        "SELECT {ROW} FROM tasks {index} WHERE {} ORDER BY place {}",
        clause.sql(),
        clause::page(query.limit, query.offset)
    )
}

fn task_row(row: &Row<'_>) -> rusqlite::Result<TaskRow> {
    Ok(TaskRow {
        id: row.get("id")?,
        name: row.get("name")?,
        kind: from_word(row, "kind")?,
        state: from_word(row, "state")?,
        started: row.get("started")?,
        ended: row.get("ended")?,
        exit_code: row.get("exit_code")?,
        retries: row.get("retries")?,
        requeues: row.get("requeues")?,
        node: row.get("node")?,
        result_bytes: unsigned(row.get("result_bytes")?),
        failure: failure_if_ended(row)?,
    })
}

/// While results are fetched the row holds what the service alone can tell; people see it once it is complete.
fn failure_if_ended(row: &Row<'_>) -> rusqlite::Result<Option<TaskFailure>> {
    match from_word(row, "state")? {
        TaskState::Failed | TaskState::Cancelled => from_json_if_any(row, "failure"),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn pages_come_from_an_index_and_those_of_one_state_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let history = History::open(&folder.path().join("history.db"))
            .await
            .unwrap();
        for (states, index) in [
            (vec![], "PRIMARY KEY (job=?)"),
            (
                vec![TaskState::Failed],
                "INDEX tasks_by_state (job=? AND state=?)",
            ),
        ] {
            let clause = Clause::default().and("job = ?", 1).states(&states).unwrap();
            let query = TaskQuery {
                states,
                ..TaskQuery::default()
            };
            let sql = format!("EXPLAIN QUERY PLAN {}", rows_of(&clause, &query));
            let plan: Vec<String> = history
                .read(move |connection| {
                    connection
                        .prepare(&sql)?
                        .query_map(params_from_iter(&clause.values), |row| row.get("detail"))?
                        .collect()
                })
                .await
                .unwrap();
            assert_eq!(plan, [format!("SEARCH tasks USING {index}")]);
        }
    }
}
