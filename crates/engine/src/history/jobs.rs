//! The table of jobs.

use longshore_model::{
    Report, UnixMillis,
    job::{JobDetail, JobPage, JobQuery, JobSort, JobState, JobSummary},
};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter, types::Value};

use super::{
    History, HistoryError, JobIntent, JobRow, Phase, Result, TaskIntent, counts, events, signed,
    tasks, unsigned,
    words::{contains, from_json, from_json_if_any, from_word, json, word},
};

/// Rows of a page when the query does not say.
const DEFAULT_LIMIT: u64 = 100;

const SUMMARY: &str = "seq, id, name, account, state, created, started, ended, problem";

impl History {
    /// Writes down a job and its tasks before anything is done about them.
    pub(crate) async fn intend(&self, job: JobIntent, tasks: Vec<TaskIntent>) -> Result<()> {
        self.write(move |transaction| {
            transaction.execute(
                "INSERT INTO jobs (id, name, account, pool, image, retries, time_limit, poll_freq, overrides, state, \
                 phase, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
                params![
                    job.id,
                    job.name,
                    job.account,
                    job.pool,
                    job.image,
                    job.retries,
                    job.time_limit,
                    job.poll_freq,
                    json(&job.overrides)?,
                    word(JobState::Staging)?,
                    word(Phase::Staging)?,
                    job.created,
                ],
            )?;
            tasks::intend(transaction, transaction.last_insert_rowid(), &tasks)
        })
        .await
    }

    /// A job as the engine works by it.
    pub(crate) async fn row(&self, id: &str) -> Result<JobRow> {
        let key = id.to_owned();
        let sql = format!("SELECT {} FROM jobs WHERE id = ?1", JobRow::COLUMNS);
        let row = self
            .read(move |connection| connection.query_row(&sql, [key], JobRow::read).optional())
            .await?;
        row.ok_or_else(|| missing(id))
    }

    /// Jobs that have not ended, oldest first.
    pub(crate) async fn unfinished(&self) -> Result<Vec<JobRow>> {
        let sql = format!(
            "SELECT {} FROM jobs WHERE phase <> 'ended' ORDER BY seq",
            JobRow::COLUMNS
        );
        self.read(move |connection| {
            connection
                .prepare(&sql)?
                .query_map([], JobRow::read)?
                .collect()
        })
        .await
    }

    /// Ended jobs of which something may still be at the service, or that ended before `before`.
    pub(crate) async fn ended_before(&self, before: UnixMillis) -> Result<Vec<JobRow>> {
        let sql = format!(
            "SELECT {} FROM jobs WHERE phase = 'ended' AND ended < ?1 ORDER BY seq",
            JobRow::COLUMNS
        );
        self.read(move |connection| {
            connection
                .prepare(&sql)?
                .query_map([before], JobRow::read)?
                .collect()
        })
        .await
    }

    /// Notes that the job goes on in `phase`, in `state`.
    pub(crate) async fn enter(&self, id: &str, phase: Phase, state: JobState) -> Result<()> {
        let (phase, state) = (word(phase), word(state));
        self.change(id, "phase = ?2, state = ?3, problem = NULL", move || {
            Ok(vec![phase?.into(), state?.into()])
        })
        .await
    }

    /// Notes a job's state, and what stands in its way if anything does.
    pub(crate) async fn set_state(
        &self,
        id: &str,
        state: JobState,
        problem: Option<Report>,
    ) -> Result<()> {
        self.change(id, "state = ?2, problem = ?3", move || {
            Ok(vec![
                word(state)?.into(),
                problem.as_ref().map(json).transpose()?.into(),
            ])
        })
        .await
    }

    /// Notes the pool that the account named.
    pub(crate) async fn set_pool(&self, id: &str, pool: &str) -> Result<()> {
        let pool = pool.to_owned();
        self.change(id, "pool = ?2", move || Ok(vec![pool.into()]))
            .await
    }

    /// Notes whether something of a job may be at the service.
    pub(crate) async fn set_begun(&self, id: &str, begun: bool) -> Result<()> {
        self.change(id, "begun = ?2", move || Ok(vec![i64::from(begun).into()]))
            .await
    }

    /// Notes that the job was asked to stop.
    pub(crate) async fn ask_to_cancel(&self, id: &str) -> Result<()> {
        let state = word(JobState::Cancelling);
        self.change(id, "cancel = 1, state = ?2", move || {
            Ok(vec![state?.into()])
        })
        .await
    }

    /// Notes when the service last answered, and when the first task started.
    pub(crate) async fn heard(&self, id: &str, at: UnixMillis) -> Result<()> {
        self.change(
            id,
            "last_update = ?2, started = coalesce(started, (SELECT min(started) FROM tasks WHERE job = seq))",
            move || Ok(vec![at.into()]),
        )
        .await
    }

    /// Notes a job's end: that of its last task, which may be long before `at`, when it was seen.
    pub(crate) async fn end(
        &self,
        id: &str,
        state: JobState,
        at: UnixMillis,
        problem: Option<Report>,
    ) -> Result<()> {
        self.change(
            id,
            "phase = 'ended', state = ?2, problem = ?4, \
             ended = coalesce((SELECT max(ended) FROM tasks WHERE job = seq), ?3)",
            move || {
                Ok(vec![
                    word(state)?.into(),
                    at.into(),
                    problem.as_ref().map(json).transpose()?.into(),
                ])
            },
        )
        .await
    }

    /// Removes a job, its tasks and its events.
    pub(crate) async fn remove(&self, id: &str) -> Result<()> {
        let id = id.to_owned();
        self.write(move |transaction| transaction.execute("DELETE FROM jobs WHERE id = ?1", [id]))
            .await
            .map(drop)
    }

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

    async fn change(
        &self,
        id: &str,
        assignments: &str,
        values: impl FnOnce() -> rusqlite::Result<Vec<Value>> + Send + 'static,
    ) -> Result<()> {
        let sql = format!("UPDATE jobs SET {assignments} WHERE id = ?1");
        let key = id.to_owned();
        let changed = self
            .write(move |transaction| {
                let all = std::iter::once(Value::from(key)).chain(values()?);
                transaction.execute(&sql, params_from_iter(all))
            })
            .await?;
        if changed == 0 {
            Err(missing(id))
        } else {
            Ok(())
        }
    }
}

fn missing(id: &str) -> HistoryError {
    HistoryError::Missing {
        what: "job",
        id: id.to_owned(),
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
    let mut conditions = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if !query.search.trim().is_empty() {
        values.push(contains(&query.search).into());
        conditions.push(format!(
            "(name LIKE ?{0} ESCAPE '\\' OR id LIKE ?{0} ESCAPE '\\')",
            values.len()
        ));
    }
    if let Some(account) = &query.account {
        values.push(account.clone().into());
        conditions.push(format!("account = ?{} COLLATE NOCASE", values.len()));
    }
    let everywhere = conditions.join(" AND ");
    let by_state = connection
        .prepare(&format!(
            "SELECT state, count(*) AS jobs FROM jobs WHERE {everywhere} GROUP BY state"
        ))?
        .query_map(params_from_iter(values.clone()), |row| {
            Ok((from_word(row, "state")?, unsigned(row.get("jobs")?)))
        })?
        .collect::<rusqlite::Result<Vec<(JobState, u64)>>>()?;
    let wanted = |state: &JobState| query.states.is_empty() || query.states.contains(state);
    let total = by_state
        .iter()
        .filter(|(state, _)| wanted(state))
        .map(|(_, jobs)| jobs)
        .sum();

    if !query.states.is_empty() {
        let first = values.len() + 1;
        for state in &query.states {
            values.push(word(state)?.into());
        }
        let places: Vec<_> = (first..=values.len())
            .map(|place| format!("?{place}"))
            .collect();
        conditions.push(format!("state IN ({})", places.join(", ")));
    }
    let order = match query.sort {
        JobSort::Newest => "seq DESC".to_owned(),
        JobSort::Oldest => "seq".to_owned(),
        JobSort::Name => "name COLLATE NOCASE, seq".to_owned(),
        JobSort::Duration => {
            format!("coalesce(ended, {now}) - coalesce(started, created) DESC, seq DESC")
        }
    };
    let limit = if query.limit == 0 {
        DEFAULT_LIMIT
    } else {
        query.limit
    };
    let sql = format!(
        "SELECT {SUMMARY} FROM jobs WHERE {} ORDER BY {order} LIMIT {} OFFSET {}",
        conditions.join(" AND "),
        signed(limit),
        signed(query.offset),
    );
    let rows = connection
        .prepare(&sql)?
        .query_map(params_from_iter(values), summary)?
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
