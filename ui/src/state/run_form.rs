//! How a submission runs: what was typed over the account's settings.

use std::collections::BTreeMap;

use longshore_model::{
    settings::{ExecutorSettings, SettingKey},
    submit::Overrides,
};

use super::{arguments, environment, packages};
use crate::words::{said, t};

/// One field of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunField {
    /// The job's name.
    Name,
    /// The pool.
    Pool,
    /// The container image.
    Image,
    /// Which program runs the payloads.
    Runner,
    /// Tries after the first.
    Retries,
    /// Seconds one try may run.
    TimeLimit,
    /// Python packages, one a line.
    Packages,
    /// `NAME=value`, one a line.
    Environment,
    /// Arguments for scripts and bundles.
    Arguments,
}

impl RunField {
    /// The setting it starts from, if it has one.
    fn setting(self) -> Option<SettingKey> {
        match self {
            Self::Pool => Some(SettingKey::PoolId),
            Self::Image => Some(SettingKey::BaseImageUri),
            Self::Runner => Some(SettingKey::Runner),
            Self::Retries => Some(SettingKey::Retries),
            Self::TimeLimit => Some(SettingKey::TimeLimit),
            Self::Name | Self::Packages | Self::Environment | Self::Arguments => None,
        }
    }
}

/// What was typed; a field that was not touched follows the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunForm {
    typed: BTreeMap<RunField, String>,
}

impl RunForm {
    /// The text a field shows.
    pub fn text(&self, field: RunField, account: &ExecutorSettings) -> String {
        match (self.typed.get(&field), field.setting()) {
            (Some(text), _) => text.clone(),
            (None, Some(key)) => account.get(key),
            (None, None) => String::new(),
        }
    }

    /// Takes what was typed into a field.
    pub fn type_into(&mut self, field: RunField, text: String) {
        self.typed.insert(field, text);
    }

    /// Whether nothing was typed.
    pub fn untouched(&self) -> bool {
        self.typed.is_empty()
    }

    /// Forgets what belongs to one account alone, when another one was chosen.
    pub fn change_account(&mut self) {
        self.typed.remove(&RunField::Pool);
        self.typed.remove(&RunField::Image);
        self.typed.remove(&RunField::Runner);
    }

    /// Takes what was kept in the place of all that is typed, but for the job's name. On this computer (`here`) no pool and
    /// no image is chosen.
    pub fn take(&mut self, kept: &Overrides, here: bool) {
        self.typed.retain(|field, _| *field == RunField::Name);
        let variables: Vec<_> = kept
            .env
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let place = [
            (RunField::Pool, kept.pool.clone()),
            (RunField::Image, kept.image.clone()),
            (
                RunField::Runner,
                kept.runner.map(|runner| runner.name().to_owned()),
            ),
        ];
        let run = [
            (
                RunField::Retries,
                kept.retries.map(|retries| retries.to_string()),
            ),
            (
                RunField::TimeLimit,
                kept.time_limit.map(|limit| limit.to_string()),
            ),
            (RunField::Packages, some(kept.packages.join("\n"))),
            (RunField::Environment, some(variables.join("\n"))),
            (RunField::Arguments, some(arguments::join(&kept.args))),
        ];
        let place = place.into_iter().filter(|_| !here);
        for (field, text) in place.chain(run) {
            if let Some(text) = text {
                self.typed.insert(field, text);
            }
        }
    }

    /// Adds a package to the field.
    pub fn add_package(&mut self, package: &str) {
        let text = self.typed.entry(RunField::Packages).or_default();
        *text = packages::with_package(text, package);
    }

    /// Packages asked for so far; none while the field is not readable.
    pub fn packages(&self) -> Vec<String> {
        let text = self
            .typed
            .get(&RunField::Packages)
            .map_or("", String::as_str);
        packages::requirements(text).unwrap_or_default()
    }

    /// The job's name, when one was given.
    pub fn name(&self) -> Option<String> {
        let name = self.typed.get(&RunField::Name)?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// What is wrong with a field, or nothing.
    pub fn error(&self, field: RunField, account: &ExecutorSettings) -> Option<String> {
        let text = self.typed.get(&field)?;
        match field {
            RunField::Name if text.trim().chars().count() > 200 => {
                Some(t!("submit-name-too-long").into())
            }
            RunField::Name => None,
            RunField::Packages => packages::requirements(text).err(),
            RunField::Environment => environment::read(text).err(),
            RunField::Arguments => arguments::split(text).err(),
            _ => {
                let key = field.setting()?;
                let error = match account.clone().set(key, text) {
                    Err(error) => error,
                    Ok(()) => self.settings(account).conflict(key)?,
                };
                Some(said(&error.message))
            }
        }
    }

    /// The account's settings with what is typed in their place, as far as it is right.
    pub fn settings(&self, account: &ExecutorSettings) -> ExecutorSettings {
        let mut settings = account.clone();
        for (field, text) in &self.typed {
            if let Some(key) = field.setting() {
                // What is wrong is told at its field.
                let _ = settings.set(key, text);
            }
        }
        settings
    }

    /// What differs from the account, when every field is right.
    pub fn overrides(&self, account: &ExecutorSettings) -> Option<Overrides> {
        let mut settings = account.clone();
        for (field, text) in &self.typed {
            if let Some(key) = field.setting() {
                settings.set(key, text).ok()?;
            }
        }
        if settings.conflict(SettingKey::Runner).is_some() {
            return None;
        }
        let typed = |field| self.typed.get(&field).map_or("", String::as_str);
        Some(Overrides {
            pool: (settings.pool_id != account.pool_id).then_some(settings.pool_id),
            image: (settings.base_image_uri != account.base_image_uri)
                .then_some(settings.base_image_uri),
            runner: (settings.runner != account.runner).then_some(settings.runner),
            node_identity: None,
            retries: (settings.retries != account.retries).then_some(settings.retries),
            time_limit: (settings.time_limit != account.time_limit).then_some(settings.time_limit),
            packages: packages::requirements(typed(RunField::Packages)).ok()?,
            env: environment::read(typed(RunField::Environment)).ok()?,
            args: arguments::split(typed(RunField::Arguments)).ok()?,
        })
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use longshore_model::settings::Runner;

    use super::*;

    fn form(typed: &[(RunField, &str)]) -> RunForm {
        let mut form = RunForm::default();
        for (field, text) in typed {
            form.type_into(*field, (*text).to_owned());
        }
        form
    }

    #[test]
    fn untouched_fields_follow_the_account_and_override_nothing() {
        let account = ExecutorSettings {
            retries: 7,
            ..ExecutorSettings::default()
        };
        let form = RunForm::default();
        assert_eq!(form.text(RunField::Retries, &account), "7");
        assert_eq!(form.overrides(&account), Some(Overrides::default()));
    }

    #[test]
    fn only_what_differs_from_the_account_is_an_override() {
        let account = ExecutorSettings::default();
        let form = form(&[
            (RunField::Retries, "0"),
            (RunField::TimeLimit, "300"),
            (RunField::Image, ""),
            (RunField::Packages, "numpy==2.4.6\nscikit-learn"),
            (RunField::Environment, "MODE=fast=er\n\nA="),
            (RunField::Arguments, "--name 'two words'"),
        ]);
        let expected = Overrides {
            image: Some(String::new()),
            retries: Some(0),
            packages: vec!["numpy==2.4.6".into(), "scikit-learn".into()],
            env: vec![
                ("MODE".into(), "fast=er".into()),
                ("A".into(), String::new()),
            ],
            args: vec!["--name".into(), "two words".into()],
            ..Overrides::default()
        };
        assert_eq!(form.overrides(&account), Some(expected));
    }

    #[test]
    fn a_wrong_field_says_what_is_wrong_and_stops_the_submission() {
        let account = ExecutorSettings::default();
        let cases = [
            (RunField::TimeLimit, "-5", "From 1 to 15552000."),
            (
                RunField::Environment,
                "fast",
                "fast: there is no = in it, as in NAME=value.",
            ),
            (
                RunField::Environment,
                "AZ_BATCH_X=1",
                "AZ_BATCH_X: Names that start with AZ_BATCH_ or LONGSHORE_ are taken.",
            ),
            (RunField::Environment, "A=1\nA=2", "A is there twice."),
            (
                RunField::Arguments,
                "\"a",
                "There is a \" that is not closed.",
            ),
        ];
        for (field, text, message) in cases {
            let form = form(&[(field, text)]);
            assert_eq!(form.error(field, &account).as_deref(), Some(message));
            assert_eq!(form.overrides(&account), None, "{text}");
        }
    }

    #[test]
    fn the_images_own_runner_is_an_override_and_needs_an_image() {
        let account = ExecutorSettings::default();
        let mut form = form(&[(RunField::Runner, "image")]);
        assert_eq!(
            form.overrides(&account).and_then(|all| all.runner),
            Some(Runner::Image)
        );
        form.type_into(RunField::Image, String::new());
        assert_eq!(form.overrides(&account), None);
        assert_eq!(
            form.error(RunField::Runner, &account).as_deref(),
            Some("The image's own runner needs a container image.")
        );
    }

    #[test]
    fn another_account_keeps_what_is_typed_except_its_pool_and_image() {
        let account = ExecutorSettings {
            pool_id: "theirs".into(),
            ..ExecutorSettings::default()
        };
        let mut form = form(&[(RunField::Pool, "mine"), (RunField::Retries, "1")]);
        form.change_account();
        assert_eq!(form.text(RunField::Pool, &account), "theirs");
        assert_eq!(form.text(RunField::Retries, &account), "1");
    }

    #[test]
    fn what_was_kept_is_typed_again_and_runs_the_same() {
        let account = ExecutorSettings::default();
        let kept = Overrides {
            pool: Some("gpu".into()),
            image: Some("python:3.12".into()),
            runner: Some(Runner::Image),
            retries: Some(5),
            time_limit: Some(60),
            packages: vec!["numpy".into(), "pandas".into()],
            env: vec![("A".into(), "x=y".into())],
            args: vec!["two words".into()],
            ..Overrides::default()
        };
        let mut form = form(&[(RunField::Name, "mine"), (RunField::Retries, "1")]);
        form.take(&kept, false);
        assert_eq!(form.overrides(&account), Some(kept.clone()));
        assert_eq!(form.name().as_deref(), Some("mine"));

        form.take(&kept, true);
        let here = form.overrides(&account);
        assert_eq!(
            here.map(|all| (all.pool, all.image, all.runner)),
            Some((None, None, None))
        );
        form.take(&Overrides::default(), true);
        assert_eq!(form.overrides(&account), Some(Overrides::default()));
    }

    #[test]
    fn a_package_is_added_to_those_that_are_typed() {
        let mut form = form(&[(RunField::Packages, "numpy==2.4.6")]);
        form.add_package("scikit-learn");
        form.add_package("numpy");
        assert_eq!(form.packages(), ["numpy==2.4.6", "scikit-learn"]);
    }
}
