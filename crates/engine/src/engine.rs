//! The engine as its callers see it. What it does lies in the modules; here errors become reports.

mod accounts;
mod core;
mod jobs;
mod leftovers;
mod payloads;
mod pools;
mod presets;
mod results;

use std::{sync::Arc, time::Duration};

use longshore_model::{Report, event::Event, preferences::Preferences};
use tokio::sync::broadcast;

pub use self::core::Pace;
pub(crate) use self::core::{Core, now};
use crate::{
    Home, Secrets, ThisComputer, accounts::Accounts, error::Error, events::Events, files,
    history::History, preferences::PreferencesFile, presets::PresetsFile,
};

/// How often a program that stays open looks for what is no longer wanted.
const BETWEEN_CLEANINGS: Duration = Duration::from_secs(6 * 3_600);

/// The executor of one installation. Clones are the same engine.
#[derive(Clone)]
pub struct Engine {
    core: Arc<Core>,
    secrets: Secrets,
}

impl Engine {
    /// Opens an installation, which is made when it is not there. Nothing is taken up yet: see [`Engine::resume`].
    ///
    /// # Errors
    /// The folders cannot be made, or the history is not readable or newer than this program.
    pub async fn open(
        home: Home,
        this_computer: Arc<dyn ThisComputer>,
        secrets: Secrets,
        pace: Pace,
    ) -> Result<Self, Report> {
        for folder in [home.config_dir(), home.data_dir(), home.cache_dir()] {
            files::make_folder(folder).map_err(Report::from)?;
        }
        let history = History::open(&home.data_dir().join("history.db")).await?;
        let core = Core {
            accounts: Accounts::of(&home, this_computer, secrets.clone(), pace.stall_timeout),
            preferences: PreferencesFile::of(&home),
            presets: PresetsFile::of(&home),
            history,
            events: Events::new(),
            runs: crate::life::Runs::default(),
            pace,
            opened: tokio::sync::Mutex::default(),
            transfers: std::sync::Mutex::default(),
            home,
        };
        Ok(Self {
            core: Arc::new(core),
            secrets,
        })
    }

    /// What happens from now on. A listener that falls far behind misses some and should read the lists again.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.core.events.subscribe()
    }

    /// Takes up every job that has not ended, and cleans up what is no longer wanted. Returns at once; what goes wrong
    /// is told by events.
    pub async fn resume(&self) {
        if let Err(error) = self.core.take_up_all().await {
            self.core.events.tell(Event::Notice {
                report: error.into(),
            });
        }
        let core = self.core.clone();
        self.core.runs.beside(async move {
            loop {
                if let Err(error) = core.clean_up().await {
                    core.events.tell(Event::Notice {
                        report: error.into(),
                    });
                }
                tokio::time::sleep(BETWEEN_CLEANINGS).await;
            }
        });
    }

    /// Stops all work and waits until it has stopped. Whatever is unfinished is taken up the next time.
    pub async fn shut_down(&self) {
        self.core.runs.stop().await;
    }

    /// What is set for the program.
    ///
    /// # Errors
    /// The file cannot be read, or is not understood.
    pub async fn preferences(&self) -> Result<Preferences, Report> {
        Ok(self.core.preferences.load()?)
    }

    /// Changes what is set for the program.
    ///
    /// # Errors
    /// The file cannot be written, or is not understood: then it stays as it is.
    pub async fn save_preferences(&self, preferences: Preferences) -> Result<(), Report> {
        Ok(self.core.preferences.save(&preferences)?)
    }

    /// Where this installation keeps things.
    pub fn home(&self) -> &Home {
        &self.core.home
    }

    /// Where its accounts' secrets are.
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Why secrets cannot be kept beyond this session; `None` when the keyring works.
    pub async fn keyring_problem(&self) -> Option<String> {
        self.secrets.problem().await
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("home", &self.core.home)
            .finish_non_exhaustive()
    }
}

/// For `map_err` where an inner error crosses the border.
fn told(error: impl Into<Error>) -> Report {
    error.into().into()
}
