use std::{num::NonZero, path::PathBuf, sync::Arc};

use longshore_azure::{Azure, Blob, Created, Progress, Tuning, UploadOptions, Uploaded};
use longshore_tests::{azurite::Azurite, local::Local};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use super::wire::Wire;

/// The container of a case.
pub const CONTAINER: &str = "conformance";

/// How many blobs our client lists at once.
pub const PAGE: u32 = 4;

/// A Blob service of a test's own, and our client of it.
pub struct Storage {
    azure: Azure,
    wire: Wire,
    files: TempDir,
    _azurite: Option<Azurite>,
    _local: Local,
}

impl Storage {
    /// The service inside Longshore.
    pub fn embedded() -> Self {
        Self::new(Local::start(), None)
    }

    /// Azurite, with the tokens of the service inside Longshore: it issues none of its own.
    pub fn azurite() -> Self {
        Self::new(Local::start(), Some(Azurite::start()))
    }

    fn new(local: Local, azurite: Option<Azurite>) -> Self {
        let mut connection = local.connection();
        if let Some(azurite) = &azurite {
            connection.blob_endpoint = azurite.blob_endpoint().parse().unwrap();
            connection.storage_account = azurite.account().into();
            let trusted = connection.ca_pem.get_or_insert_default();
            trusted.extend_from_slice(azurite.ca_pem().as_bytes());
        }
        let tuning = Tuning {
            // So that a few blobs fill more than one.
            blobs_per_page: NonZero::new(PAGE),
            ..Tuning::default()
        };
        Self {
            azure: Azure::connect(&connection, tuning).unwrap(),
            wire: Wire::new(&connection),
            files: tempfile::tempdir().unwrap(),
            _azurite: azurite,
            _local: local,
        }
    }

    /// Our client.
    pub fn blob(&self) -> &Blob {
        self.azure.blob()
    }

    /// The service without our client in between, for what our client never asks.
    pub fn wire(&self) -> &Wire {
        &self.wire
    }

    /// Makes the case's container.
    pub async fn with_container(&self) -> &Self {
        let created = self.blob().create_container(CONTAINER).await.unwrap();
        assert_eq!(created, Created::New);
        self
    }

    /// Makes a blob in the case's container.
    pub async fn put(&self, name: &str, content: &[u8]) -> Uploaded {
        let bytes = content.to_vec().into();
        self.blob()
            .upload_bytes(CONTAINER, name, bytes, UploadOptions::default())
            .await
            .unwrap()
    }

    /// The whole content of a blob.
    pub async fn get(&self, name: &str) -> Vec<u8> {
        let all = self.blob().download_bytes(CONTAINER, name, 0..u64::MAX);
        all.await.unwrap().bytes.to_vec()
    }

    /// The names in the case's container that begin so.
    pub async fn list(&self, prefix: &str) -> Vec<String> {
        let pager = self.blob().list(CONTAINER, prefix).unwrap();
        let entries = pager.collect().await.unwrap();
        entries.into_iter().map(|entry| entry.name).collect()
    }

    /// A path for a file of the case's own.
    pub fn path(&self, name: &str) -> PathBuf {
        self.files.path().join(name)
    }
}

/// Content of a size that repeats in no block: a block that is lost, doubled or moved changes it.
pub fn content(size: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut content = Vec::with_capacity(size + 8);
    while content.len() < size {
        // Xorshift: quick also when not optimised.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        content.extend_from_slice(&state.to_le_bytes());
    }
    content.truncate(size);
    content
}

/// For transfers nobody watches.
pub fn unwatched() -> Progress {
    Arc::new(|_| {})
}

/// For transfers nobody cancels.
pub fn uncancelled() -> CancellationToken {
    CancellationToken::new()
}
