//! The icon among the system's own.

use leptos::task::spawn_local;
use longshore_model::{command::SetTray, tray::TrayWords};

use super::State;
use crate::{backend::call, words::t};

impl State {
    /// What the icon says of so many running jobs, in the language that is spoken.
    pub fn tray_words(running: u64) -> TrayWords {
        TrayWords {
            about: match running {
                0 => t!("tray-idle").into(),
                running => t!(
                    "tray-running",
                    jobs = t!("frame-jobs-running", count = running)
                ),
            },
            show: t!("tray-show").into(),
            close: t!("tray-close").into(),
        }
    }

    /// Shows the icon, or takes it away. Where a session has no place for one, it is told and no longer wanted.
    pub fn set_tray(self, words: Option<TrayWords>) {
        spawn_local(async move {
            if let Err(report) = call(SetTray { words }).await {
                self.toasts.report(&report);
                self.set_preferences(|all| all.tray = false);
            }
        });
    }
}
