//! `accounts.toml` in the configuration folder: names and settings, never a secret.

use std::path::PathBuf;

use longshore_model::{Code, Report, settings::ExecutorSettings};
use serde::Deserialize;
use toml::{Table, Value};

use crate::{
    Home,
    error::{Error, Result},
    files::{self, Locked},
};

/// The file.
#[derive(Debug)]
pub(super) struct AccountsFile(PathBuf);

/// Tells two contents of the file apart.
pub(crate) type Stamp = Option<(std::time::SystemTime, u64)>;

/// What it says.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The account new jobs go to; `None` for "This computer".
    pub(super) active: Option<String>,
    pub(super) entries: Vec<Entry>,
    /// Keys this version does not know: kept as they are.
    unknown: Table,
}

/// One account.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// What its secret is kept under: lasts when the name changes, and differs between installations that share a
    /// keyring.
    pub(super) id: String,
    pub(super) settings: ExecutorSettings,
    unknown: Table,
    unknown_settings: Table,
}

/// An id for a new account.
pub(super) fn new_id() -> String {
    ulid::Ulid::generate().to_string()
}

impl Entry {
    pub(super) fn new(id: String, name: String, settings: ExecutorSettings) -> Self {
        Self {
            name,
            id,
            settings,
            unknown: Table::new(),
            unknown_settings: Table::new(),
        }
    }

    fn read(mut table: Table) -> std::result::Result<Self, String> {
        let name = take_text(&mut table, "name")?.ok_or("an account without a name")?;
        let wrong = |what: String| format!("account {name}: {what}");
        let id = take_text(&mut table, "id")
            .map_err(wrong)?
            .ok_or_else(|| wrong("no id".into()))?;
        let mut settings = match table.remove("settings") {
            Some(Value::Table(settings)) => settings,
            Some(_) => return Err(wrong("settings is not a table".into())),
            None => Table::new(),
        };
        let known = ExecutorSettings::deserialize(Value::Table(settings.clone()))
            .map_err(|e| wrong(e.message().into()))?;
        if let Some(error) = known.errors().first() {
            return Err(wrong(error.to_string()));
        }
        for key in longshore_model::settings::SettingKey::ALL {
            settings.remove(key.name());
        }
        Ok(Self {
            name,
            id,
            settings: known,
            unknown: table,
            unknown_settings: settings,
        })
    }

    fn write(&self) -> std::result::Result<Table, toml::ser::Error> {
        let mut settings = self.unknown_settings.clone();
        settings.extend(Table::try_from(&self.settings)?);
        let mut table = self.unknown.clone();
        table.insert("name".into(), self.name.clone().into());
        table.insert("id".into(), self.id.clone().into());
        table.insert("settings".into(), settings.into());
        Ok(table)
    }
}

impl List {
    fn read(text: &str) -> std::result::Result<Self, String> {
        let mut unknown: Table =
            toml::from_str(text).map_err(|error| error.to_string().trim().to_owned())?;
        let active = take_text(&mut unknown, "active")?;
        let entries = match unknown.remove("account") {
            Some(Value::Array(entries)) => entries
                .into_iter()
                .map(|entry| match entry {
                    Value::Table(table) => Entry::read(table),
                    _ => Err("an account that is not a table".into()),
                })
                .collect::<std::result::Result<_, _>>()?,
            Some(_) => return Err("account is not a list of tables".into()),
            None => Vec::new(),
        };
        Ok(Self {
            active,
            entries,
            unknown,
        })
    }

    fn text(&self) -> std::result::Result<String, toml::ser::Error> {
        let mut table = self.unknown.clone();
        if let Some(active) = &self.active {
            table.insert("active".into(), active.clone().into());
        }
        let entries = self.entries.iter();
        let entries: std::result::Result<_, _> = entries
            .map(|entry| entry.write().map(Value::Table))
            .collect();
        table.insert("account".into(), Value::Array(entries?));
        Ok(table.to_string())
    }
}

/// The file as it is written once it was read, for the fuzz targets; `None` when it cannot be read.
#[cfg(feature = "fuzzing")]
pub(crate) fn again(text: &str) -> Option<String> {
    List::read(text).ok()?.text().ok()
}

impl AccountsFile {
    pub(super) fn of(home: &Home) -> Self {
        Self(home.config_dir().join("accounts.toml"))
    }

    /// Keeps everyone else from changing the file until the guard goes.
    pub(super) async fn lock(&self) -> Result<Locked> {
        let path = self.0.clone();
        let locked = tokio::task::spawn_blocking(move || files::lock(&path));
        locked.await.map_err(Error::from)?
    }

    /// What is another each time the file is replaced.
    pub(super) fn stamp(&self) -> Stamp {
        let metadata = std::fs::metadata(&self.0).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }

    /// What the file says; nothing when there is none.
    pub(super) fn load(&self) -> Result<List> {
        match files::read_text(&self.0)? {
            Some(text) => List::read(&text).map_err(|what| self.wrong(&what)),
            None => Ok(List::default()),
        }
    }

    /// Replaces what the file says.
    pub(super) fn store(&self, list: &List) -> Result<()> {
        let text = list
            .text()
            .map_err(|error| self.wrong(&error.to_string()))?;
        files::write_private(&self.0, &text)
    }

    fn wrong(&self, what: &str) -> Error {
        Error::Told(Report::new(
            Code::LocalFiles,
            format!("{} cannot be used: {what}.", self.0.display()),
            "Correct the file, or move it away and add the accounts again. Nothing was changed.",
        ))
    }
}

fn take_text(table: &mut Table, key: &str) -> std::result::Result<Option<String>, String> {
    match table.remove(key) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("{key} is not a text")),
        None => Ok(None),
    }
}
