//! Removing content nobody needs any more.
//!
//! A blob that is replaced or deleted may still be being read. Its content is therefore removed when its last
//! reader is done, and whatever a crash left behind is removed at the next start.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction};
use time::{Duration, OffsetDateTime};

use super::super::error::BlobError;
use super::Store;
use super::receive::blocking;

/// Blocks that were never committed are forgotten after this long, as Azure does.
const STAGED_LIFETIME: Duration = Duration::days(7);
/// How many blobs one step of a sweep takes, so that it does not keep others from the database.
const STEP: usize = 200;

/// How many readers each blob has.
#[derive(Debug, Clone, Default)]
pub(super) struct Readers(Arc<Mutex<HashMap<i64, usize>>>);

impl Readers {
    /// Counts a reader. Called while the database is held, as sweeping is, so that neither misses the other.
    pub(super) fn enter(&self, store: &Store, blob: i64) -> Lease {
        *self.lock().entry(blob).or_default() += 1;
        Lease {
            store: store.clone(),
            blob,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<i64, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A blob's content stays as long as this lives.
#[derive(Debug)]
pub(in crate::blob) struct Lease {
    store: Store,
    blob: i64,
}

impl Drop for Lease {
    fn drop(&mut self) {
        let is_last = {
            let mut readers = self.store.readers.lock();
            match readers.get_mut(&self.blob) {
                Some(count) if *count > 1 => {
                    *count -= 1;
                    false
                }
                _ => readers.remove(&self.blob).is_some(),
            }
        };
        if is_last {
            self.store.sweep_later();
        }
    }
}

/// Hands the content of a blob to the next sweep. The blob's row is deleted by the caller.
pub(super) fn discard(transaction: &Transaction<'_>, blob: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached("INSERT INTO garbage (blob) VALUES (?1)")?
        .execute([blob])?;
    Ok(())
}

impl Store {
    /// Sweeps in the background.
    pub(super) fn sweep_later(&self) {
        // Without a runtime the program is ending, and the next start sweeps.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let store = self.clone();
            runtime.spawn(async move {
                // A failure is logged where it is turned into an error; the next sweep tries again.
                let _ = store.sweep().await;
            });
        }
    }

    /// Removes the content of discarded blobs without readers.
    pub(super) async fn sweep(&self) -> Result<(), BlobError> {
        loop {
            let readers = self.readers.clone();
            let (taken, files) = self
                .database
                .call(move |connection| {
                    let pinned: HashSet<i64> = readers.lock().keys().copied().collect();
                    take_garbage(connection, &pinned).map_err(BlobError::from)
                })
                .await?;
            self.remove(files).await?;
            if taken == 0 {
                return Ok(());
            }
        }
    }

    /// Removes complete files.
    pub(super) async fn remove(&self, names: Vec<String>) -> Result<(), BlobError> {
        if names.is_empty() {
            return Ok(());
        }
        let content = self.content.clone();
        blocking(move || {
            content.remove(&names);
            Ok(())
        })
        .await
    }

    /// At the start: forgets blocks that were staged long ago, and removes every file no row refers to.
    pub(super) async fn clear_leftovers(&self, now: OffsetDateTime) -> Result<(), BlobError> {
        self.sweep().await?;
        let oldest = (now - STAGED_LIFETIME).unix_timestamp();
        let wanted: HashSet<String> = self
            .database
            .call(move |connection| {
                connection.execute("DELETE FROM staged WHERE received < ?1", [oldest])?;
                connection
                    .prepare("SELECT file FROM segments UNION SELECT file FROM staged")?
                    .query_map([], |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()
                    .map_err(BlobError::from)
            })
            .await?;
        let content = self.content.clone();
        let mut unwanted = blocking(move || content.names()).await?;
        unwanted.retain(|name| !wanted.contains(name));
        self.remove(unwanted).await
    }
}

/// Takes some discarded blobs off the list, with the files that only they refer to.
fn take_garbage(
    connection: &mut Connection,
    pinned: &HashSet<i64>,
) -> rusqlite::Result<(usize, Vec<String>)> {
    let transaction = connection.transaction()?;
    let blobs: Vec<i64> = transaction
        .prepare_cached("SELECT blob FROM garbage")?
        .query_map([], |row| row.get(0))?
        .filter(|blob| blob.as_ref().map_or(true, |blob| !pinned.contains(blob)))
        .take(STEP)
        .collect::<rusqlite::Result<_>>()?;
    let mut files = Vec::new();
    for blob in &blobs {
        let own: Vec<String> = transaction
            .prepare_cached(
                "SELECT DISTINCT file FROM segments AS own WHERE blob = ?1 AND NOT EXISTS \
                 (SELECT 1 FROM segments AS other WHERE other.file = own.file AND other.blob <> ?1)",
            )?
            .query_map([blob], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        files.extend(own);
        transaction
            .prepare_cached("DELETE FROM segments WHERE blob = ?1")?
            .execute([blob])?;
        transaction
            .prepare_cached("DELETE FROM garbage WHERE blob = ?1")?
            .execute([blob])?;
    }
    transaction.commit()?;
    Ok((blobs.len(), files))
}
