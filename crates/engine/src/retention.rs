//! What is cleaned up by itself: staged files and results in storage, old jobs of the history, and locks that nobody holds.

use longshore_model::{UnixMillis, event::Event};

use crate::{
    engine::{Core, now},
    error::{Error, Result},
    history::{HistoryError, JobRow},
    life,
};

const DAY: UnixMillis = 86_400_000;

impl Core {
    /// Removes what the preferences no longer want kept. What cannot be removed now is tried again the next time.
    pub(crate) async fn clean_up(&self) -> Result<()> {
        if let Err(error) = life::remove_idle_locks(self).await {
            tracing::warn!(%error, "lock files are left for the next time");
        }
        let preferences = self.preferences.load()?;
        let before = |days: u32| now() - UnixMillis::from(days) * DAY;
        if preferences.keep_staged_days > 0 {
            for row in self
                .history
                .ended_before(before(preferences.keep_staged_days))
                .await?
            {
                if row.begun
                    && let Err(error) = self.remove_container(&row).await
                {
                    tracing::warn!(job = row.job.id, %error, "a container is left for the next time");
                }
            }
        }
        if preferences.keep_history_days > 0 {
            for row in self
                .history
                .ended_before(before(preferences.keep_history_days))
                .await?
            {
                if let Err(error) = self.remove_unless_pinned(&row.job.id).await {
                    tracing::warn!(job = row.job.id, %error, "an old job is left for the next time");
                }
            }
        }
        Ok(())
    }

    /// Asks again: while others were removed, it may have been pinned, or removed by another program.
    async fn remove_unless_pinned(&self, id: &str) -> Result<()> {
        match self.history.row(id).await {
            Ok(row) if row.pinned => Ok(()),
            Ok(row) => self.remove(&row).await,
            Err(HistoryError::Missing { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The Batch job stays: the service forgets it by itself.
    async fn remove_container(&self, row: &JobRow) -> Result<()> {
        let reached = self.accounts.reach(&row.job.account).await?;
        reached.azure.blob().delete_container(&row.job.id).await?;
        Ok(self.history.set_begun(&row.job.id, false).await?)
    }

    /// Removes a job everywhere: first at the service, last in the history, so that a removal that is cut off is seen
    /// and done again.
    pub(crate) async fn remove(&self, row: &JobRow) -> Result<()> {
        if row.begun {
            match self
                .remove_from_service(&row.job.account, &row.job.id)
                .await
            {
                // The account is gone from here, and with it the way to what it holds.
                Err(Error::Told(report)) if report.code == longshore_model::Code::NotFound => {}
                outcome => outcome?,
            }
        }
        let folder = self.job_folder(&row.job.id);
        match tokio::fs::remove_dir_all(&folder).await {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::file("remove", folder)(error)),
        }
        let payloads = self.home.payloads_dir();
        for source in self.history.own_sources(&row.job.id, payloads).await? {
            if let Err(error) = tokio::fs::remove_file(&source).await
                && error.kind() != std::io::ErrorKind::NotFound
            {
                return Err(Error::file("remove", source)(error));
            }
        }
        drop(tokio::fs::remove_file(self.home.data_dir().join("locks").join(&row.job.id)).await);
        self.history.remove(&row.job.id).await?;
        self.events.tell(Event::JobRemoved {
            id: row.job.id.clone(),
        });
        Ok(())
    }
}
