//! Presets.

use longshore_model::{Report, preset::Preset};

use super::Engine;
use crate::{
    error::{self, Error},
    presets::PresetsFile,
};

impl Engine {
    /// What is kept for submissions to come, by name.
    ///
    /// # Errors
    /// The file cannot be read, or is not understood.
    pub async fn presets(&self) -> Result<Vec<Preset>, Report> {
        self.of_presets(PresetsFile::load).await
    }

    /// The one of that name, in any case.
    ///
    /// # Errors
    /// There is none; the file cannot be read.
    pub async fn preset(&self, name: &str) -> Result<Preset, Report> {
        let name = name.to_owned();
        self.of_presets(move |file| file.get(&name)).await
    }

    /// Keeps one; it takes the place of the one of that name.
    ///
    /// # Errors
    /// The name is not usable; the file cannot be written, or is not understood: then it stays as it is.
    pub async fn save_preset(&self, preset: Preset) -> Result<(), Report> {
        self.of_presets(move |file| file.save(preset)).await
    }

    /// Forgets one, if it is there.
    ///
    /// # Errors
    /// The file cannot be written, or is not understood: then it stays as it is.
    pub async fn remove_preset(&self, name: &str) -> Result<(), Report> {
        let name = name.to_owned();
        self.of_presets(move |file| file.remove(&name)).await
    }

    /// Does something with the file, which takes as long as its disk.
    async fn of_presets<T: Send + 'static>(
        &self,
        work: impl FnOnce(&PresetsFile) -> error::Result<T> + Send + 'static,
    ) -> Result<T, Report> {
        let file = self.core.presets.clone();
        let done = tokio::task::spawn_blocking(move || work(&file));
        Ok(done.await.map_err(Error::from)??)
    }
}
