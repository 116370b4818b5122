//! What can be told of an installation for a report of a fault, without opening it: each part by itself, so that one that
//! is damaged does not hide the others. Nothing here holds a secret, and nothing needs a network but the check that says so.

use std::{
    fs::{File, TryLockError},
    sync::Arc,
};

use longshore_model::{
    Report,
    account::{AccountView, SecretState},
    check::AccountCheck,
    settings::{SettingKey, run_option_words},
};
use serde_json::{Map, Value, json};

use crate::{
    Home, Pace, Secrets, ThisComputer, accounts::Accounts, check, error::Error, history,
    preferences::PreferencesFile, presets::PresetsFile,
};

/// The latest events that are told.
const EVENTS: u32 = 200;

/// What stands for a value that people may have made a secret of.
const LEFT_OUT: &str = "(left out)";

/// What one part tells, or why it cannot.
pub type Part = Result<Value, Report>;

/// The parts of one installation.
pub struct Diagnosis {
    home: Home,
    accounts: Accounts,
    secrets: Secrets,
}

impl Diagnosis {
    /// Of what is at `home`; `secrets` are those of the program that asks, which may keep some in memory.
    pub fn of(home: Home, this_computer: Arc<dyn ThisComputer>, secrets: Secrets) -> Self {
        Self {
            accounts: Accounts::of(
                &home,
                this_computer,
                secrets.clone(),
                Pace::default().stall_timeout,
            ),
            home,
            secrets,
        }
    }

    /// What is set for the program.
    ///
    /// # Errors
    /// The file cannot be read, or is not understood.
    pub fn preferences(&self) -> Part {
        let preferences = PreferencesFile::of(&self.home).load()?;
        Ok(json!(preferences))
    }

    /// Names, settings and endpoints of the accounts, and where their secrets are.
    ///
    /// # Errors
    /// The file cannot be read, or is not understood.
    pub async fn accounts(&self) -> Part {
        let views = self.accounts.list().await?;
        Ok(views.iter().map(account).collect())
    }

    /// Presets, without the values of environment variables and without arguments: people put tokens there.
    ///
    /// # Errors
    /// The file cannot be read, or is not understood.
    pub fn presets(&self) -> Part {
        let presets = PresetsFile::of(&self.home).load()?;
        let told = presets.into_iter().map(|mut preset| {
            let overrides = &mut preset.overrides;
            for (_, value) in &mut overrides.env {
                *value = LEFT_OUT.into();
            }
            for argument in &mut overrides.args {
                *argument = LEFT_OUT.into();
            }
            json!(preset)
        });
        Ok(told.collect())
    }

    /// The history's format and state, and how much is in it; null when there is none yet.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub async fn history(&self) -> Part {
        let path = self.history_path();
        let facts = tokio::task::spawn_blocking(move || read(&path, history::facts));
        Ok(facts.await.map_err(Error::from)??.into())
    }

    /// The latest events of all jobs, oldest first.
    ///
    /// # Errors
    /// The history cannot be read.
    pub async fn events(&self) -> Part {
        let path = self.history_path();
        let latest = |path: &std::path::Path| history::latest_events(path, EVENTS);
        let events = tokio::task::spawn_blocking(move || read(&path, latest));
        Ok(events.await.map_err(Error::from)??.into())
    }

    /// The locks of jobs that are there, and whether a program holds them.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn locks(&self) -> Part {
        let folder = self.home.data_dir().join("locks");
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(json!([])),
            Err(error) => return Err(Error::file("read", folder)(error).into()),
        };
        let locks = entries.filter_map(Result::ok).map(|entry| {
            let held = File::open(entry.path()).map(|file| file.try_lock_shared());
            let held = match held {
                Ok(Ok(())) => json!(false),
                Ok(Err(TryLockError::WouldBlock)) => json!(true),
                Ok(Err(TryLockError::Error(error))) | Err(error) => json!(error.to_string()),
            };
            json!({ "job": entry.file_name().to_string_lossy(), "held": held })
        });
        Ok(locks.collect())
    }

    /// Why secrets cannot be kept beyond this session; `None` when the keyring works.
    pub async fn keyring_problem(&self) -> Option<String> {
        self.secrets.problem().await
    }

    /// Tries everything a job will need of the active account's services, and undoes what it did. Needs a network.
    ///
    /// # Errors
    /// The accounts cannot be read.
    pub async fn check_active_account(&self) -> Result<AccountCheck, Report> {
        let name = self.accounts.find(None).await?.name;
        Ok(check::check(&self.accounts, &name).await?)
    }

    fn history_path(&self) -> std::path::PathBuf {
        self.home.data_dir().join("history.db")
    }
}

impl std::fmt::Debug for Diagnosis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Diagnosis")
            .field("home", &self.home)
            .finish_non_exhaustive()
    }
}

fn read<T>(
    path: &std::path::Path,
    work: impl FnOnce(&std::path::Path) -> rusqlite::Result<T>,
) -> Result<T, Error> {
    work(path).map_err(|source| {
        let path = path.to_owned();
        history::HistoryError::Sqlite { path, source }.into()
    })
}

fn account(view: &AccountView) -> Value {
    let settings: Map<String, Value> = SettingKey::ALL
        .into_iter()
        .map(|key| {
            let text = view.settings.get(key);
            let told = match key {
                SettingKey::ContainerRunOptions => options_without_values(&text),
                _ => text,
            };
            (key.name().to_owned(), told.into())
        })
        .collect();
    json!({
        "name": view.name,
        "kind": view.kind,
        "active": view.active,
        "needs_secret": view.secret != SecretState::NotNeeded,
        "secret": view.secret,
        "registry_password": view.registry_password,
        "settings": settings,
    })
}

/// Options of a container without what they are set to: `--env TOKEN=…` is one of them.
fn options_without_values(text: &str) -> String {
    let Ok(words) = run_option_words(text) else {
        return LEFT_OUT.to_owned();
    };
    let told = words.iter().map(|word| match word.split_once('=') {
        Some((name, _)) if word.starts_with('-') => format!("{name}={LEFT_OUT}"),
        None if word.starts_with('-') => word.to_owned(),
        _ => LEFT_OUT.to_owned(),
    });
    told.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_model::{Code, preset::Preset, submit::Overrides};

    use super::*;
    use crate::{LocalEndpoint, history::History};

    struct Nowhere;

    #[async_trait::async_trait]
    impl ThisComputer for Nowhere {
        async fn endpoint(&self) -> Result<LocalEndpoint, Report> {
            Err(Report::new(Code::Unreachable, "It is not to be asked.", ""))
        }
    }

    fn diagnosis(home: &Home) -> Diagnosis {
        Diagnosis::of(home.clone(), Arc::new(Nowhere), Secrets::in_memory())
    }

    #[tokio::test]
    async fn an_installation_that_is_not_there_yet_is_told_and_not_made() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("home"));
        let diagnosis = diagnosis(&home);
        assert_eq!(diagnosis.history().await.unwrap(), Value::Null);
        assert_eq!(diagnosis.events().await.unwrap(), json!([]));
        assert_eq!(diagnosis.locks().unwrap(), json!([]));
        assert_eq!(diagnosis.presets().unwrap(), json!([]));
        assert!(diagnosis.preferences().unwrap().is_object());
        let accounts = diagnosis.accounts().await.unwrap();
        assert_eq!(accounts[0]["name"], "This computer");
        assert!(!folder.path().join("home").exists());
    }

    #[tokio::test]
    async fn a_history_is_counted_and_found_whole_and_a_damaged_one_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_owned());
        std::fs::create_dir_all(home.data_dir()).unwrap();
        let path = home.data_dir().join("history.db");
        drop(History::open(&path).await.unwrap());
        let facts = diagnosis(&home).history().await.unwrap();
        assert_eq!(facts["quick_check"], json!(["ok"]));
        assert_eq!(facts["format"], facts["format_of_this_program"]);
        assert_eq!(facts["jobs_by_state"], json!({}));

        let damaged = b"not a database, and long enough to be looked at as one: ".repeat(100);
        std::fs::write(&path, &damaged).unwrap();
        let facts = diagnosis(&home).history().await.unwrap();
        let failed = facts["quick_check"]["failed"].as_str().unwrap();
        assert!(failed.contains("not a database"), "{facts}");
        assert!(diagnosis(&home).events().await.is_err());
        assert_eq!(std::fs::read(&path).unwrap(), damaged);
    }

    #[tokio::test]
    async fn presets_come_without_what_people_may_have_put_into_them() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_owned());
        let preset = Preset {
            name: "mine".into(),
            overrides: Overrides {
                env: vec![("TOKEN".into(), "hush".into())],
                args: vec!["--password=hush".into()],
                ..Overrides::default()
            },
        };
        PresetsFile::of(&home).save(preset).unwrap();
        let told = diagnosis(&home).presets().unwrap().to_string();
        assert!(told.contains("TOKEN") && !told.contains("hush"), "{told}");
    }

    #[test]
    fn options_of_a_container_are_told_without_what_they_are_set_to() {
        assert_eq!(
            options_without_values("--rm --env 'TOKEN=hush me' --user=hush -v /mnt:/mnt"),
            "--rm --env (left out) --user=(left out) -v (left out)"
        );
    }

    #[test]
    fn a_lock_is_told_with_whether_somebody_holds_it() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().to_owned());
        let locks = home.data_dir().join("locks");
        std::fs::create_dir_all(&locks).unwrap();
        let file = File::create(locks.join("a-job")).unwrap();
        let told = |held: bool| json!([{ "job": "a-job", "held": held }]);
        assert_eq!(diagnosis(&home).locks().unwrap(), told(false));
        file.lock().unwrap();
        assert_eq!(diagnosis(&home).locks().unwrap(), told(true));
    }
}
