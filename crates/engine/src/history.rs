//! What was submitted and what became of it, in SQLite. It outlives the service's own memory of seven days.
//!
//! Several programs may have it open at once (write-ahead log, busy timeout). A file that a newer Longshore has written
//! is refused, never changed.

mod clause;
mod counts;
mod events;
mod facts;
mod jobs;
mod rows;
mod schema;
mod tasks;
mod words;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use rusqlite::Connection;

pub(crate) use facts::{events as latest_events, facts};
pub(crate) use rows::{
    Ended, How, JobIntent, JobRow, Needs, Open, Outcome, Phase, TaskChange, TaskIntent, TaskSpec,
};
pub(crate) use tasks::{Applied, Few, Unsent};

/// How long a statement waits for another program that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);

/// Why the history did not do as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HistoryError {
    /// A newer Longshore has changed its shape.
    #[error("{} was written by a newer Longshore (format {found}, this one knows {known})", path.display())]
    Newer {
        path: PathBuf,
        found: i64,
        known: i64,
    },
    /// SQLite says no.
    #[error("{}: {source}", path.display())]
    Sqlite {
        path: PathBuf,
        source: rusqlite::Error,
    },
    /// There is no such job, or no such task.
    #[error("there is no {what} {id} in the history")]
    Missing { what: &'static str, id: String },
    /// The thread that did the work ended.
    #[error("the history's thread ended: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

type Result<T> = std::result::Result<T, HistoryError>;

/// The history of one installation. Clones share its connections.
#[derive(Clone, Debug)]
pub(crate) struct History {
    path: PathBuf,
    /// Reading does not wait for writing: each has a connection.
    reader: Arc<Mutex<Connection>>,
    writer: Arc<Mutex<Connection>>,
}

impl History {
    /// Opens the history, and makes or updates it first where needed.
    pub(crate) async fn open(path: &Path) -> Result<Self> {
        let path = path.to_owned();
        tokio::task::spawn_blocking(move || {
            let mut writer = connect(&path)?;
            schema::update(&mut writer, &path)?;
            let reader = connect(&path)?;
            Ok(Self {
                path,
                reader: Arc::new(Mutex::new(reader)),
                writer: Arc::new(Mutex::new(writer)),
            })
        })
        .await?
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (connection, path) = (self.reader.clone(), self.path.clone());
        tokio::task::spawn_blocking(move || {
            let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&connection).map_err(|source| HistoryError::Sqlite { path, source })
        })
        .await?
    }

    /// Does all of `work` or none of it.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (connection, path) = (self.writer.clone(), self.path.clone());
        tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            // Immediate: a transaction that begins by reading could not wait for another writer's end.
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
            transaction
                .and_then(|transaction| {
                    let value = work(&transaction)?;
                    transaction.commit()?;
                    Ok(value)
                })
                .map_err(|source| HistoryError::Sqlite { path, source })
        })
        .await?
    }
}

fn connect(path: &Path) -> Result<Connection> {
    let open = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // With a write-ahead log this loses at most the last moments in a power cut and never breaks the file.
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(connection)
    };
    open().map_err(|source| HistoryError::Sqlite {
        path: path.to_owned(),
        source,
    })
}

/// SQLite's integers are signed; nothing counted here comes near the border.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests;
