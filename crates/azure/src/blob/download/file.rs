use std::{fs::File, io, io::Write, ops::Range, path::Path};

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use md5::Md5;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use super::{
    OPERATION,
    range::{Part, fetch},
};
use crate::{
    blob::{Blob, Progress, stored_sha256},
    error::{Error, ErrorKind, Result},
};

/// What a download has left in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// Bytes.
    pub size: u64,
    /// The SHA-256 of what was written.
    pub sha256: [u8; 32],
    /// The version of the content.
    pub etag: Option<String>,
}

impl Blob {
    /// Writes a blob to a file, which is made or emptied first. Give it a name nobody else reads (`….part`) and rename
    /// it when this returns: the file is then complete, checked against the size and hash the blob was stored with, and
    /// on disk. Memory is bounded by the tuning's blocks.
    ///
    /// # Errors
    /// What a request fails with; a conflict (`ConditionNotMet`) when the blob is written meanwhile;
    /// [`ErrorKind::Verification`] when size or hash are not what was stored, or the size is not `expected_len`;
    /// [`ErrorKind::Io`] for the file, a full disk included; [`ErrorKind::Cancelled`]. The file is left as it is then.
    pub async fn download_file(
        &self,
        container: &str,
        blob: &str,
        part_file: &Path,
        expected_len: Option<u64>,
        progress: Progress,
        cancel: CancellationToken,
    ) -> Result<Downloaded> {
        let download = self.fetch_file(container, blob, part_file, expected_len, progress);
        cancel
            .run_until_cancelled(download)
            .await
            .unwrap_or_else(|| Err(Error::new(OPERATION, ErrorKind::Cancelled)))
    }

    async fn fetch_file(
        &self,
        container: &str,
        blob: &str,
        path: &Path,
        expected_len: Option<u64>,
        progress: Progress,
    ) -> Result<Downloaded> {
        let tuning = &self.inner.tuning;
        let client = self.client(OPERATION, container, blob)?;
        let step = u64::from(tuning.block_size.max(1));
        progress(0);
        let first = fetch(&client, 0..step, None, tuning).await?;
        let (total, etag) = (first.total, first.etag.clone());
        if let Some(expected) = expected_len.filter(|expected| *expected != total) {
            return Err(verification(format!(
                "the blob has {total} bytes instead of {expected}"
            )));
        }
        let mut sink = Sink::create(path, &first).await?;
        sink = sink.write(first.bytes).await?;
        progress(sink.written);

        let rest = stream::iter(ranges(step, total))
            .map(|range| fetch(&client, range, etag.clone(), tuning))
            .buffered(tuning.parallel_blocks.max(1));
        let mut parts = std::pin::pin!(rest);
        while let Some(part) = parts.try_next().await? {
            sink = sink.write(part.bytes).await?;
            progress(sink.written);
        }
        let etag = etag.as_ref().map(ToString::to_string);
        sink.finish(total, etag).await
    }
}

/// The ranges after the first, each `step` long but the last.
fn ranges(step: u64, total: u64) -> impl Iterator<Item = Range<u64>> {
    let starts = std::iter::successors(Some(step), move |start| start.checked_add(step));
    starts
        .take_while(move |start| *start < total)
        .map(move |start| start..total.min(start.saturating_add(step)))
}

/// The file and the hashes of what went into it. Work on it is done on blocking threads and gives it back.
struct Sink {
    path: std::path::PathBuf,
    file: File,
    written: u64,
    sha256: Sha256,
    expected_sha256: Option<[u8; 32]>,
    /// Only when the service knows no better hash.
    md5: Option<(Md5, Vec<u8>)>,
}

impl Sink {
    async fn create(path: &Path, first: &Part) -> Result<Self> {
        let expected_sha256 = stored_sha256(&first.metadata);
        let md5 = first.md5.clone().filter(|_| expected_sha256.is_none());
        let path = path.to_owned();
        blocking(move || {
            let file = File::create(&path).map_err(|error| Error::io(OPERATION, &path, error))?;
            let md5 = md5.map(|expected| (Md5::new(), expected));
            Ok(Self {
                path,
                file,
                written: 0,
                sha256: Sha256::new(),
                expected_sha256,
                md5,
            })
        })
        .await
    }

    async fn write(mut self, bytes: Bytes) -> Result<Self> {
        blocking(move || {
            self.file
                .write_all(&bytes)
                .map_err(|error| Error::io(OPERATION, &self.path, error))?;
            self.written += bytes.len() as u64;
            self.sha256.update(&bytes);
            if let Some((md5, _)) = &mut self.md5 {
                md5.update(&bytes);
            }
            Ok(self)
        })
        .await
    }

    async fn finish(self, total: u64, etag: Option<String>) -> Result<Downloaded> {
        blocking(move || {
            let sha256: [u8; 32] = self.sha256.finalize().into();
            if self.written != total {
                return Err(verification(format!(
                    "{} of {total} bytes arrived",
                    self.written
                )));
            }
            let sha256_differs = self
                .expected_sha256
                .is_some_and(|expected| expected != sha256);
            let md5_differs = self
                .md5
                .is_some_and(|(md5, expected)| md5.finalize()[..] != expected[..]);
            if sha256_differs || md5_differs {
                return Err(verification(
                    "the content does not have the hash it was stored with".into(),
                ));
            }
            self.file
                .sync_all()
                .map_err(|error| Error::io(OPERATION, &self.path, error))?;
            Ok(Downloaded {
                size: total,
                sha256,
                etag,
            })
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    // A failed join means that the runtime is shutting down.
    let joined = tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other);
    joined.unwrap_or_else(|_| Err(Error::new(OPERATION, ErrorKind::Cancelled)))
}

fn verification(reason: String) -> Error {
    Error::new(OPERATION, ErrorKind::Verification { reason })
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn the_ranges_after_the_first_cover_the_rest_without_overlap() {
        assert_eq!(ranges(4, 11).collect::<Vec<_>>(), [4..8, 8..11]);
        assert_eq!(ranges(4, 8).collect::<Vec<_>>(), vec![4..8; 1]);
        assert_eq!(ranges(4, 4).collect::<Vec<_>>(), []);
        assert_eq!(ranges(4, 0).collect::<Vec<_>>(), []);
    }
}
