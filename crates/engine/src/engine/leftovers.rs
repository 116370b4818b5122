//! What jobs that no history here knows have left in storage.

use longshore_model::Report;
use time::OffsetDateTime;

use super::{Engine, told};
use crate::Leftover;

impl Engine {
    /// Containers that this program has made, that no history here knows, that no running job uses and that are older than
    /// `days`; of the active account when none is named.
    ///
    /// # Errors
    /// There is no such account, its service cannot be reached, or `days` is less than [`crate::LEAST_DAYS`].
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
