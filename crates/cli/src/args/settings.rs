//! Executor settings as flags: one for each, so that none is forgotten here.

use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};
use longshore_model::settings::{Cloud, ExecutorSettings, SettingKey};

/// The settings that were given, each checked.
#[derive(Debug, Default)]
pub struct SettingFlags(Vec<(SettingKey, String)>);

impl SettingFlags {
    /// What was given, in the order of the settings.
    pub fn given(&self) -> &[(SettingKey, String)] {
        &self.0
    }

    /// Takes the settings of a cloud unless they were given.
    pub fn or_of(&mut self, cloud: Option<Cloud>) {
        let Some(cloud) = cloud else { return };
        let mut settings = ExecutorSettings::default();
        cloud.apply(&mut settings);
        for key in Cloud::KEYS {
            self.or(key, Some(settings.get(key)));
        }
    }

    /// Takes a setting from elsewhere unless it was given.
    pub fn or(&mut self, key: SettingKey, text: Option<String>) {
        if let Some(text) = text
            && self.0.iter().all(|(given, _)| *given != key)
        {
            self.0.push((key, text));
        }
    }
}

impl Args for SettingFlags {
    fn augment_args(command: Command) -> Command {
        SettingKey::ALL.into_iter().fold(command, |command, key| {
            command.arg(
                Arg::new(key.name())
                    .long(key.name().replace('_', "-"))
                    .value_name(value_name(key))
                    .help(key.help())
                    .allow_hyphen_values(matches!(
                        key,
                        SettingKey::Retries
                            | SettingKey::TimeLimit
                            | SettingKey::PollFreq
                            | SettingKey::ContainerRunOptions
                    ))
                    .value_parser(setting(key)),
            )
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |key: SettingKey| Some((key, matches.get_one::<String>(key.name())?.clone()));
        Ok(Self(
            SettingKey::ALL.into_iter().filter_map(given).collect(),
        ))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

const fn value_name(key: SettingKey) -> &'static str {
    match key {
        SettingKey::Retries => "N",
        SettingKey::TimeLimit | SettingKey::PollFreq => "SECONDS",
        SettingKey::BatchAccountUrl | SettingKey::AuthorityHost => "URL",
        SettingKey::BaseImageUri => "IMAGE",
        SettingKey::NodeIdentity | SettingKey::RegistryIdentity => "ID",
        SettingKey::Runner => "RUNNER",
        SettingKey::ContainerRunOptions => "OPTIONS",
        SettingKey::RegistryServer => "HOST",
        SettingKey::RegistryUsername => "NAME",
        SettingKey::CacheDir => "DIR",
        SettingKey::CertificatePath => "FILE",
        SettingKey::Credential => "KIND",
        _ => "TEXT",
    }
}

/// Checks a setting by the rules that form and file follow too.
pub fn setting(key: SettingKey) -> impl Fn(&str) -> Result<String, String> + Clone {
    move |text| {
        let mut settings = ExecutorSettings::default();
        settings
            .set(key, text)
            .map_err(|error| match error.suggestion {
                Some(meant) => format!("{} Did you mean {meant}?", error.message),
                None => error.message,
            })?;
        Ok(settings.get(key))
    }
}
