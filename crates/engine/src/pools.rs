//! Pools: which there are, whether they have nodes or will get some, and why one of them runs nothing.

mod nodes;
mod shown;
mod supply;
mod waiting;

use longshore_azure::{Batch, ListQuery};
use longshore_batch_api::{codes, pool::Pool};
use longshore_model::{
    Report,
    pool::{PoolDetail, PoolView},
};

use crate::error::{Error, Result};

pub(crate) use supply::Supply;
pub(crate) use waiting::why_tasks_wait;

/// What is asked of a pool: all that is shown or judged, and none of its start task, certificates and applications.
pub(crate) const SELECT: &str = "id,displayName,state,allocationState,vmSize,virtualMachineConfiguration,\
     currentDedicatedNodes,currentLowPriorityNodes,targetDedicatedNodes,targetLowPriorityNodes,enableAutoScale,\
     taskSlotsPerNode,resizeErrors";

/// The pools of an account, by id.
pub(crate) async fn list(batch: &Batch) -> Result<Vec<PoolView>> {
    let query = ListQuery {
        select: Some(SELECT.to_owned()),
        ..ListQuery::default()
    };
    let mut pages = batch.list_pools(&query)?;
    let mut pools = Vec::new();
    while let Some(page) = pages.next_page().await? {
        pools.extend(page.into_iter().map(shown::view));
    }
    pools.sort_by_cached_key(|pool| pool.id.to_lowercase());
    Ok(pools)
}

/// One pool with what its nodes are doing.
pub(crate) async fn detail(batch: &Batch, id: &str) -> Result<PoolDetail> {
    let pool = batch.get_pool(id, Some(SELECT)).await?;
    let tally = nodes::tally(batch, id).await?;
    Ok(PoolDetail {
        pool: shown::view(pool),
        busy_slots: tally.busy_slots,
        nodes: tally.groups(),
    })
}

/// Why tasks sent to a pool now would wait for somebody to look after it; a pool that is not there is an error.
pub(crate) async fn problem(batch: &Batch, id: &str) -> Result<Option<Report>> {
    let pool = batch.get_pool(id, Some(SELECT)).await?;
    Ok(problem_of(&pool))
}

/// The same of a pool that is known.
pub(crate) fn problem_of(pool: &Pool) -> Option<Report> {
    Supply::of(pool).problem(&pool.id)
}

/// Whether an error says that there is no such pool.
pub(crate) fn is_missing(error: &Error) -> bool {
    use longshore_azure::ErrorKind;
    matches!(error, Error::Azure(error)
        if matches!(error.kind(), ErrorKind::NotFound { code, .. } if code == codes::POOL_NOT_FOUND))
}
