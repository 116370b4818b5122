//! Presets.

use longshore_model::{Report, preset::Preset};

use super::Engine;

impl Engine {
    /// What is kept for submissions to come, by name.
    ///
    /// # Errors
    /// The file cannot be read, or is not understood.
    pub async fn presets(&self) -> Result<Vec<Preset>, Report> {
        Ok(self.core.presets.load()?)
    }

    /// The one of that name, in any case.
    ///
    /// # Errors
    /// There is none; the file cannot be read.
    pub async fn preset(&self, name: &str) -> Result<Preset, Report> {
        Ok(self.core.presets.get(name)?)
    }

    /// Keeps one; it takes the place of the one of that name.
    ///
    /// # Errors
    /// The name is not usable; the file cannot be written, or is not understood: then it stays as it is.
    pub async fn save_preset(&self, preset: Preset) -> Result<(), Report> {
        Ok(self.core.presets.save(preset)?)
    }

    /// Forgets one, if it is there.
    ///
    /// # Errors
    /// The file cannot be written, or is not understood: then it stays as it is.
    pub async fn remove_preset(&self, name: &str) -> Result<(), Report> {
        Ok(self.core.presets.remove(name)?)
    }
}
