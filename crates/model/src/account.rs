//! Accounts as the screen and the command line see them.

use serde::{Deserialize, Serialize};

use crate::{
    Report,
    settings::{ExecutorSettings, looks_like_secret},
};

mod import;

pub use import::{ImportSource, ImportedAccount, ImportedSetting};

/// Where an account's tasks run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// The embedded Azure on this computer; built in, neither edited nor removed.
    ThisComputer,
    /// An Azure Batch account.
    Azure,
}

/// Where an account's secret is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretState {
    /// The account needs none from the user.
    NotNeeded,
    /// In the OS keyring.
    InKeyring,
    /// In memory until the program ends, because there is no keyring.
    ThisSession,
    /// In a keyring that is locked or out of reach, unless it is missing: nobody can tell until it is unlocked.
    Locked,
    /// Nowhere: it has to be given.
    Missing,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// Its name, unique without regard to case.
    pub name: String,
    /// Where its tasks run.
    pub kind: AccountKind,
    /// Whether new jobs go there.
    pub active: bool,
    /// Where its secret is.
    pub secret: SecretState,
    /// Where its registry's password is.
    pub registry_password: SecretState,
    /// Its settings. Those of "This computer" carry the embedded account's defaults for retries, time limit and image.
    pub settings: ExecutorSettings,
}

/// What is known of an account's service right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AccountStatus {
    /// It answered.
    Ready {
        /// Tasks its pool can run at once, when known.
        slots: Option<u32>,
        /// Nodes of its pool, when known.
        nodes: Option<u32>,
    },
    /// It has to be looked after.
    NeedsAttention {
        /// Why.
        report: Report,
    },
}

/// An account as a form or a file gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDraft {
    /// Its name: 1–64 characters, no control characters, not that of another account.
    pub name: String,
    /// Its settings.
    pub settings: ExecutorSettings,
}

/// Which of an account's secrets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    /// The service principal's.
    #[default]
    Client,
    /// The password of its private registry's user.
    Registry,
}

/// A secret on its way from the form to the keyring: written once, never told back.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretInput(pub String);

impl std::fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretInput(…)")
    }
}

/// What is wrong with an account's name, or nothing.
pub fn name_error(name: &str) -> Option<&'static str> {
    let name = name.trim();
    if name.is_empty() {
        Some("An account needs a name.")
    } else if name.chars().count() > 64 {
        Some("At most 64 characters.")
    } else if name.chars().any(char::is_control) {
        Some("There is a line break or another control character in it.")
    } else if looks_like_secret(name) {
        Some("This looks like a client secret. It belongs in the secret's field only.")
    } else if name.eq_ignore_ascii_case(crate::THIS_COMPUTER) {
        Some("This name is taken by the built-in account.")
    } else {
        None
    }
}
