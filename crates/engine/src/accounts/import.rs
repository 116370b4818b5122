//! Accounts from elsewhere: Covalent's configuration, Terraform, `az`, the environment.
//!
//! Nothing is saved here. What was found goes to whoever asked, for a person to agree to; a secret that came along stays
//! behind, under a ticket, until an account is saved with a secret, or the next import.

mod environment;
mod principal;
mod sections;
mod source;

use std::sync::{Mutex, PoisonError};

use longshore_model::{
    Code, Report,
    account::{ImportSource, ImportedAccount, ImportedSetting},
    settings::SettingKey,
};
use secrecy::SecretString;

use crate::error::Result;

/// The secret of the last import.
#[derive(Debug, Default)]
pub(super) struct Imports(Mutex<Option<(String, SecretString)>>);

/// What a source says.
#[derive(Debug, Default)]
struct Found {
    settings: Vec<ImportedSetting>,
    secret: Option<SecretString>,
    warnings: Vec<String>,
}

impl Imports {
    /// Reads a source.
    pub(super) fn read(&self, source: &ImportSource) -> Result<ImportedAccount> {
        self.forget();
        let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        let (origin, mut found) = match source {
            ImportSource::Environment => {
                ("the environment".to_owned(), environment::read(&variable)?)
            }
            ImportSource::Covalent => file(&source::of_covalent(&variable)?)?,
            ImportSource::File { path } => file(std::path::Path::new(path))?,
        };
        let secret = found.secret.take().map(|secret| self.hold(secret));
        Ok(ImportedAccount {
            origin,
            settings: found.settings,
            secret,
            warnings: found.warnings,
        })
    }

    /// The secret that came with an import.
    pub(super) fn secret(&self, ticket: &str) -> Result<SecretString> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some((known, secret)) if known == ticket => Ok(secret.clone()),
            _ => Err(Report::new(
                Code::NotFound,
                "The imported secret is not at hand any more.",
                "Import the account again, or enter its secret.",
            )
            .into()),
        }
    }

    /// Lets go of the secret of the last import.
    pub(super) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn hold(&self, secret: SecretString) -> String {
        let ticket = ulid::Ulid::generate().to_string();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((ticket.clone(), secret));
        ticket
    }
}

impl Found {
    fn put(&mut self, key: SettingKey, text: String) {
        self.settings.push(ImportedSetting { key, text });
    }
}

fn file(path: &std::path::Path) -> Result<(String, Found)> {
    let text = source::text(path)?;
    let origin = path.display().to_string();
    let mut found = parse(&text).map_err(|wrong| {
        Report::new(
            Code::BadInput,
            format!("{origin} cannot be imported: {}", wrong.title),
            wrong.guidance,
        )
    })?;
    if found.secret.is_some() {
        found.warnings.push(format!(
            "{origin} holds the client secret for all to read who may read the file. Once the account is saved the secret \
             is in the keyring; take it out of the file."
        ));
    }
    Ok((origin, found))
}

fn parse(text: &str) -> std::result::Result<Found, Report> {
    if text.trim_start().starts_with('{') {
        principal::read(text)
    } else {
        sections::read(text)
    }
}

/// What a file says, for the fuzz targets: settings and warnings as texts, and the secret.
#[cfg(feature = "fuzzing")]
pub(crate) fn told(text: &str) -> std::result::Result<(Vec<String>, Option<SecretString>), Report> {
    let found = parse(text)?;
    let settings = found.settings.into_iter().map(|setting| setting.text);
    Ok((settings.chain(found.warnings).collect(), found.secret))
}

/// What is wrong with a source, to be told with its name.
fn wrong(title: impl Into<String>, guidance: impl Into<String>) -> Report {
    Report::new(Code::BadInput, title, guidance)
}

#[cfg(test)]
mod tests;
