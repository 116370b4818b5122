//! Several tasks of a job at once, for what is done to all of them.

use std::collections::HashSet;

use longshore_model::task::TaskSelection;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::history::{
    History, HistoryError, Result, TaskSpec,
    clause::{self, Clause},
    words::json,
};

impl History {
    /// The tasks of a selection as they were submitted, in that order.
    pub(crate) async fn chosen_tasks(
        &self,
        job: &str,
        selection: TaskSelection,
    ) -> Result<Vec<TaskSpec>> {
        let (key, named) = (job.to_owned(), named(&selection));
        let found = self
            .read(move |connection| {
                let seq: Option<i64> = connection
                    .query_row("SELECT seq FROM jobs WHERE id = ?1", [&key], |row| {
                        row.get(0)
                    })
                    .optional()?;
                seq.map(|seq| chosen(connection, seq, &selection))
                    .transpose()
            })
            .await?;
        let missing = |what, id: &str| HistoryError::Missing {
            what,
            id: id.to_owned(),
        };
        let found = found.ok_or_else(|| missing("job", job))?;
        // As the history itself compares them.
        let there: HashSet<String> = found
            .iter()
            .map(|task| task.id.to_ascii_lowercase())
            .collect();
        match named
            .iter()
            .find(|id| !there.contains(&id.to_ascii_lowercase()))
        {
            Some(id) => Err(missing("task", id)),
            None => Ok(found),
        }
    }
}

fn named(selection: &TaskSelection) -> Vec<String> {
    match selection {
        TaskSelection::These { ids } => ids.clone(),
        TaskSelection::Found { .. } => Vec::new(),
    }
}

fn chosen(
    connection: &Connection,
    seq: i64,
    selection: &TaskSelection,
) -> rusqlite::Result<Vec<TaskSpec>> {
    let of_job = Clause::default().and("job = ?", seq);
    // One value for all ids: a statement takes fewer values than a job may have tasks.
    let listed = |ids: &[String]| json(&ids);
    let (clause, page) = match selection {
        TaskSelection::These { ids } => {
            let these = "id IN (SELECT value FROM json_each(?))";
            (of_job.and(these, listed(ids)?), String::new())
        }
        TaskSelection::Found { query, .. } => {
            let clause = of_job.search(&query.search).states(&query.states)?;
            let page = clause::chosen(query.limit, query.offset);
            (clause, page)
        }
    };
    let sql = format!(
        "SELECT {} FROM tasks WHERE {} ORDER BY place {page}",
        TaskSpec::COLUMNS,
        clause.sql()
    );
    let mut tasks: Vec<TaskSpec> = connection
        .prepare(&sql)?
        .query_map(params_from_iter(&clause.values), TaskSpec::read)?
        .collect::<rusqlite::Result<_>>()?;
    if let TaskSelection::Found { except, .. } = selection {
        let except: HashSet<String> = except.iter().map(|id| id.to_ascii_lowercase()).collect();
        tasks.retain(|task| !except.contains(&task.id.to_ascii_lowercase()));
    }
    Ok(tasks)
}
