//! What everything that is done to a job shares.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use longshore_azure::Tuning;
use longshore_model::{UnixMillis, event::Event, job::Transfer};

use crate::{
    Home,
    accounts::Accounts,
    error::Result,
    events::Events,
    history::History,
    life::{Pauses, Runs},
    preferences::PreferencesFile,
    presets::PresetsFile,
};

/// How patient the engine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long none of a job's tasks may run, while some wait, before its pool is looked at for why.
    pub look_at_pool_after: Duration,
    /// How long a service may say nothing before the request is made again.
    pub stall_timeout: Duration,
    /// How long a job's service is left alone that could not be reached.
    pub pauses: Pauses,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            look_at_pool_after: Duration::from_secs(2 * 60),
            stall_timeout: Tuning::default().stall_timeout,
            pauses: Pauses::default(),
        }
    }
}

/// The parts of an engine.
pub(crate) struct Core {
    pub(crate) home: Home,
    pub(crate) history: History,
    pub(crate) accounts: Accounts,
    pub(crate) preferences: PreferencesFile,
    pub(crate) presets: PresetsFile,
    pub(crate) events: Events,
    pub(crate) runs: Runs,
    pub(crate) pace: Pace,
    /// Open jobs that this engine has submitted. Held while one of them takes tasks: two at once would call them alike.
    pub(crate) opened: tokio::sync::Mutex<HashSet<String>>,
    /// Bytes on their way to storage, of jobs that are being staged.
    pub(crate) transfers: Mutex<HashMap<String, Transfer>>,
}

impl Core {
    /// Tells that a job, or a task of it, has changed.
    pub(crate) async fn changed(&self, job: &str) -> Result<()> {
        let job = self.history.summary(job).await?;
        self.events.tell(Event::JobChanged { job });
        Ok(())
    }

    /// Adds a sentence to a job's timeline.
    pub(crate) async fn note(&self, job: &str, text: impl Into<String>) -> Result<()> {
        Ok(self.history.note(job, now(), text).await?)
    }

    pub(crate) fn transfer(&self, job: &str) -> Option<Transfer> {
        self.transfers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(job)
            .copied()
    }
}

/// This moment by this computer's clock.
pub(crate) fn now() -> UnixMillis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    UnixMillis::try_from(since.as_millis()).unwrap_or(UnixMillis::MAX)
}
