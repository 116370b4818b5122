//! Content into blobs: small in one request, large in blocks.
//!
//! A block's id is its place and its hash. An upload that is cut off leaves its blocks with the service (for a week),
//! and the next upload of the same content finds them by those ids and sends only what is missing.

mod blocks;
mod source;

use std::{collections::HashMap, path::Path};

use azure_storage_blob::{BlobClient, models::BlobClientUploadOptions};
use bytes::Bytes;
use md5::Md5;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::{Blob, Progress, SHA256_METADATA, hex};
use crate::error::{Error, ErrorKind, Result};

const OPERATION: &str = "upload blob";

/// How an upload is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadOptions {
    /// The media type to store; `application/octet-stream` when absent.
    pub content_type: Option<String>,
    /// The SHA-256 the content must have. Content that has changed since it was looked at does not become a blob.
    pub expected_sha256: Option<[u8; 32]>,
}

/// What an upload has left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// Bytes.
    pub size: u64,
    /// The content's SHA-256; also stored with the blob.
    pub sha256: [u8; 32],
    /// The version of the content.
    pub etag: Option<String>,
}

impl Blob {
    /// Makes a blob of bytes in memory, over one of that name that is there.
    ///
    /// # Errors
    /// What the request fails with; [`ErrorKind::Verification`] when the content is not what was expected, or the
    /// service received something else.
    pub async fn upload_bytes(
        &self,
        container: &str,
        blob: &str,
        bytes: Bytes,
        options: UploadOptions,
    ) -> Result<Uploaded> {
        put(&self.client(OPERATION, container, blob)?, bytes, &options).await
    }

    /// Makes a blob of a file, over one of that name that is there. Memory is bounded by the tuning's blocks. Each
    /// block is checked by the service against its MD5, and the blob exists only once all blocks are there.
    ///
    /// # Errors
    /// What a request fails with; [`ErrorKind::Io`] for the file; [`ErrorKind::Verification`] when the file is not
    /// what was expected, or changed meanwhile; [`ErrorKind::Cancelled`]. Asking again sends what is missing.
    pub async fn upload_file(
        &self,
        container: &str,
        blob: &str,
        path: &Path,
        options: UploadOptions,
        progress: Progress,
        cancel: CancellationToken,
    ) -> Result<Uploaded> {
        let client = self.client(OPERATION, container, blob)?;
        let upload = async {
            progress(0);
            let size = source::size(path).await?;
            if size > u64::from(self.inner.tuning.block_size) {
                return self
                    .put_in_blocks(&client, path, size, &options, &progress)
                    .await;
            }
            let bytes = tokio::fs::read(path)
                .await
                .map_err(|error| Error::io(OPERATION, path, error))?;
            let uploaded = put(&client, bytes.into(), &options).await?;
            progress(uploaded.size);
            Ok(uploaded)
        };
        cancel
            .run_until_cancelled(upload)
            .await
            .unwrap_or_else(|| Err(Error::new(OPERATION, ErrorKind::Cancelled)))
    }
}

/// Makes a blob in one request. The service answers with the MD5 of what it received.
async fn put(client: &BlobClient, bytes: Bytes, options: &UploadOptions) -> Result<Uploaded> {
    let (size, sha256): (_, [u8; 32]) = (bytes.len() as u64, Sha256::digest(&bytes).into());
    expect(options, sha256)?;
    let md5 = Md5::digest(&bytes).to_vec();
    let request = BlobClientUploadOptions {
        blob_content_type: Some(content_type(options)),
        blob_content_md5: Some(md5.clone()),
        metadata: Some(metadata(sha256)),
        // One request whatever the size: the caller has decided.
        partition_size: std::num::NonZero::new(size.max(1)),
        ..BlobClientUploadOptions::default()
    };
    let reply = client
        .upload(bytes.into(), Some(request))
        .await
        .map_err(|error| Error::from_sdk(OPERATION, error))?;
    if reply.content_md5.is_some_and(|received| received != md5) {
        return Err(verification(
            "the service received something else than was sent",
        ));
    }
    Ok(Uploaded {
        size,
        sha256,
        etag: reply.etag.map(|etag| etag.to_string()),
    })
}

fn expect(options: &UploadOptions, sha256: [u8; 32]) -> Result<()> {
    match options.expected_sha256 {
        Some(expected) if expected != sha256 => Err(verification(
            "the content is no longer what it was when it was looked at",
        )),
        _ => Ok(()),
    }
}

fn content_type(options: &UploadOptions) -> String {
    options
        .content_type
        .clone()
        .unwrap_or_else(|| "application/octet-stream".into())
}

fn metadata(sha256: [u8; 32]) -> HashMap<String, String> {
    HashMap::from([(SHA256_METADATA.to_owned(), hex(&sha256))])
}

fn verification(reason: &str) -> Error {
    Error::new(
        OPERATION,
        ErrorKind::Verification {
            reason: reason.into(),
        },
    )
}
