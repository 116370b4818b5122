//! What a person set for the program as a whole: `preferences.toml` in the configuration folder.

use std::path::PathBuf;

use longshore_model::{Code, Report, preferences::Preferences};

use crate::{
    Home,
    error::{Error, Result},
    files,
};

/// The file.
#[derive(Debug, Clone)]
pub(crate) struct PreferencesFile(PathBuf);

impl PreferencesFile {
    pub(crate) fn of(home: &Home) -> Self {
        Self(home.config_dir().join("preferences.toml"))
    }

    /// What is set, or the defaults.
    pub(crate) fn load(&self) -> Result<Preferences> {
        Ok(files::read_toml(&self.0)?.unwrap_or_default())
    }

    /// Replaces what is set. Keys of the file that this version does not know are kept.
    pub(crate) fn save(&self, preferences: &Preferences) -> Result<()> {
        let broken = |error: &dyn std::fmt::Display| {
            Error::Told(Report::new(
                Code::LocalFiles,
                format!("{} cannot be changed: {error}.", self.0.display()),
                "Correct the file, or move it away to start anew.",
            ))
        };
        let mut table: toml::Table = match files::read_text(&self.0)? {
            Some(text) => toml::from_str(&text).map_err(|error| broken(&error.message()))?,
            None => toml::Table::new(),
        };
        table.extend(toml::Table::try_from(preferences).map_err(|error| broken(&error))?);
        files::write_private(&self.0, &table.to_string())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use longshore_model::preferences::{Contrast, Theme};

    #[test]
    fn what_is_saved_is_loaded_and_unknown_keys_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = PreferencesFile::of(&Home::at(folder.path().to_owned()));
        assert_eq!(file.load().unwrap(), Preferences::default());

        files::write_private(&file.0, "from_the_future = 1\n").unwrap();
        let preferences = Preferences {
            keep_history_days: 30,
            ..Preferences::default()
        };
        file.save(&preferences).unwrap();
        assert_eq!(file.load().unwrap(), preferences);
        assert!(
            std::fs::read_to_string(&file.0)
                .unwrap()
                .contains("from_the_future = 1")
        );
    }

    #[test]
    fn a_file_of_an_older_version_is_read_and_what_it_lacks_has_its_default() {
        let folder = tempfile::tempdir().unwrap();
        let file = PreferencesFile::of(&Home::at(folder.path().to_owned()));
        files::write_private(&file.0, "theme = \"dark\"\nnotify = false\n").unwrap();
        let expected = Preferences {
            theme: Theme::Dark,
            contrast: Contrast::System,
            notify: false,
            ..Preferences::default()
        };
        assert_eq!(file.load().unwrap(), expected);
    }

    #[test]
    fn a_broken_file_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = PreferencesFile::of(&Home::at(folder.path().to_owned()));
        files::write_private(&file.0, "theme = ").unwrap();
        let report = Report::from(file.save(&Preferences::default()).unwrap_err());
        assert_eq!(report.code, Code::LocalFiles);
        assert!(
            report.title.contains("preferences.toml"),
            "{}",
            report.title
        );
        assert_eq!(std::fs::read_to_string(&file.0).unwrap(), "theme = ");
    }
}
