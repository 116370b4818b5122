use std::{collections::HashMap, num::NonZero, ops::Range};

use azure_core::http::Etag;
use azure_storage_blob::{BlobClient, models::BlobClientDownloadOptions};
use bytes::Bytes;

use super::OPERATION;
use crate::{
    error::{Error, ErrorKind, Result},
    retry::Tries,
    tuning::Tuning,
};

/// One range of a blob, complete.
pub(super) struct Part {
    pub(super) bytes: Bytes,
    /// The size of the whole blob.
    pub(super) total: u64,
    pub(super) etag: Option<Etag>,
    /// The MD5 stored with the whole blob.
    pub(super) md5: Option<Vec<u8>>,
    pub(super) metadata: HashMap<String, String>,
}

/// Fetches the bytes of a range that is not empty, of the version `etag` when there is one. A body that breaks off is
/// fetched again: the SDK sees to the request, but not to what comes after the headers.
pub(super) async fn fetch(
    client: &BlobClient,
    range: Range<u64>,
    etag: Option<Etag>,
    tuning: &Tuning,
) -> Result<Part> {
    let mut tries = Tries::new(tuning);
    loop {
        let options = BlobClientDownloadOptions {
            range: Some(range.clone().into()),
            if_match: etag.clone(),
            // The range is one request.
            partition_size: NonZero::new(usize::MAX),
            parallel: NonZero::new(1),
            ..BlobClientDownloadOptions::default()
        };
        let reply = client
            .download(Some(options))
            .await
            .map_err(|error| Error::from_sdk(OPERATION, error))?;
        let properties = reply.properties;
        let content_range = reply.headers.get_optional_string(&"content-range".into());
        let error = match reply.body.collect().await {
            Ok(bytes) => {
                let total = content_range
                    .as_deref()
                    .and_then(total_of)
                    .unwrap_or(bytes.len() as u64);
                if bytes.len() as u64 == total.min(range.end).saturating_sub(range.start) {
                    return Ok(Part {
                        bytes,
                        total,
                        etag: properties.etag,
                        // Of a whole reply, the MD5 of the blob is the MD5 of the content.
                        md5: properties
                            .blob_content_md5
                            .or(properties.content_md5.filter(|_| content_range.is_none())),
                        metadata: properties.metadata,
                    });
                }
                let reason = "a part of the blob came with another length than asked for".into();
                Error::new(OPERATION, ErrorKind::Verification { reason })
            }
            Err(error) => Error::from_sdk(OPERATION, error),
        };
        if !tries.again(None).await {
            return Err(error);
        }
        tracing::debug!(%error, start = range.start, "fetching a part again");
    }
}

/// The size of the whole in `bytes 0-99/1234`.
fn total_of(content_range: &str) -> Option<u64> {
    content_range.rsplit_once('/')?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::total_of;

    #[test]
    fn the_total_is_read_from_the_content_range() {
        assert_eq!(total_of("bytes 0-99/1234"), Some(1234));
        assert_eq!(total_of("bytes 0-99/*"), None);
        assert_eq!(total_of("nonsense"), None);
    }
}
