//! Jobs and tasks on disk. Every rule about their states is here or below, each applied in one transaction.

mod claim;
mod dependencies;
mod finish;
mod jobs;
mod lists;
mod rows;
mod settle;
mod tasks;
mod upkeep;

use std::path::Path;

use longshore_batch_api::Timestamp;
use rusqlite::{Transaction, TransactionBehavior};

pub(crate) use claim::Claimed;
pub(crate) use finish::{End, Outcome};
pub(crate) use jobs::JobEnd;
pub(crate) use lists::{Narrowed, Source};

use super::{clock::Clock, fault::Fault};
use crate::{Error, database::Database};

/// The account's jobs and tasks.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    database: Database,
    clock: Clock,
}

/// Names a task without regard to the case its ids were written in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TaskKey {
    pub(crate) job: String,
    pub(crate) task: String,
}

impl TaskKey {
    pub(crate) fn new(job: &str, task: &str) -> Self {
        Self {
            job: job.to_ascii_lowercase(),
            task: task.to_ascii_lowercase(),
        }
    }
}

impl Store {
    /// Opens the database at `path`, making it when it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        Ok(Self {
            database: Database::open(path, &[include_str!("store/schema.sql")])?,
            clock: Clock::default(),
        })
    }

    /// Runs `work` in one transaction, which is undone when it fails.
    async fn transact<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>, Timestamp) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let clock = self.clock.clone();
        self.database
            .call(move |connection| {
                let transaction =
                    connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                let done = work(&transaction, clock.now())?;
                transaction.commit()?;
                Ok(done)
            })
            .await
    }
}

#[cfg(test)]
mod tests;
