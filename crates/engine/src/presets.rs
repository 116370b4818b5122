//! How submissions are run, kept by name: `presets.toml` in the configuration folder. A file, so that a team can share one.

use std::path::PathBuf;

use longshore_model::{
    Code, Report,
    preset::{Preset, name_error},
};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::{
    Home,
    error::{Error, Result},
    files,
};

/// The file.
#[derive(Debug, Clone)]
pub(crate) struct PresetsFile(PathBuf);

/// What is in it. What this version does not know of is kept as it is.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Presets {
    #[serde(default)]
    preset: Vec<Table>,
    #[serde(flatten)]
    unknown: Table,
}

impl PresetsFile {
    pub(crate) fn of(home: &Home) -> Self {
        Self(home.config_dir().join("presets.toml"))
    }

    /// All of them, by name.
    pub(crate) fn load(&self) -> Result<Vec<Preset>> {
        let mut presets = self
            .read()?
            .understood()
            .map_err(|what| self.wrong(&what))?;
        presets.sort_by_key(|preset| preset.name.to_lowercase());
        Ok(presets)
    }

    /// The one of that name.
    pub(crate) fn get(&self, name: &str) -> Result<Preset> {
        let presets = self.load()?;
        let names: Vec<&str> = presets.iter().map(|preset| preset.name.as_str()).collect();
        let guidance = match names.as_slice() {
            [] => "There is none yet. Presets are made in the app, beside the files under review."
                .to_owned(),
            names => format!("There are: {}.", names.join(", ")),
        };
        presets
            .iter()
            .find(|preset| preset.is_called(name))
            .cloned()
            .ok_or_else(|| {
                let title = format!("There is no preset called {name:?}.");
                Error::Told(Report::new(Code::NotFound, title, guidance))
            })
    }

    /// Keeps one, in the place of the one of that name.
    pub(crate) fn save(&self, mut preset: Preset) -> Result<()> {
        if let Some(wrong) = name_error(&preset.name) {
            return Err(Error::Told(Report::new(
                Code::BadInput,
                wrong,
                "Give it another name.",
            )));
        }
        preset.name = preset.name.trim().to_owned();
        let kept = Table::try_from(&preset).map_err(|error| self.wrong(&error.to_string()))?;
        self.change(|presets, there| {
            let place = there.iter().position(|other| other.is_called(&preset.name));
            match place {
                Some(place) => presets[place] = kept,
                None => presets.push(kept),
            }
        })
    }

    /// Forgets one, if it is there.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        self.change(|presets, there| {
            let mut names = there.iter();
            presets.retain(|_| names.next().is_none_or(|preset| !preset.is_called(name)));
        })
    }

    /// Changes the list, whose entries are told as they are understood too.
    fn change(&self, change: impl FnOnce(&mut Vec<Table>, &[Preset])) -> Result<()> {
        let _lock = files::lock(&self.0)?;
        let mut presets = self.read()?;
        let there = presets.understood().map_err(|what| self.wrong(&what))?;
        change(&mut presets.preset, &there);
        let text = presets
            .text()
            .map_err(|error| self.wrong(&error.to_string()))?;
        files::write_private(&self.0, &text)
    }

    fn read(&self) -> Result<Presets> {
        Ok(files::read_toml(&self.0)?.unwrap_or_default())
    }

    fn wrong(&self, what: &str) -> Error {
        Error::Told(Report::new(
            Code::LocalFiles,
            format!("{} cannot be used: {what}.", self.0.display()),
            "Correct the file, or move it away to start anew. Nothing was changed.",
        ))
    }
}

impl Presets {
    fn understood(&self) -> std::result::Result<Vec<Preset>, String> {
        let preset = |table: &Table| {
            let mut preset = Preset::deserialize(Value::Table(table.clone()))
                .map_err(|error| error.message().to_owned())?;
            preset.name = preset.name.trim().to_owned();
            Ok(preset)
        };
        self.preset.iter().map(preset).collect()
    }

    fn text(&self) -> std::result::Result<String, toml::ser::Error> {
        toml::to_string(self)
    }
}

/// The file as it is written once it was read, for the fuzz targets; `None` when it cannot be read.
#[cfg(feature = "fuzzing")]
pub(crate) fn again(text: &str) -> Option<String> {
    let presets = toml::from_str::<Presets>(text).ok()?;
    presets.understood().ok()?;
    presets.text().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_model::{settings::Runner, submit::Overrides};

    use super::*;

    fn preset(name: &str, retries: Option<i32>) -> Preset {
        Preset {
            name: name.into(),
            overrides: Overrides {
                retries,
                ..Overrides::default()
            },
        }
    }

    #[test]
    fn presets_are_kept_by_name_replaced_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let file = PresetsFile::of(&Home::at(folder.path().to_owned()));
        assert_eq!(file.load().unwrap(), []);

        let whole = Preset {
            name: "sweep".into(),
            overrides: Overrides {
                pool: Some("gpu".into()),
                image: Some(String::new()),
                runner: Some(Runner::Image),
                node_identity: None,
                retries: Some(-1),
                time_limit: Some(600),
                packages: vec!["numpy==2.4.6".into()],
                env: vec![("MODE".into(), "fast \"er\"".into())],
                args: vec!["--name".into(), "two words".into()],
            },
        };
        file.save(whole.clone()).unwrap();
        file.save(preset(" Alpha ", Some(1))).unwrap();
        assert_eq!(
            file.load().unwrap(),
            [preset("Alpha", Some(1)), whole.clone()]
        );

        file.save(preset("ALPHA", Some(2))).unwrap();
        assert_eq!(file.get("alpha").unwrap(), preset("ALPHA", Some(2)));
        file.remove("alpha").unwrap();
        file.remove("never there").unwrap();
        assert_eq!(file.load().unwrap(), [whole]);
    }

    #[test]
    fn one_that_is_not_there_is_told_with_those_that_are() {
        let folder = tempfile::tempdir().unwrap();
        let file = PresetsFile::of(&Home::at(folder.path().to_owned()));
        file.save(preset("gpu", None)).unwrap();
        let report = Report::from(file.get("cpu").unwrap_err());
        assert_eq!(report.code, Code::NotFound);
        assert_eq!(report.guidance, "There are: gpu.");
    }

    #[test]
    fn what_a_newer_version_has_written_stays_and_a_name_by_hand_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let file = PresetsFile::of(&Home::at(folder.path().to_owned()));
        let text = "from = \"tomorrow\"\n[[preset]]\nname = \" sweep \"\nlater = 1\n\
                    [preset.overrides]\nretries = 2\nnew = true\n";
        files::write_private(&file.0, text).unwrap();
        file.save(preset("gpu", None)).unwrap();
        let written = std::fs::read_to_string(&file.0).unwrap();
        for kept in ["from = \"tomorrow\"", "later = 1", "new = true"] {
            assert!(written.contains(kept), "{kept}: {written}");
        }
        assert_eq!(file.get("Sweep").unwrap(), preset("sweep", Some(2)));
        file.remove("sweep").unwrap();
        assert_eq!(file.load().unwrap(), [preset("gpu", None)]);
    }

    #[test]
    fn a_wrong_name_and_a_broken_file_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = PresetsFile::of(&Home::at(folder.path().to_owned()));
        let report = Report::from(file.save(preset(" ", None)).unwrap_err());
        assert_eq!(report.code, Code::BadInput);
        files::write_private(&file.0, "preset = 7").unwrap();
        let report = Report::from(file.save(preset("gpu", None)).unwrap_err());
        assert_eq!(report.code, Code::LocalFiles);
        assert_eq!(std::fs::read_to_string(&file.0).unwrap(), "preset = 7");
    }
}
