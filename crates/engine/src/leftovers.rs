//! Containers of jobs that no history here knows: of a history that was deleted, or of another computer. They are found by
//! the mark that this program puts on what it makes, and nothing else is ever touched.

use longshore_model::{
    Code, Report,
    leftover::{LEAST_DAYS, Leftover},
};
use time::{Duration, OffsetDateTime};

use crate::{
    engine::Core,
    error::{Error, Result},
    history::HistoryError,
};

/// How the names of containers of ours begin; the mark decides.
const PREFIX: &str = "longshore-";

impl Core {
    /// The leftovers in an account's storage that are older than so many days.
    pub(crate) async fn leftovers(
        &self,
        account: &str,
        days: u32,
        now: OffsetDateTime,
    ) -> Result<Vec<Leftover>> {
        if days < LEAST_DAYS {
            return Err(too_young().into());
        }
        let reached = self.accounts.reach(account).await?;
        let (blob, batch) = (reached.azure.blob(), reached.azure.batch());
        let before = now - Duration::days(i64::from(days));
        let mut found = Vec::new();
        for own in blob.own_containers(PREFIX).await? {
            if own.made > before || self.knows(&own.name).await? {
                continue;
            }
            // A job of another computer that still runs needs it, however old it is.
            match batch.get_job(&own.name, Some("id,state")).await {
                Ok(job) if job.state != Some(longshore_batch_api::job::JobState::Completed) => {
                    continue;
                }
                Ok(_) => {}
                Err(error) if error.is_not_found() => {}
                Err(error) => return Err(error.into()),
            }
            let mut pages = blob.list(&own.name, "")?;
            let (mut files, mut bytes) = (0, 0);
            loop {
                match pages.next_page().await {
                    Ok(Some(page)) => {
                        files += page.len() as u64;
                        bytes += page.iter().map(|blob| blob.size).sum::<u64>();
                    }
                    Ok(None) => break,
                    // Somebody else was faster.
                    Err(error) if error.is_not_found() => break,
                    Err(error) => return Err(error.into()),
                }
            }
            found.push(Leftover {
                container: own.name,
                made: own.made.unix_timestamp() * 1_000,
                files,
                bytes,
            });
        }
        Ok(found)
    }

    /// Removes one of them.
    pub(crate) async fn remove_leftover(&self, account: &str, leftover: &Leftover) -> Result<()> {
        let reached = self.accounts.reach(account).await?;
        Ok(reached
            .azure
            .blob()
            .delete_container(&leftover.container)
            .await?)
    }

    async fn knows(&self, job: &str) -> Result<bool> {
        match self.history.row(job).await {
            Ok(_) => Ok(true),
            Err(HistoryError::Missing { .. }) => Ok(false),
            Err(error) => Err(Error::from(error)),
        }
    }
}

fn too_young() -> Report {
    Report::new(
        Code::BadInput,
        "What is younger than a day is not cleaned up: another computer may just be staging it.",
        "Give 1 day or more.",
    )
}
