//! Jobs as people see them: the list, one row of it, one job whole.

use longshore_model::{
    UnixMillis,
    job::{JobDetail, JobPage, JobQuery, JobSort, JobState, JobSummary},
};
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::missing;
use crate::history::{
    History, Result,
    clause::{self, Clause},
    counts, events, unsigned,
    words::{from_json, from_json_if_any, from_word},
};

const SUMMARY: &str =
    "seq, id, name, account, state, created, started, ended, problem, waiting, pinned";

impl History {
    /// Jobs of a query; `now` is what running jobs' durations are measured to.
    pub(crate) async fn jobs(&self, query: JobQuery, now: UnixMillis) -> Result<JobPage> {
        self.read(move |connection| page(connection, &query, now))
            .await
    }

    /// One row of the list.
    pub(crate) async fn summary(&self, id: &str) -> Result<JobSummary> {
        let key = id.to_owned();
        let found = self
            .read(move |connection| {
                let row = connection
                    .query_row(
                        &format!("SELECT {SUMMARY} FROM jobs WHERE id = ?1"),
                        [key],
                        summary,
                    )
                    .optional()?;
                row.map(|(seq, row)| with_counts(connection, seq, row))
                    .transpose()
            })
            .await?;
        found.ok_or_else(|| missing(id))
    }

    /// One job whole. What only the engine knows (`transfer`, `folder`) is left empty.
    pub(crate) async fn detail(&self, id: &str) -> Result<JobDetail> {
        let key = id.to_owned();
        let found = self
            .read(move |connection| detail(connection, &key))
            .await?;
        found.ok_or_else(|| missing(id))
    }
}

fn summary(row: &Row<'_>) -> rusqlite::Result<(i64, JobSummary)> {
    Ok((
        row.get("seq")?,
        JobSummary {
            id: row.get("id")?,
            name: row.get("name")?,
            account: row.get("account")?,
            state: from_word(row, "state")?,
            tasks: longshore_model::job::Counts::default(),
            created: row.get("created")?,
            started: row.get("started")?,
            ended: row.get("ended")?,
            problem: from_json_if_any(row, "problem")?,
            waiting: from_json_if_any(row, "waiting")?.map(Box::new),
            pinned: row.get("pinned")?,
        },
    ))
}

fn with_counts(
    connection: &Connection,
    seq: i64,
    mut row: JobSummary,
) -> rusqlite::Result<JobSummary> {
    row.tasks = counts::of_job(connection, seq)?;
    Ok(row)
}

fn detail(connection: &Connection, id: &str) -> rusqlite::Result<Option<JobDetail>> {
    let sql =
        format!("SELECT {SUMMARY}, pool, image, overrides, last_update FROM jobs WHERE id = ?1");
    let found = connection
        .query_row(&sql, [id], |row| {
            let (seq, summary) = summary(row)?;
            let detail = JobDetail {
                summary,
                pool: row.get("pool")?,
                image: row.get("image")?,
                overrides: from_json(row, "overrides")?,
                events: Vec::new(),
                running_times: Vec::new(),
                transfer: None,
                last_update: row.get("last_update")?,
                folder: String::new(),
            };
            Ok((seq, detail))
        })
        .optional()?;
    let Some((seq, mut detail)) = found else {
        return Ok(None);
    };
    detail.summary = with_counts(connection, seq, detail.summary)?;
    detail.events = events::of_job(connection, seq)?;
    detail.running_times = counts::running_times(connection, seq)?;
    Ok(Some(detail))
}

fn page(connection: &Connection, query: &JobQuery, now: UnixMillis) -> rusqlite::Result<JobPage> {
    let everywhere = whatever_state(query);
    let by_state = connection
        .prepare(&format!(
            "SELECT state, count(*) AS jobs FROM jobs WHERE {} GROUP BY state",
            everywhere.sql()
        ))?
        .query_map(params_from_iter(&everywhere.values), |row| {
            Ok((from_word(row, "state")?, unsigned(row.get("jobs")?)))
        })?
        .collect::<rusqlite::Result<Vec<(JobState, u64)>>>()?;
    let wanted = |state: &JobState| query.states.is_empty() || query.states.contains(state);
    let total = by_state
        .iter()
        .filter(|(state, _)| wanted(state))
        .map(|(_, jobs)| jobs)
        .sum();

    let clause = everywhere.states(&query.states)?;
    let order = order(query.sort, now);
    let sql = format!(
        "SELECT {SUMMARY} FROM jobs WHERE {} ORDER BY {order} {}",
        clause.sql(),
        clause::page(query.limit, query.offset),
    );
    let rows = connection
        .prepare(&sql)?
        .query_map(params_from_iter(&clause.values), summary)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let jobs = rows
        .into_iter()
        .map(|(seq, row)| with_counts(connection, seq, row))
        .collect::<rusqlite::Result<_>>()?;
    Ok(JobPage {
        jobs,
        total,
        groups: counts::groups(by_state),
    })
}

/// What a query asks for but states.
pub(super) fn whatever_state(query: &JobQuery) -> Clause {
    let mut clause = Clause::default().search(&query.search);
    if query.pinned {
        clause = clause.and("pinned = ?", true);
    }
    match &query.account {
        Some(account) => clause.and("account = ? COLLATE NOCASE", account.clone()),
        None => clause,
    }
}

/// For after `ORDER BY`: pinned jobs first, as the indices have them. `now` is what running jobs' durations are measured to.
pub(in crate::history) fn order(sort: JobSort, now: UnixMillis) -> String {
    match sort {
        JobSort::Newest => "pinned DESC, seq DESC".to_owned(),
        JobSort::Oldest => "pinned DESC, seq".to_owned(),
        JobSort::Name => "pinned DESC, name COLLATE NOCASE, seq".to_owned(),
        // `+`: no index has the rows in this order, and to go through one that has only the pins is slower than the table.
        JobSort::Duration => format!(
            "+pinned DESC, coalesce(ended, {now}) - coalesce(started, created) DESC, seq DESC"
        ),
    }
}
