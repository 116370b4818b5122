//! Pools.

use std::time::{Duration, Instant};

use longshore_model::{
    Report,
    pool::{PoolDetail, PoolView},
    settings::ExecutorSettings,
};
use secrecy::SecretString;

use super::{Engine, told};
use crate::{error::Error, pools};

/// How long the service of this computer may take to end, and another to be found.
const MOVING: Duration = Duration::from_secs(6);

const ASK_AGAIN: Duration = Duration::from_millis(250);

impl Engine {
    /// The pools of an account, by id.
    ///
    /// # Errors
    /// There is no such account, or its service does not answer.
    pub async fn pools(&self, account: &str) -> Result<Vec<PoolView>, Report> {
        self.of_account(account, || async {
            let reached = self.core.accounts.reach(account).await?;
            pools::list(reached.azure.batch()).await
        })
        .await
    }

    /// The pools of an account that is not saved as it is here. Without a secret the one kept for `account` counts.
    ///
    /// # Errors
    /// The settings do not lead to a Batch service, a secret is missing, or the service does not answer.
    pub async fn draft_pools(
        &self,
        settings: ExecutorSettings,
        secret: Option<SecretString>,
        account: Option<&str>,
    ) -> Result<Vec<PoolView>, Report> {
        let azure = self
            .core
            .accounts
            .reach_draft(&settings, secret, account)
            .await
            .map_err(told)?;
        pools::list(azure.batch()).await.map_err(told)
    }

    /// One pool with what its nodes are doing; the account's own without `pool`.
    ///
    /// # Errors
    /// There is no such account or pool, or the service does not answer.
    pub async fn pool(&self, account: &str, pool: Option<&str>) -> Result<PoolDetail, Report> {
        self.of_account(account, || async {
            let reached = self.core.accounts.reach(account).await?;
            pools::detail(reached.azure.batch(), pool.unwrap_or(&reached.pool)).await
        })
        .await
    }

    /// Why tasks submitted now would wait for somebody to look after the pool: it has no nodes, and none will come. `None`
    /// when nothing speaks against it. The account's own without `pool`.
    ///
    /// # Errors
    /// There is no such account or pool, or the service does not answer.
    pub async fn pool_problem(
        &self,
        account: &str,
        pool: Option<&str>,
    ) -> Result<Option<Report>, Report> {
        self.of_account(account, || async {
            let reached = self.core.accounts.reach(account).await?;
            pools::problem(reached.azure.batch(), pool.unwrap_or(&reached.pool)).await
        })
        .await
    }

    /// Asks an account's service something. One on this computer that ends just then is waited for, not for long: the next is
    /// asked for, and asked.
    async fn of_account<T, W>(&self, account: &str, work: impl Fn() -> W) -> Result<T, Report>
    where
        W: Future<Output = Result<T, Error>>,
    {
        let begun = Instant::now();
        loop {
            let error = match work().await {
                Ok(found) => return Ok(found),
                Err(error) => error,
            };
            let may_have_moved = self.core.accounts.failed(account, &error).await;
            if !may_have_moved || begun.elapsed() > MOVING {
                return Err(error.into());
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
    }
}
