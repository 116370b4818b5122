//! Where accounts' secrets are kept: the OS keyring, or memory until the program ends where there is none. Never a file.

mod os;
mod session;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use longshore_model::{Code, Report, account::SecretState};
use secrecy::SecretString;

use os::KeyringError;
use session::Session;

/// The secrets of accounts, by the account's lasting id. Clones share what they hold.
#[derive(Clone, Debug)]
pub struct Secrets {
    keyring: bool,
    session: Arc<Session>,
    /// Where each secret was last seen, so that a list of accounts need not ask the keyring for each of them again.
    seen: Arc<Mutex<HashMap<String, SecretState>>>,
}

impl Secrets {
    /// The OS keyring; secrets stay in memory for this session where it cannot be used.
    pub fn os() -> Self {
        Self::new(true)
    }

    /// Memory only.
    pub fn in_memory() -> Self {
        Self::new(false)
    }

    fn new(keyring: bool) -> Self {
        Self {
            keyring,
            session: Arc::default(),
            seen: Arc::default(),
        }
    }

    /// Why secrets cannot be kept beyond this session; `None` when the keyring works.
    pub async fn problem(&self) -> Option<String> {
        if !self.keyring {
            return Some("Secrets are kept in memory until the program ends.".into());
        }
        os::probe().await.err().map(|error| error.to_string())
    }

    /// Keeps a secret, in the keyring if that works, and says where.
    pub(crate) async fn keep(&self, id: &str, secret: SecretString) -> Result<SecretState, Report> {
        let state = if !self.keyring {
            self.session.keep(id, secret);
            SecretState::ThisSession
        } else {
            match os::keep(id, secret.clone()).await {
                Ok(()) => {
                    self.session.forget(id);
                    SecretState::InKeyring
                }
                Err(KeyringError::TooLong) => return Err(too_long()),
                Err(error) => {
                    tracing::warn!(%error, "the secret is kept for this session only");
                    self.session.keep(id, secret);
                    SecretState::ThisSession
                }
            }
        };
        self.remember(id, state);
        Ok(state)
    }

    /// The secret, or `None` when there is none.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<SecretString>, Report> {
        let found = match self.session.find(id) {
            Some(secret) => Some((secret, SecretState::ThisSession)),
            None if self.keyring => match os::find(id).await {
                Ok(secret) => secret.map(|secret| (secret, SecretState::InKeyring)),
                Err(KeyringError::Absent(reason)) => {
                    tracing::debug!(reason, "no keyring to look in");
                    None
                }
                Err(error @ KeyringError::Locked(_)) => {
                    self.remember(id, SecretState::Locked);
                    return Err(locked(&error));
                }
                Err(error) => return Err(no_keyring(&error)),
            },
            None => None,
        };
        self.remember(
            id,
            found
                .as_ref()
                .map_or(SecretState::Missing, |(_, state)| *state),
        );
        Ok(found.map(|(secret, _)| secret))
    }

    /// Forgets a secret wherever it is.
    pub(crate) async fn forget(&self, id: &str) -> Result<(), Report> {
        let was_here = self.session.forget(id);
        if self.keyring {
            match os::forget(id).await {
                // Where there is no keyring, none is kept.
                Ok(()) | Err(KeyringError::Absent(_)) => {}
                // It was kept here because the keyring did not take it.
                Err(KeyringError::Locked(_)) if was_here => {}
                Err(error) => return Err(still_kept(&error)),
            }
        }
        self.remember(id, SecretState::Missing);
        Ok(())
    }

    /// Where a secret is.
    pub(crate) async fn state(&self, id: &str) -> SecretState {
        if let Some(state @ (SecretState::InKeyring | SecretState::ThisSession)) = self.seen(id) {
            return state;
        }
        // Where it was found is remembered, and that it could not be looked for.
        let _ = self.find(id).await;
        self.seen(id).unwrap_or(SecretState::Missing)
    }

    fn seen(&self, id: &str) -> Option<SecretState> {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(id).copied()
    }

    fn remember(&self, id: &str, state: SecretState) {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.to_owned(), state);
    }
}

fn too_long() -> Report {
    Report::new(
        Code::BadInput,
        "This system's keyring does not take a secret that long.",
        "Check that only the client secret's value was pasted.",
    )
}

fn locked(error: &KeyringError) -> Report {
    Report::new(
        Code::SignIn,
        error.to_string(),
        "Unlock it; what waits for the secret goes on by itself. Or enter the secret under Accounts: then it is kept until \
         the program ends.",
    )
}

fn no_keyring(error: &KeyringError) -> Report {
    Report::new(
        Code::NoKeyring,
        format!("The keyring did not answer: {error}"),
        "Unlock it and try again.",
    )
    .retryable()
}

fn still_kept(error: &KeyringError) -> Report {
    Report::new(
        Code::NoKeyring,
        format!("The secret may still be in the keyring. {error}"),
        "Unlock the keyring and try again.",
    )
    .retryable()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use secrecy::ExposeSecret;

    use super::*;

    #[tokio::test]
    async fn a_secret_in_memory_is_found_replaced_and_forgotten() {
        let secrets = Secrets::in_memory();
        assert_eq!(secrets.state("a").await, SecretState::Missing);
        assert_eq!(
            secrets.keep("a", "one".into()).await.unwrap(),
            SecretState::ThisSession
        );
        secrets.keep("a", "two".into()).await.unwrap();
        assert_eq!(
            secrets.find("a").await.unwrap().unwrap().expose_secret(),
            "two"
        );
        assert_eq!(secrets.state("a").await, SecretState::ThisSession);
        secrets.forget("a").await.unwrap();
        assert!(secrets.find("a").await.unwrap().is_none());
        assert_eq!(secrets.state("a").await, SecretState::Missing);
    }

    #[test]
    fn debug_shows_no_secret() {
        let secrets = Secrets::in_memory();
        secrets.session.keep("a", "hush".into());
        assert!(!format!("{secrets:?}").contains("hush"));
    }
}
