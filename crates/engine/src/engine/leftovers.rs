//! What jobs that no history here knows have left in storage.

use longshore_model::{Report, leftover::Leftover};
use time::OffsetDateTime;

use super::{Engine, told};

impl Engine {
    /// Containers that this program has made, that no history here knows, that no running job uses and that are older than
    /// `days`; of the active account when none is named.
    ///
    /// # Errors
    /// There is no such account, its service cannot be reached, or `days` is less than [`longshore_model::leftover::LEAST_DAYS`].
    pub async fn leftovers(
        &self,
        account: Option<&str>,
        days: u32,
    ) -> Result<Vec<Leftover>, Report> {
        let account = self.core.accounts.find(account).await.map_err(told)?;
        let found = self
            .core
            .leftovers(&account.name, days, OffsetDateTime::now_utc());
        found.await.map_err(told)
    }

    /// Removes those of them that are named; answers what was removed. A name that is none of theirs removes nothing.
    ///
    /// # Errors
    /// As for the list, or one of them could not be removed; those before it are.
    pub async fn clean(
        &self,
        account: &str,
        days: u32,
        containers: &[String],
    ) -> Result<Vec<Leftover>, Report> {
        let mut found = self.leftovers(Some(account), days).await?;
        found.retain(|leftover| containers.contains(&leftover.container));
        for leftover in &found {
            self.remove_leftover(Some(account), leftover).await?;
        }
        Ok(found)
    }

    /// Removes one of them.
    ///
    /// # Errors
    /// There is no such account, or its service cannot be reached or does not allow it.
    pub async fn remove_leftover(
        &self,
        account: Option<&str>,
        leftover: &Leftover,
    ) -> Result<(), Report> {
        let account = self.core.accounts.find(account).await.map_err(told)?;
        let removed = self.core.remove_leftover(&account.name, leftover);
        removed.await.map_err(told)
    }
}
