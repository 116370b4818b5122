//! Results on their way home: as tasks end, several at once, each into a `.part` file that takes its name only once its
//! size and hash are those the runner wrote down.

mod account;
mod fetch;
mod listing;
mod manifest;

use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    time::Duration,
};

use futures::{FutureExt, StreamExt, TryStreamExt, stream};
use longshore_azure::{Azure, BlobEntry};
use longshore_model::{Report, settings::Runner, task::TaskState};
use tokio::sync::Notify;

use crate::{
    engine::Core,
    error::{Error, Result},
    history::{Ended, JobRow, Outcome},
};

pub(crate) use fetch::part_of;
#[cfg(feature = "fuzzing")]
pub(crate) use manifest::parse as parse_manifest;

/// Tasks whose results are fetched after one list.
const BATCH: usize = 500;
/// Tasks whose results are on their way at once.
const PARALLEL: usize = 8;
/// How often a task's results are fetched anew when they are not what they should be.
const TRIES: u32 = 3;
/// Ended tasks after which it is told, within a batch.
const TELL_EVERY: u32 = 25;

/// Fetches the results of a job.
pub(crate) struct Retriever<'a> {
    pub(crate) core: &'a Core,
    pub(crate) row: &'a JobRow,
    pub(crate) azure: &'a Azure,
}

impl Retriever<'_> {
    /// Fetches whenever it is told that tasks have ended, until there will be no more.
    pub(crate) async fn until(&self, over: &AtomicBool, ready: &Notify) -> Result<()> {
        loop {
            let last = over.load(Ordering::Acquire);
            self.all_there_is().await?;
            if last {
                return Ok(());
            }
            ready.notified().await;
        }
    }

    /// Fetches the results of all tasks that have ended by now.
    async fn all_there_is(&self) -> Result<()> {
        loop {
            let ended = self
                .core
                .history
                .to_retrieve(&self.row.job.id, BATCH)
                .await?;
            if ended.is_empty() {
                return Ok(());
            }
            let ids: Vec<&str> = ended.iter().map(|task| task.id.as_str()).collect();
            let mut listed = self.listed(&ids).await?;
            let done = AtomicU32::new(0);
            stream::iter(ended)
                .map(|task| {
                    let entries = listed
                        .remove(&task.id.to_ascii_lowercase())
                        .unwrap_or_default();
                    self.one(task, entries, &done).boxed()
                })
                .buffer_unordered(PARALLEL)
                .try_collect::<()>()
                .await?;
            self.core.changed(&self.row.job.id).await?;
        }
    }

    async fn listed(&self, tasks: &[&str]) -> Result<HashMap<String, Vec<BlobEntry>>> {
        let (blob, job) = (self.azure.blob(), &self.row.job);
        let in_job = self.core.history.counts(&job.id).await?.total;
        let mut found = listing::outputs(blob, &job.id, tasks, in_job).await?;
        if job.how.runner == Runner::Image {
            listing::image_results(blob, &job.id, &mut found).await?;
        }
        Ok(found)
    }

    async fn one(&self, task: Ended, entries: Vec<BlobEntry>, done: &AtomicU32) -> Result<()> {
        let (outcome, bytes) = self.fetch_until_right(&task, entries).await?;
        self.core
            .history
            .finish(&self.row.job.id, &task.id, outcome, bytes)
            .await?;
        if (done.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(TELL_EVERY) {
            self.core.changed(&self.row.job.id).await?;
        }
        Ok(())
    }

    /// What is not as it should be is fetched again. If it stays so the task has failed; what cannot be reached, or
    /// written here, is the caller's to try again later.
    async fn fetch_until_right(
        &self,
        task: &Ended,
        mut entries: Vec<BlobEntry>,
    ) -> Result<(Outcome, u64)> {
        let mut tries = 1;
        loop {
            let error = match self.fetch(task, &entries).await {
                Ok(fetched) => return Ok(fetched),
                Err(error) if error.retryable() => return Err(error),
                Err(error @ (Error::File { .. } | Error::History(_) | Error::Worker(_))) => {
                    return Err(error);
                }
                Err(error) => error,
            };
            if tries == TRIES {
                return Ok((lost(task, error.into()), 0));
            }
            tracing::warn!(job = self.row.job.id, task = task.id, %error, "results are fetched again");
            tries += 1;
            tokio::time::sleep(Duration::from_millis(500)).await;
            let again = self.listed(&[task.id.as_str()]).await?;
            entries = again.into_values().flatten().collect();
        }
    }
}

/// A task that ran, and whose results did not come home as they were.
fn lost(task: &Ended, why: Report) -> Outcome {
    match task.outcome.state {
        TaskState::Succeeded => Outcome {
            state: TaskState::Failed,
            failure: Some(
                Report {
                    title: format!(
                        "It ran well, but its results could not be fetched. {}",
                        why.title
                    ),
                    ..why
                }
                .into(),
            ),
        },
        _ => task.outcome.clone(),
    }
}
