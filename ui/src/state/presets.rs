//! How submissions run, kept by name.

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    Report,
    command::{PresetsGet, RemovePreset, SavePreset},
    preset::Preset,
};

use super::toasts::Toasts;
use crate::{backend::call, words::t};

/// The presets, and which of them the form was filled from.
#[derive(Debug, Clone, Copy)]
pub struct Presets {
    /// All of them, by name.
    pub list: RwSignal<Vec<Preset>>,
    /// The name of the one that was chosen; empty for none.
    pub chosen: RwSignal<String>,
    toasts: Toasts,
}

impl Presets {
    /// None known yet.
    pub fn new(toasts: Toasts) -> Self {
        Self {
            list: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(String::new()),
            toasts,
        }
    }

    /// Asks for them.
    pub fn load(self) {
        spawn_local(async move {
            match call(PresetsGet {}).await {
                Ok(list) => self.list.set(list),
                Err(report) => self.toasts.report(&report),
            }
        });
    }

    /// Keeps one and chooses it; `failed` hears why it could not be.
    pub fn save(self, preset: Preset, then: impl FnOnce(Result<(), Report>) + 'static) {
        let name = preset.name.trim().to_owned();
        spawn_local(async move {
            let saved = call(SavePreset { preset }).await;
            if saved.is_ok() {
                self.chosen.set(name);
                self.load();
            }
            then(saved);
        });
    }

    /// Forgets the chosen one; what it filled in stays. It can be had back from the message that says so.
    pub fn remove(self) {
        let Some(preset) = self.held() else { return };
        let name = preset.name.clone();
        self.chosen.set(String::new());
        spawn_local(async move {
            match call(RemovePreset { name: name.clone() }).await {
                Ok(()) => {
                    let undo = move || self.save(preset.clone(), |_| {});
                    let told = t!("preset-deleted", name = name);
                    self.toasts.tell_with_undo(told, undo);
                }
                Err(report) => self.toasts.report(&report),
            }
            self.load();
        });
    }

    /// The chosen one.
    pub fn held(self) -> Option<Preset> {
        let name = self.chosen.get_untracked();
        self.list
            .with_untracked(|list| list.iter().find(|preset| preset.name == name).cloned())
    }
}
