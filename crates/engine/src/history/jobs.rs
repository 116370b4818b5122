//! The table of jobs: what is meant to be done, and how far it has come.

mod chosen;
mod shown;

#[cfg(test)]
pub(super) use shown::order;

use longshore_model::{Report, UnixMillis, job::JobState};
use rusqlite::{OptionalExtension, params, params_from_iter, types::Value};

use super::{
    History, HistoryError, JobIntent, JobRow, Open, Phase, Result, TaskIntent, signed, tasks,
    words::{json, word},
};

impl History {
    /// Writes down a job and its tasks before anything is done about them.
    pub(crate) async fn intend(
        &self,
        job: JobIntent,
        open: Open,
        tasks: Vec<TaskIntent>,
    ) -> Result<()> {
        self.write(move |transaction| {
            transaction.execute(
                "INSERT INTO jobs (id, name, account, pool, image, retries, time_limit, poll_freq, overrides, how, \
                 state, phase, created, open) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
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
                    json(&job.how)?,
                    word(JobState::Staging)?,
                    word(Phase::Staging)?,
                    job.created,
                    word(open)?,
                ],
            )?;
            tasks::intend(transaction, transaction.last_insert_rowid(), 0, &tasks)
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

    /// Notes that the content of its first `staged` tasks is in storage, and that they are to be added now.
    pub(crate) async fn enter_adding(&self, id: &str, staged: u64, state: JobState) -> Result<()> {
        let state = word(state);
        self.change(
            id,
            "phase = 'adding', staged = ?2, state = ?3, problem = NULL",
            move || Ok(vec![signed(staged).into(), state?.into()]),
        )
        .await
    }

    /// Notes that tasks have come to a job, and are to be sent.
    pub(crate) async fn grow(&self, id: &str) -> Result<()> {
        self.change(id, "phase = 'staging', grown = 1", || Ok(Vec::new()))
            .await
    }

    /// Notes whether a job takes more tasks.
    pub(crate) async fn set_open(&self, id: &str, open: Open) -> Result<()> {
        self.change(id, "open = ?2", move || Ok(vec![word(open)?.into()]))
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

    /// Notes why none of a job's tasks runs; `None` when that is over.
    pub(crate) async fn set_waiting(&self, id: &str, why: Option<Report>) -> Result<()> {
        self.change(id, "waiting = ?2", move || {
            Ok(vec![why.as_ref().map(json).transpose()?.into()])
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

    /// Pins a job, or takes the pin away.
    pub(crate) async fn set_pinned(&self, id: &str, pinned: bool) -> Result<()> {
        self.change(id, "pinned = ?2", move || Ok(vec![pinned.into()]))
            .await
    }

    /// Notes that the job was asked to stop.
    pub(crate) async fn ask_to_cancel(&self, id: &str) -> Result<()> {
        let state = word(JobState::Cancelling);
        self.change(id, "cancel = 1, state = ?2, waiting = NULL", move || {
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
            "phase = 'ended', state = ?2, problem = ?4, waiting = NULL, \
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
