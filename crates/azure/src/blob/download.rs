//! Blobs into memory or files: in ranges, several at once, each checked for its length, all of the same version.

mod file;
mod range;

use std::ops::Range;

use bytes::Bytes;

use super::Blob;
use crate::error::{ErrorKind, Result};

pub use file::Downloaded;

const OPERATION: &str = "download blob";

/// A part of a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobBytes {
    /// The bytes.
    pub bytes: Bytes,
    /// The size of the whole blob.
    pub total: u64,
}

impl Blob {
    /// Bytes of a blob into memory: those of `range` that exist. The range is the caller's bound on memory.
    ///
    /// # Errors
    /// What the request fails with; not found when there is no such blob.
    pub async fn download_bytes(
        &self,
        container: &str,
        blob: &str,
        range: Range<u64>,
    ) -> Result<BlobBytes> {
        let client = self.client(OPERATION, container, blob)?;
        if !range.is_empty() {
            match range::fetch(&client, range, None, &self.inner.tuning).await {
                Ok(part) => {
                    return Ok(BlobBytes {
                        bytes: part.bytes,
                        total: part.total,
                    });
                }
                // The range begins at or after the end.
                Err(error) if matches!(error.kind(), ErrorKind::Service { status: 416, .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let total = self.blob_properties(container, blob).await?.size;
        Ok(BlobBytes {
            bytes: Bytes::new(),
            total,
        })
    }
}
