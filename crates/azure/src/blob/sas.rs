//! Shared access signatures: addresses that carry their own right, for nodes that have no identity.
//!
//! They are signed with a user delegation key, which the service gives to the service principal (role Storage Blob
//! Data Contributor), so that no account key is needed. The key is kept and used for many signatures.

use std::{sync::Arc, time::Duration};

use azure_storage_blob::models::KeyInfo;
use azure_storage_common::models::UserDelegationKey;
use azure_storage_sas::{SasBuilder, SasProtocol};
use secrecy::SecretString;
use time::OffsetDateTime;
use url::Url;

use super::Blob;
use crate::error::{Error, ErrorKind, Result};

/// The longest a signature may be good for. The service allows its keys seven days; a quarter of an hour less leaves room
/// for clocks that differ, at both ends of a key's life.
pub const MAX_SAS_LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600 - 15 * 60);

/// How long a delegation key is asked for: as long as the service gives one, less a minute for clocks that differ.
const KEY_LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600 - 60);

/// How far back a key's life begins, for clocks that differ.
const CLOCK_SKEW: Duration = Duration::from_secs(5 * 60);

/// What a signature for a container allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SasPermissions {
    /// Read blobs.
    pub read: bool,
    /// Create blobs that are not there.
    pub create: bool,
    /// Write blobs, also over existing ones.
    pub write: bool,
    /// List the blobs.
    pub list: bool,
}

impl SasPermissions {
    /// What a node needs to fetch inputs: read and list.
    pub const READ: Self = Self {
        read: true,
        create: false,
        write: false,
        list: true,
    };
    /// What a node needs to bring outputs: create and write, and read and list as the Batch node agent does.
    pub const READ_WRITE: Self = Self {
        read: true,
        create: true,
        write: true,
        list: true,
    };
}

impl Blob {
    /// The address of a container with the right to use it until `expiry`. Treat it as a secret.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] when `expiry` is past or further than [`MAX_SAS_LIFETIME`] away; what the request for
    /// a key fails with.
    pub async fn container_sas(
        &self,
        container: &str,
        permissions: SasPermissions,
        expiry: OffsetDateTime,
    ) -> Result<SecretString> {
        let key = self.delegation_key(expiry).await?;
        let mut sas = self.signer(&key, expiry)?.container(container);
        if permissions.read {
            sas = sas.read();
        }
        if permissions.create {
            sas = sas.create();
        }
        if permissions.write {
            sas = sas.write();
        }
        if permissions.list {
            sas = sas.list();
        }
        self.address(&[container], &sas.build())
    }

    /// The address of a blob with the right to read it until `expiry`. Treat it as a secret.
    ///
    /// # Errors
    /// As [`Blob::container_sas`].
    pub async fn blob_read_sas(
        &self,
        container: &str,
        blob: &str,
        expiry: OffsetDateTime,
    ) -> Result<SecretString> {
        let key = self.delegation_key(expiry).await?;
        let token = self
            .signer(&key, expiry)?
            .blob(container, blob)
            .read()
            .build();
        let segments: Vec<&str> = std::iter::once(container).chain(blob.split('/')).collect();
        self.address(&segments, &token)
    }

    /// The address of a container as such, for whoever has a right of their own.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] when the endpoint cannot have paths.
    pub fn container_address(&self, container: &str) -> Result<Url> {
        let mut url: Url = self.inner.endpoint.clone();
        url.path_segments_mut()
            .map_err(|()| settings("the blob endpoint cannot have paths"))?
            .pop_if_empty()
            .push(container);
        Ok(url)
    }

    /// The storage account's name.
    pub fn account(&self) -> &str {
        &self.inner.account
    }

    fn signer<'a>(
        &self,
        key: &'a UserDelegationKey,
        expiry: OffsetDateTime,
    ) -> Result<SasBuilder<'a>> {
        Ok(SasBuilder::new(self.inner.account.as_str(), key, expiry)
            .map_err(|error| Error::from_sdk(OPERATION, error))?
            .protocol(SasProtocol::Https))
    }

    fn address(&self, segments: &[&str], token: &str) -> Result<SecretString> {
        let mut url: Url = self.inner.endpoint.clone();
        url.path_segments_mut()
            .map_err(|()| settings("the blob endpoint cannot have paths"))?
            .pop_if_empty()
            .extend(segments);
        url.set_query(Some(token));
        Ok(String::from(url).into())
    }

    /// A key that outlives `expiry`: the one at hand, or a new one.
    async fn delegation_key(&self, expiry: OffsetDateTime) -> Result<Arc<UserDelegationKey>> {
        let now = OffsetDateTime::now_utc();
        if expiry <= now {
            return Err(settings("a signature cannot expire in the past"));
        }
        if expiry > now + MAX_SAS_LIFETIME {
            return Err(settings(
                "a signature cannot be good for seven days or more",
            ));
        }
        let mut kept = self.inner.delegation.lock().await;
        if let Some(key) = kept
            .as_ref()
            .filter(|key| key.signed_expiry.is_some_and(|end| end >= expiry))
        {
            return Ok(key.clone());
        }
        let fail = |error| Error::from_sdk(OPERATION, error);
        let info = KeyInfo {
            start: Some(now - CLOCK_SKEW),
            expiry: Some(now + KEY_LIFETIME - CLOCK_SKEW),
            ..KeyInfo::default()
        };
        let request = info.try_into().map_err(fail)?;
        let reply = self
            .inner
            .service
            .get_user_delegation_key(request, None)
            .await
            .map_err(fail)?;
        let key = Arc::new(reply.into_model().map_err(fail)?);
        *kept = Some(key.clone());
        Ok(key)
    }
}

const OPERATION: &str = "sign access to storage";

fn settings(reason: &str) -> Error {
    Error::new(
        OPERATION,
        ErrorKind::Settings {
            reason: reason.into(),
        },
    )
}
