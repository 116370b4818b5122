//! How an account's service is right now.

use longshore_model::{Report, account::AccountStatus};

use super::Accounts;
use crate::error::{Error, Result};

impl Accounts {
    /// Asks the service. What is wrong with it is an answer, not an error; only an unknown account is one.
    pub(crate) async fn status(&self, name: &str) -> Result<AccountStatus> {
        let account = self.find(Some(name)).await?;
        Ok(match self.ask(&account.name).await {
            Ok(status) => status,
            Err(error) => {
                self.failed(&account.name, &error).await;
                AccountStatus::NeedsAttention {
                    report: Report::from(error),
                }
            }
        })
    }

    async fn ask(&self, name: &str) -> Result<AccountStatus> {
        let reached = self.reach(name).await?;
        let pool = reached
            .azure
            .batch()
            .get_pool(
                &reached.pool,
                Some("currentDedicatedNodes,currentLowPriorityNodes,taskSlotsPerNode"),
            )
            .await
            .map_err(Error::from)?;
        let nodes = pool
            .current_dedicated_nodes
            .map(|nodes| nodes.saturating_add(pool.current_low_priority_nodes.unwrap_or(0)))
            .and_then(|nodes| u32::try_from(nodes).ok());
        let per_node = pool
            .task_slots_per_node
            .and_then(|slots| u32::try_from(slots).ok())
            .unwrap_or(1);
        Ok(AccountStatus::Ready {
            slots: nodes.map(|nodes| nodes.saturating_mul(per_node)),
            nodes,
        })
    }
}
