//! Single tasks that were asked to stop: the service is told, once for each while a job is watched.

use std::collections::HashSet;

use futures::{StreamExt as _, TryStreamExt as _, stream};
use longshore_azure::Azure;

use crate::{
    engine::Core,
    error::{Error, Result, is_gone},
};

/// Requests under way at once.
const PARALLEL: usize = 8;

/// The tasks that the service was told to stop.
#[derive(Debug, Default)]
pub(super) struct Stops(HashSet<String>);

impl Stops {
    /// Has the service stop what was asked to stop since the last time; whether anything was. That they have stopped is
    /// seen by the list of tasks, as any end is.
    pub(super) async fn carry_out(
        &mut self,
        core: &Core,
        azure: &Azure,
        job: &str,
    ) -> Result<bool> {
        let wanted = core.history.to_cancel(job).await?;
        let new: Vec<String> = wanted
            .into_iter()
            .filter(|task| !self.0.contains(task))
            .collect();
        if new.is_empty() {
            return Ok(false);
        }
        stream::iter(new.clone())
            .map(|task| async move {
                match azure.batch().terminate_task(job, &task).await {
                    // Gone with its job: the list of tasks tells.
                    Err(error) if is_gone(&error) => Ok(()),
                    outcome => outcome.map_err(Error::from),
                }
            })
            .buffer_unordered(PARALLEL)
            .try_collect::<()>()
            .await?;
        self.0.extend(new);
        Ok(true)
    }
}
