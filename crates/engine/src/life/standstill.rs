//! A job that cannot sign in stands still. It goes on by itself once it can: when a secret or an account was changed here
//! or by another program, or when what is outside has changed (`az login`, a new certificate, a role given).

use std::{sync::Arc, time::Duration};

use longshore_model::job::JobState;
use tokio::time::Instant;

use super::{Signal, attention, underway};
use crate::{
    engine::Core,
    error::{Error, Result},
    history::JobRow,
};

/// How often the file of accounts is looked at, which changes with each secret that is kept.
const LOOK: Duration = Duration::from_secs(1);
/// How often signing in is tried although nothing here has changed.
const TRY: Duration = Duration::from_secs(5 * 60);

/// Waits until the job may go on. Nobody holds the right to it meanwhile: another program may take it up. Answers `false`
/// when the engine stops.
pub(super) async fn over(core: &Arc<Core>, id: &str, signal: &Signal) -> Result<bool> {
    let stopping = core.runs.stopping();
    let mut accounts = core.accounts.stamp();
    let mut tried = Instant::now();
    loop {
        let woken = tokio::select! {
            () = signal.woken() => true,
            () = tokio::time::sleep(LOOK) => false,
            () = stopping.cancelled() => return Ok(false),
        };
        let row = core.history.row(id).await?;
        // Somebody else has taken it up; or it is to stop, for which it may not need to sign in.
        if row.state != JobState::NeedsAttention || woken && row.cancel {
            return Ok(true);
        }
        let stamp = core.accounts.stamp();
        if !woken && stamp == accounts && tried.elapsed() < TRY {
            continue;
        }
        accounts = stamp;
        tried = Instant::now();
        match sign_in(core, &row).await {
            Ok(()) => {
                // What was wrong stays with it until the service has answered: it may not be over.
                core.history
                    .set_state(id, underway(&row), row.problem.clone())
                    .await?;
                core.note(id, "Signed in again; going on.").await?;
                core.changed(id).await?;
                return Ok(true);
            }
            Err(error) => {
                core.accounts.failed(&row.job.account, &error).await;
                attention(core, &row, error).await?;
            }
        }
    }
}

async fn sign_in(core: &Core, row: &JobRow) -> Result<()> {
    let reached = core.accounts.reach(&row.job.account).await?;
    reached.azure.sign_in().await.map_err(Error::from)
}
