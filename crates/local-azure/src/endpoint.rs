//! How to reach a running service.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::keys::Keys;
use crate::redirect::Redirect;

/// Everything a client needs to be configured with; the document `longshore local --json` prints and
/// `endpoint.json` holds. `Debug` does not show the secrets.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Endpoint {
    /// The authority host tokens are asked of, such as `https://127.0.0.1:40123`.
    pub authority: String,
    /// The installation's tenant.
    pub tenant_id: String,
    /// The installation's service principal.
    pub client_id: String,
    /// The service principal's secret: a key to nothing but this service.
    #[serde(with = "in_clear")]
    pub client_secret: SecretString,
    /// The Batch account's URL, without a path.
    pub batch_account_url: String,
    /// The Batch account's name, for Shared Key.
    pub batch_account_name: String,
    /// The Batch account's key in base64, for Shared Key.
    #[serde(with = "in_clear")]
    pub batch_account_key: SecretString,
    /// The storage account's name, for Shared Key and SAS.
    pub storage_account_name: String,
    /// The storage account's key in base64, for Shared Key.
    #[serde(with = "in_clear")]
    pub storage_account_key: SecretString,
    /// The storage account's URL, path-style: `https://127.0.0.1:PORT/<account>`.
    pub blob_endpoint: String,
    /// The pool that is always there.
    pub pool_id: String,
    /// The certificate (PEM file) to trust for this service and nothing else.
    pub ca_cert: PathBuf,
    /// How programs that build Azure's addresses themselves are redirected, if they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect: Option<Redirect>,
    /// The version of the service; empty for one that did not say it yet.
    #[serde(default)]
    pub version: String,
}

impl Endpoint {
    /// The one pool of the local service, whose one node is this computer.
    pub(crate) const POOL_ID: &str = "local";

    pub(crate) fn new(keys: &Keys, base_url: &str, ca_cert: PathBuf) -> Self {
        Self {
            authority: base_url.to_owned(),
            tenant_id: keys.tenant_id.clone(),
            client_id: keys.client_id.clone(),
            client_secret: keys.client_secret.clone(),
            batch_account_url: base_url.to_owned(),
            batch_account_name: keys.batch_account_name.clone(),
            batch_account_key: keys.batch_account_key.to_base64(),
            storage_account_name: keys.storage_account_name.clone(),
            storage_account_key: keys.storage_account_key.to_base64(),
            blob_endpoint: format!("{base_url}/{}", keys.storage_account_name),
            pool_id: Self::POOL_ID.to_owned(),
            ca_cert,
            redirect: None,
            version: env!("CARGO_PKG_VERSION").into(),
        }
    }
}

/// Serialises a secret as it is. Only for the two 0600 files and the one printed line that exist to hand it on.
pub(crate) mod in_clear {
    use secrecy::{ExposeSecret as _, SecretString};
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        secret: &SecretString,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(secret.expose_secret())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<SecretString, D::Error> {
        String::deserialize(deserializer).map(SecretString::from)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn debug_shows_no_secret_and_json_carries_them_all() {
        let endpoint = Endpoint::new(
            &Keys::generate().unwrap(),
            "https://127.0.0.1:1",
            "ca.pem".into(),
        );
        let debug = format!("{endpoint:?}");
        let json = serde_json::to_string(&endpoint).unwrap();
        for secret in [
            &endpoint.client_secret,
            &endpoint.batch_account_key,
            &endpoint.storage_account_key,
        ] {
            assert!(!debug.contains(secret.expose_secret()));
            assert!(json.contains(secret.expose_secret()));
        }
    }
}
