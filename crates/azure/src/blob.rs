//! The Blob storage of an account.

mod container;
mod download;
mod list;
mod sas;
mod upload;

use std::{collections::HashMap, fmt, sync::Arc};

use azure_storage_blob::{
    BlobClient, BlobContainerClient, BlobServiceClient, BlobServiceClientOptions,
    models::BlobClientGetPropertiesResultHeaders,
};
use azure_storage_common::models::UserDelegationKey;
use tokio::sync::Mutex;
use url::Url;

use crate::{
    connection::Connection,
    error::{Error, ErrorKind, Result},
    identity::{Identity, client_options},
    transport::Transport,
    tuning::Tuning,
};

pub use container::OwnContainer;
pub use download::{BlobBytes, Downloaded};
pub use list::{BlobEntry, BlobPager};
pub use sas::{MAX_SAS_LIFETIME, SasPermissions};
pub use upload::{UploadOptions, Uploaded};

/// Is told the number of bytes done so far, from 0 up to the size of the content.
pub type Progress = Arc<dyn Fn(u64) + Send + Sync>;

/// The name of the metadata entry that holds the SHA-256 of the content in hexadecimal digits.
const SHA256_METADATA: &str = "sha256";

/// The client of one storage account. Cloning shares connections and token.
#[derive(Clone)]
pub struct Blob {
    inner: Arc<Inner>,
}

struct Inner {
    service: BlobServiceClient,
    /// Without a slash at the end.
    endpoint: Url,
    account: String,
    tuning: Tuning,
    delegation: Mutex<Option<Arc<UserDelegationKey>>>,
}

/// What is known about a blob besides its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobProperties {
    /// Bytes.
    pub size: u64,
    /// The version of the content; changes with every write.
    pub etag: Option<String>,
    /// The MD5 stored with the blob.
    pub md5: Option<Vec<u8>>,
    /// The SHA-256 that [`Blob::upload_file`] and [`Blob::upload_bytes`] stored with the blob.
    pub sha256: Option<[u8; 32]>,
    /// The free pairs stored with the blob.
    pub metadata: HashMap<String, String>,
}

impl Blob {
    pub(crate) fn new(
        connection: &Connection,
        identity: &Identity,
        transport: Arc<Transport>,
        tuning: Tuning,
    ) -> Result<Self> {
        let mut endpoint = connection.blob_endpoint.clone();
        // A slash at the end would become an empty segment before the container's name.
        let path = endpoint.path().trim_end_matches('/').to_owned();
        endpoint.set_path(&path);
        let mut client_options = client_options(transport, &tuning);
        client_options.per_call_policies.push(identity.renewal());
        let options = BlobServiceClientOptions {
            client_options,
            ..BlobServiceClientOptions::default()
        };
        let service =
            BlobServiceClient::new(endpoint.clone(), Some(identity.credential()), Some(options))
                .map_err(|error| Error::from_sdk("connect", error))?;
        Ok(Self {
            inner: Arc::new(Inner {
                service,
                endpoint,
                account: connection.storage_account.clone(),
                tuning,
                delegation: Mutex::new(None),
            }),
        })
    }

    /// Size, version, hashes and metadata of a blob.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such blob.
    pub async fn blob_properties(&self, container: &str, blob: &str) -> Result<BlobProperties> {
        let operation = "look at blob";
        let fail = |error| Error::from_sdk(operation, error);
        let reply = self
            .client(operation, container, blob)?
            .get_properties(None)
            .await
            .map_err(fail)?;
        let metadata = reply.metadata().map_err(fail)?;
        let size = reply.content_length().map_err(fail)?.ok_or_else(|| {
            Error::new(
                operation,
                ErrorKind::Protocol {
                    reason: "a blob without a size".into(),
                },
            )
        })?;
        Ok(BlobProperties {
            size,
            etag: reply.etag().map_err(fail)?.map(|etag| etag.to_string()),
            md5: reply.content_md5().map_err(fail)?,
            sha256: stored_sha256(&metadata),
            metadata,
        })
    }

    /// Deletes a blob. One that is gone already is a success.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn delete_blob(&self, container: &str, blob: &str) -> Result<()> {
        let operation = "delete blob";
        let outcome = self.client(operation, container, blob)?.delete(None).await;
        match outcome.map_err(|error| Error::from_sdk(operation, error)) {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn client(&self, operation: &'static str, container: &str, blob: &str) -> Result<BlobClient> {
        Ok(self
            .container(operation, container)?
            .blob_client(named(operation, blob)?))
    }

    fn container(&self, operation: &'static str, container: &str) -> Result<BlobContainerClient> {
        Ok(self
            .inner
            .service
            .blob_container_client(named(operation, container)?))
    }
}

/// The name, unless an address would lose it and lead to what is above: to the container, or to the account.
fn named<'a>(operation: &'static str, name: &'a str) -> Result<&'a str> {
    if matches!(name, "" | "." | "..") {
        let reason = "the name of a container or blob is empty or a dot".into();
        return Err(Error::new(operation, ErrorKind::Settings { reason }));
    }
    Ok(name)
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blob")
            .field("endpoint", &self.inner.endpoint.as_str())
            .finish_non_exhaustive()
    }
}

fn hex(hash: &[u8; 32]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that was stored as metadata. Names of metadata come back in the service's case.
fn stored_sha256(metadata: &HashMap<String, String>) -> Option<[u8; 32]> {
    let (_, text) = metadata
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(SHA256_METADATA))?;
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut hash = [0; 32];
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_hash_comes_back_as_it_was() {
        let hash: [u8; 32] = std::array::from_fn(|n| u8::try_from(n * 7 % 256).unwrap_or_default());
        let metadata = |name: &str, text: String| HashMap::from([(name.to_owned(), text)]);
        assert_eq!(stored_sha256(&metadata("SHA256", hex(&hash))), Some(hash));
        assert_eq!(stored_sha256(&metadata("other", hex(&hash))), None);
        assert_eq!(stored_sha256(&metadata("sha256", "g".repeat(64))), None);
        assert_eq!(stored_sha256(&metadata("sha256", "é".repeat(32))), None);
    }
}
