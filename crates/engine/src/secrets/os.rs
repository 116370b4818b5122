//! The OS keyring: Keychain, Credential Manager, or Secret Service. Its calls block, so they run on a thread for that.

use keyring::Entry;
use secrecy::{ExposeSecret, SecretString};

const SERVICE: &str = "longshore";

/// Why the keyring did not do as asked. Texts come from the platform and carry no secret.
#[derive(Debug, thiserror::Error)]
pub(super) enum KeyringError {
    #[error("There is no keyring that can be used: {0}")]
    Absent(String),
    #[error("There is no keyring that can be used: it is locked or out of reach ({0}).")]
    Locked(String),
    #[error("The secret is longer than the keyring takes.")]
    TooLong,
    #[error("{0}")]
    Other(String),
}

impl From<keyring::Error> for KeyringError {
    fn from(error: keyring::Error) -> Self {
        match error {
            keyring::Error::NoDefaultStore => Self::Absent(no_store()),
            keyring::Error::NoStorageAccess(reason) => Self::Locked(reason.to_string()),
            keyring::Error::TooLong(..) => Self::TooLong,
            // These two carry the stored bytes; their own text does not show them, ours does not even try.
            keyring::Error::BadEncoding(_) | keyring::Error::BadDataFormat(..) => {
                Self::Other("What the keyring holds is not a text.".into())
            }
            other => Self::Other(other.to_string()),
        }
    }
}

fn no_store() -> String {
    match Entry::store_status() {
        Err(error) => format!("{error}."),
        Ok(()) => "this system offers none.".into(),
    }
}

/// Whether the keyring answers, seen by asking it for something that is not there.
pub(super) async fn probe() -> Result<(), KeyringError> {
    blocking("probe".into(), |entry| entry.get_secret())
        .await
        .map(drop)
}

pub(super) async fn keep(id: &str, secret: SecretString) -> Result<(), KeyringError> {
    blocking(id.to_owned(), move |entry| {
        entry.set_secret(secret.expose_secret().as_bytes())
    })
    .await
    .map(drop)
}

pub(super) async fn find(id: &str) -> Result<Option<SecretString>, KeyringError> {
    let Some(bytes) = blocking(id.to_owned(), |entry| entry.get_secret()).await? else {
        return Ok(None);
    };
    let text = String::from_utf8(bytes)
        .map_err(|_| KeyringError::Other("What the keyring holds is not a text.".into()))?;
    Ok(Some(text.into()))
}

pub(super) async fn forget(id: &str) -> Result<(), KeyringError> {
    blocking(id.to_owned(), |entry| entry.delete_credential())
        .await
        .map(drop)
}

/// Does something with an entry; `None` when there is no such entry.
async fn blocking<T: Send + 'static>(
    id: String,
    work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
) -> Result<Option<T>, KeyringError> {
    let done = tokio::task::spawn_blocking(move || {
        match Entry::new(SERVICE, &id).and_then(|entry| work(&entry)) {
            Ok(value) => Ok(Some(value)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(KeyringError::from(error)),
        }
    });
    done.await
        .map_err(|error| KeyringError::Other(error.to_string()))?
}
