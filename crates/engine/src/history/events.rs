//! What happened to a job, as sentences.

use longshore_model::{UnixMillis, job::TimelineEvent};
use rusqlite::{Connection, params};

use super::{History, Result};

/// The most that are told of a job.
const LATEST: u32 = 200;

impl History {
    /// Adds a sentence to a job's timeline.
    pub(crate) async fn note(
        &self,
        job: &str,
        at: UnixMillis,
        text: impl Into<String>,
    ) -> Result<()> {
        let (job, text) = (job.to_owned(), text.into());
        self.write(move |transaction| {
            transaction.execute(
                "INSERT INTO events (job, at, text) SELECT seq, ?2, ?3 FROM jobs WHERE id = ?1",
                params![job, at, text],
            )
        })
        .await
        .map(drop)
    }
}

/// The latest events of a job, oldest first.
pub(super) fn of_job(connection: &Connection, seq: i64) -> rusqlite::Result<Vec<TimelineEvent>> {
    let mut statement = connection.prepare_cached(
        "SELECT at, text FROM events WHERE job = ?1 ORDER BY rowid DESC LIMIT ?2",
    )?;
    let rows = statement.query_map(params![seq, LATEST], |row| {
        Ok(TimelineEvent {
            at: row.get(0)?,
            text: row.get(1)?,
        })
    })?;
    let mut events = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    events.reverse();
    Ok(events)
}
