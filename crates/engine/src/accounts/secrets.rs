//! The secrets of an account: its service principal's, and its registry user's.

use longshore_model::{
    account::{SecretKind, SecretState},
    settings::ExecutorSettings,
};
use secrecy::SecretString;

use super::{Accounts, Entry};
use crate::error::Result;

/// Secrets that are given with an account; what is not given stays as it is.
#[derive(Debug, Default)]
pub struct NewSecrets {
    /// The service principal's.
    pub client: Option<SecretString>,
    /// The registry user's password.
    pub registry: Option<SecretString>,
}

impl From<Option<SecretString>> for NewSecrets {
    fn from(client: Option<SecretString>) -> Self {
        Self {
            client,
            registry: None,
        }
    }
}

/// What a secret is kept under.
pub(super) fn key(id: &str, kind: SecretKind) -> String {
    match kind {
        SecretKind::Client => id.to_owned(),
        SecretKind::Registry => format!("{id}.registry"),
    }
}

const fn all() -> [SecretKind; 2] {
    [SecretKind::Client, SecretKind::Registry]
}

fn needs(settings: &ExecutorSettings, kind: SecretKind) -> bool {
    match kind {
        SecretKind::Client => settings.credential.needs_secret(),
        SecretKind::Registry => settings.needs_registry_password(),
    }
}

/// Whether a secret that was kept for the old settings is of no use, or not meant, for the new ones: a password goes to the
/// registry and the user it was given for, and to no other.
fn outdated(old: &ExecutorSettings, new: &ExecutorSettings, kind: SecretKind) -> bool {
    let moved = kind == SecretKind::Registry
        && (!old
            .registry_server
            .eq_ignore_ascii_case(&new.registry_server)
            || old.registry_username != new.registry_username);
    needs(old, kind) && (!needs(new, kind) || moved)
}

impl Accounts {
    /// Keeps the secrets that were given. Answers which.
    pub(super) async fn keep_secrets(
        &self,
        entry: &Entry,
        given: NewSecrets,
    ) -> Result<Vec<SecretKind>> {
        let mut kept = Vec::new();
        for (kind, secret) in [
            (SecretKind::Client, given.client),
            (SecretKind::Registry, given.registry),
        ] {
            if let Some(secret) = secret.filter(|_| needs(&entry.settings, kind)) {
                self.secrets.keep(&key(&entry.id, kind), secret).await?;
                kept.push(kind);
            }
        }
        Ok(kept)
    }

    /// Forgets what belongs to the settings that an account had before; `new` are secrets that were just given.
    pub(super) async fn forget_outdated(
        &self,
        entry: &Entry,
        old: &ExecutorSettings,
        new: &[SecretKind],
    ) -> Result<()> {
        for kind in all() {
            if !new.contains(&kind) && outdated(old, &entry.settings, kind) {
                self.secrets.forget(&key(&entry.id, kind)).await?;
            }
        }
        Ok(())
    }

    /// Forgets all of an account's secrets.
    pub(super) async fn forget_all(&self, id: &str) -> Result<()> {
        for kind in all() {
            self.secrets.forget(&key(id, kind)).await?;
        }
        Ok(())
    }

    /// Forgets those secrets of an account that its settings need: others were forgotten when they became needless, and a
    /// keyring that is out of reach must not keep an account that has none.
    pub(super) async fn forget_needed(&self, id: &str, settings: &ExecutorSettings) -> Result<()> {
        for kind in all() {
            if needs(settings, kind) {
                self.secrets.forget(&key(id, kind)).await?;
            }
        }
        Ok(())
    }

    /// Deletes one of an account's secrets.
    pub(crate) async fn forget_secret(&self, name: &str, kind: SecretKind) -> Result<()> {
        let account = self.find(Some(name)).await?;
        let Some(id) = account.id else {
            return Ok(());
        };
        self.secrets.forget(&key(&id, kind)).await?;
        self.kept.lock().await.remove(&id);
        Ok(())
    }

    /// The password of an account's registry user, when there is one.
    pub(crate) async fn registry_password(&self, name: &str) -> Result<Option<SecretString>> {
        let account = self.find(Some(name)).await?;
        Ok(match &account.id {
            Some(id) => self.secrets.find(&key(id, SecretKind::Registry)).await?,
            None => None,
        })
    }

    /// Where a secret is.
    pub(super) async fn secret_state(&self, entry: &Entry, kind: SecretKind) -> SecretState {
        match needs(&entry.settings, kind) {
            true => self.secrets.state(&key(&entry.id, kind)).await,
            false => SecretState::NotNeeded,
        }
    }
}
