//! Accounts: what they are set to, where their secrets are, and the one client that is kept for each.

mod connect;
mod credential;
mod export;
mod file;
mod import;
mod secrets;
mod status;

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use longshore_azure::Azure;
use longshore_model::{
    Code, Report, THIS_COMPUTER,
    account::{
        AccountDraft, AccountKind, AccountView, ImportSource, ImportedAccount, SecretKind,
        SecretState, name_error,
    },
    settings::{ExecutorSettings, FieldError, SettingKey},
};
use secrecy::SecretString;
use tokio::sync::Mutex;
use url::Url;

use crate::{Home, Secrets, ThisComputer, error::Result};

use file::{AccountsFile, Entry};
use import::Imports;
pub use secrets::NewSecrets;
#[cfg(feature = "fuzzing")]
pub(crate) use {file::again as accounts_again, import::told as imported};

/// The accounts of one installation.
pub(crate) struct Accounts {
    file: AccountsFile,
    secrets: Secrets,
    this_computer: Arc<dyn ThisComputer>,
    kept: Mutex<HashMap<String, Kept>>,
    stall_timeout: Duration,
    imports: Imports,
}

/// An account that can be used.
#[derive(Debug)]
pub(crate) struct Reached {
    pub(crate) azure: Azure,
    /// The account's own pool, for jobs that ask for no other.
    pub(crate) pool: String,
    settings: ExecutorSettings,
    /// Where it is and who vouches for it, of a service on this computer, which may be elsewhere the next time.
    place: Option<Place>,
}

/// The address of a service on this computer, and its certificate authority.
type Place = (Url, Option<Vec<u8>>);

/// An account's clients, which all jobs of the account share: their token is asked for once.
#[derive(Debug)]
struct Kept {
    reached: Arc<Reached>,
    made: Instant,
    /// They did not reach the service on this computer: it may have moved.
    doubted: bool,
}

/// An account by name, with what a job needs to know of it before it is reached.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) settings: ExecutorSettings,
    id: Option<String>,
}

impl Account {
    /// What is wrong with its settings first. Those of "This computer" are ours.
    pub(crate) fn problem(&self) -> Option<FieldError> {
        self.id.as_ref()?;
        self.settings.errors().into_iter().next()
    }
}

impl Accounts {
    pub(crate) fn of(
        home: &Home,
        this_computer: Arc<dyn ThisComputer>,
        secrets: Secrets,
        stall_timeout: Duration,
    ) -> Self {
        Self {
            file: AccountsFile::of(home),
            secrets,
            this_computer,
            kept: Mutex::default(),
            stall_timeout,
            imports: Imports::default(),
        }
    }

    /// All accounts, "This computer" first.
    pub(crate) async fn list(&self) -> Result<Vec<AccountView>> {
        let list = self.file.load()?;
        let active = list.active.clone();
        let mut views = vec![AccountView {
            name: THIS_COMPUTER.into(),
            kind: AccountKind::ThisComputer,
            active: active.is_none(),
            secret: SecretState::NotNeeded,
            registry_password: SecretState::NotNeeded,
            settings: self.this_computer().settings,
        }];
        for entry in list.entries {
            views.push(self.view(entry, active.as_deref()).await);
        }
        Ok(views)
    }

    /// The account called `name`, or the active one.
    pub(crate) async fn find(&self, name: Option<&str>) -> Result<Account> {
        let list = self.file.load()?;
        let name = match name {
            Some(name) => name.trim(),
            None => list.active.as_deref().unwrap_or(THIS_COMPUTER),
        };
        if same(name, THIS_COMPUTER) {
            return Ok(self.this_computer());
        }
        let entry = list
            .entries
            .into_iter()
            .find(|entry| same(&entry.name, name))
            .ok_or_else(|| unknown(name))?;
        Ok(Account {
            name: entry.name,
            settings: entry.settings,
            id: Some(entry.id),
        })
    }

    /// Adds an account, or changes the one called `replaces`.
    pub(crate) async fn save(
        &self,
        mut draft: AccountDraft,
        secrets: impl Into<NewSecrets>,
        replaces: Option<&str>,
    ) -> Result<AccountView> {
        draft.name = draft.name.trim().to_owned();
        check(&draft)?;
        // Looked at before, since the keyring may ask a person to unlock it: nobody else is to wait for that.
        let before = self.file.load()?;
        let id = match place(&before, &draft.name, replaces)? {
            Some(at) => before.entries[at].id.clone(),
            None => file::new_id(),
        };
        // The secret first: an account without one asks for it, a secret without an account is never found again.
        let entry = Entry::new(id.clone(), draft.name.clone(), draft.settings.clone());
        let given = self.keep_secrets(&entry, secrets.into()).await?;
        if given.contains(&SecretKind::Client) {
            self.imports.forget();
        }
        let stored = self.store(draft, replaces, &id).await;
        if stored.is_err() && replaces.is_none() && !given.is_empty() {
            self.forget_all(&id).await?;
        }
        let (entry, active, old) = stored?;
        // And it goes last: until then the account on disk is one that needs it.
        if let Some(old) = old {
            self.forget_outdated(&entry, &old, &given).await?;
        }
        self.kept.lock().await.remove(&entry.id);
        Ok(self.view(entry, active.as_deref()).await)
    }

    /// Writes an account to the file. Gives it, the active account, and what it was set to before.
    async fn store(
        &self,
        draft: AccountDraft,
        replaces: Option<&str>,
        id: &str,
    ) -> Result<(Entry, Option<String>, Option<ExecutorSettings>)> {
        let _editing = self.file.lock().await?;
        let mut list = self.file.load()?;
        let (entry, old) = match place(&list, &draft.name, replaces)? {
            Some(place) => {
                let entry = &mut list.entries[place];
                if list
                    .active
                    .as_deref()
                    .is_some_and(|active| same(active, &entry.name))
                {
                    list.active = Some(draft.name.clone());
                }
                let old = std::mem::replace(&mut entry.settings, draft.settings);
                entry.name = draft.name;
                (entry.clone(), Some(old))
            }
            None => {
                let entry = Entry::new(id.to_owned(), draft.name, draft.settings);
                list.entries.push(entry.clone());
                (entry, None)
            }
        };
        self.file.store(&list)?;
        Ok((entry, list.active, old))
    }

    /// Removes an account and its secret.
    pub(crate) async fn remove(&self, name: &str) -> Result<()> {
        if same(name, THIS_COMPUTER) {
            return Err(built_in().into());
        }
        let account = self.find(Some(name)).await?;
        let id = account.id.as_deref().unwrap_or_default();
        // Outside the lock, for the keyring may ask a person.
        self.forget_needed(id, &account.settings).await?;
        let _editing = self.file.lock().await?;
        let mut list = self.file.load()?;
        list.entries.retain(|entry| entry.id != id);
        if list
            .active
            .as_deref()
            .is_some_and(|active| same(active, &account.name))
        {
            list.active = None;
        }
        self.file.store(&list)?;
        self.kept.lock().await.remove(id);
        Ok(())
    }

    /// What is another when an account or its secret was changed, by whichever program.
    pub(crate) fn stamp(&self) -> file::Stamp {
        self.file.stamp()
    }

    /// Makes an account the one new jobs go to.
    pub(crate) async fn activate(&self, name: &str) -> Result<()> {
        let _editing = self.file.lock().await?;
        let account = self.find(Some(name)).await?;
        let mut list = self.file.load()?;
        list.active = account.id.is_some().then_some(account.name);
        self.file.store(&list)
    }

    /// Reads an account's settings from elsewhere; saves nothing.
    pub(crate) fn import(&self, source: &ImportSource) -> Result<ImportedAccount> {
        self.imports.read(source)
    }

    /// The secret that came with the last import.
    pub(crate) fn imported_secret(&self, ticket: &str) -> Result<SecretString> {
        self.imports.secret(ticket)
    }

    fn this_computer(&self) -> Account {
        // Not waited for: it is held while the service starts, and the pool is only known after that anyway.
        let kept = self.kept.try_lock().ok();
        let pool = kept
            .and_then(|kept| Some(kept.get(THIS_COMPUTER)?.reached.pool.clone()))
            .unwrap_or_default();
        Account {
            name: THIS_COMPUTER.into(),
            settings: this_computers_settings(pool),
            id: None,
        }
    }

    async fn view(&self, entry: Entry, active: Option<&str>) -> AccountView {
        AccountView {
            active: active.is_some_and(|active| same(active, &entry.name)),
            kind: AccountKind::Azure,
            secret: self.secret_state(&entry, SecretKind::Client).await,
            registry_password: self.secret_state(&entry, SecretKind::Registry).await,
            name: entry.name,
            settings: entry.settings,
        }
    }
}

/// What jobs on this computer start from: no container, an hour, and no second try, since a script that fails here
/// fails again.
fn this_computers_settings(pool: String) -> ExecutorSettings {
    ExecutorSettings {
        base_image_uri: String::new(),
        pool_id: pool,
        retries: 0,
        time_limit: 3_600,
        poll_freq: 2,
        ..ExecutorSettings::default()
    }
}

/// Where in the list the account is that is to be changed; `None` for a new one, whose name must be free.
fn place(list: &file::List, name: &str, replaces: Option<&str>) -> Result<Option<usize>> {
    let place = match replaces {
        Some(old) if same(old, THIS_COMPUTER) => return Err(built_in().into()),
        Some(old) => Some(
            list.entries
                .iter()
                .position(|entry| same(&entry.name, old))
                .ok_or_else(|| unknown(old))?,
        ),
        None => None,
    };
    let taken = |(at, entry): (usize, &Entry)| Some(at) != place && same(&entry.name, name);
    if list.entries.iter().enumerate().any(taken) {
        return Err(Report::new(
            Code::Conflict,
            format!("There is an account called {name} already."),
            "Choose another name, or change that account.",
        )
        .into());
    }
    Ok(place)
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn check(draft: &AccountDraft) -> Result<()> {
    let wrong = name_error(&draft.name).map(str::to_owned).or_else(|| {
        let error = draft.settings.errors().into_iter().next()?;
        Some(format!(
            "{}: {}",
            SettingKey::label(error.key),
            error.message
        ))
    });
    match wrong {
        Some(text) => Err(Report::new(Code::BadInput, text, "Correct it and save again.").into()),
        None => Ok(()),
    }
}

fn unknown(name: &str) -> Report {
    Report::new(
        Code::NotFound,
        format!("There is no account called {name}."),
        "The list of accounts shows those there are.",
    )
}

fn built_in() -> Report {
    Report::new(
        Code::Conflict,
        format!("The account “{THIS_COMPUTER}” is built in."),
        "Add an account of your own instead.",
    )
}

#[cfg(test)]
mod tests;
