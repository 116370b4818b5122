//! Who this installation is: its tenant, service principal and account keys.
//!
//! Made at random at the first start and kept in `keys.json` (0600). They open nothing but this loopback service.

mod signing;

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use signing::SigningKey;

use crate::{Error, files, random};

/// The identities and keys of one installation.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Keys {
    pub(crate) tenant_id: String,
    pub(crate) subscription_id: String,
    pub(crate) client_id: String,
    /// The service principal's object id, which tokens and delegation keys name.
    pub(crate) object_id: String,
    #[serde(with = "crate::endpoint::in_clear")]
    pub(crate) client_secret: SecretString,
    pub(crate) storage_account_name: String,
    pub(crate) storage_account_key: SigningKey,
    pub(crate) batch_account_name: String,
    pub(crate) batch_account_key: SigningKey,
    /// Signs the bearer tokens.
    pub(crate) token_key: SigningKey,
    /// What user delegation keys are derived from.
    pub(crate) delegation_key: SigningKey,
}

impl Keys {
    /// The keys kept in `path`, or new ones which are then kept there.
    pub(crate) fn load_or_create(path: &Path) -> Result<Self, Error> {
        if let Some(content) = files::read_if_present(path)? {
            return serde_json::from_slice(&content).map_err(|error| Error::Damaged {
                path: path.to_owned(),
                reason: error.to_string(),
            });
        }
        let keys = Self::generate()?;
        let content = serde_json::to_vec_pretty(&keys).map_err(|error| Error::File {
            path: path.to_owned(),
            source: error.into(),
        })?;
        files::write_private(path, &content)?;
        Ok(keys)
    }

    /// New keys, different for every installation.
    pub(crate) fn generate() -> Result<Self, Error> {
        let uuid = || Uuid::new_v4().to_string();
        // Account names: 3 to 24 lower-case letters and digits.
        let suffix = &Uuid::new_v4().simple().to_string()[..8];
        Ok(Self {
            tenant_id: uuid(),
            subscription_id: uuid(),
            client_id: uuid(),
            object_id: uuid(),
            client_secret: client_secret()?,
            storage_account_name: format!("longshore{suffix}"),
            storage_account_key: SigningKey::generate()?,
            batch_account_name: format!("batch{suffix}"),
            batch_account_key: SigningKey::generate()?,
            token_key: SigningKey::generate()?,
            delegation_key: SigningKey::generate()?,
        })
    }

    /// Whether `secret` is the service principal's, in time that does not depend on where they differ.
    pub(crate) fn is_client_secret(&self, secret: &str) -> bool {
        let expected = self
            .token_key
            .sign(self.client_secret.expose_secret().as_bytes());
        self.token_key.verifies(secret.as_bytes(), &expected)
    }
}

/// A letter first: command lines take what begins with a hyphen for an option, `az login -p SECRET` among them.
fn client_secret() -> Result<SecretString, Error> {
    let mut bytes = random::bytes::<31>()?;
    // Six bits make a character; those of the first sixteen are capitals.
    bytes[0] &= 0b0011_1111;
    Ok(URL_SAFE_NO_PAD.encode(bytes).into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_and_then_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.json");
        let first = Keys::load_or_create(&path).unwrap();
        let second = Keys::load_or_create(&path).unwrap();
        assert_eq!(
            serde_json::to_value(&first).unwrap(),
            serde_json::to_value(&second).unwrap()
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_the_keys() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.json");
        Keys::load_or_create(&path).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_damaged_file_is_named_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.json");
        std::fs::write(&path, "{").unwrap();
        let error = Keys::load_or_create(&path).err().unwrap();
        assert!(
            matches!(&error, Error::Damaged { path: named, .. } if *named == path),
            "{error:?}"
        );
        assert_eq!(std::fs::read(&path).unwrap(), b"{");
    }

    #[test]
    fn a_secret_begins_with_a_letter() {
        for _ in 0..500 {
            let secret = client_secret().unwrap();
            let first = secret.expose_secret().chars().next();
            assert!(first.is_some_and(|first| first.is_ascii_uppercase()));
        }
    }

    #[test]
    fn only_the_secret_itself_is_the_secret() {
        let keys = Keys::generate().unwrap();
        assert!(keys.is_client_secret(keys.client_secret.expose_secret()));
        assert!(!keys.is_client_secret(""));
        assert!(!keys.is_client_secret(&format!("{} ", keys.client_secret.expose_secret())));
    }
}
