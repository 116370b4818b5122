//! The file that becomes a blob, read in blocks on a thread of its own.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tokio::{sync::mpsc, task::JoinHandle};

use super::OPERATION;
use crate::error::{Error, ErrorKind, Result};

/// The most blocks a blob may have.
const MAX_BLOCKS: u64 = 50_000;
/// The largest block: 4,000 MiB, since version 2019-12-12 of the service.
const MAX_BLOCK: u64 = 4_000 << 20;

/// A file being read. Blocks arrive in order; the reader keeps one ahead and no more, so that memory is bounded.
pub(super) struct Source {
    pub(super) blocks: mpsc::Receiver<Bytes>,
    path: PathBuf,
    reader: JoinHandle<io::Result<(u64, [u8; 32])>>,
}

impl Source {
    pub(super) fn open(path: &Path, block_size: usize) -> Self {
        let (sender, blocks) = mpsc::channel(1);
        let file = path.to_owned();
        let reader = tokio::task::spawn_blocking(move || read(&file, block_size, &sender));
        Self {
            blocks,
            path: path.to_owned(),
            reader,
        }
    }

    /// Size and SHA-256 of all that was read.
    pub(super) async fn finish(self) -> Result<(u64, [u8; 32])> {
        match self.reader.await {
            Ok(outcome) => outcome.map_err(|error| Error::io(OPERATION, self.path, error)),
            // The runtime is shutting down.
            Err(_) => Err(Error::new(OPERATION, ErrorKind::Cancelled)),
        }
    }
}

/// Reads until the end, or until nobody takes the blocks any more.
fn read(
    path: &Path,
    block_size: usize,
    blocks: &mpsc::Sender<Bytes>,
) -> io::Result<(u64, [u8; 32])> {
    let mut file = File::open(path)?;
    let (mut size, mut hash) = (0, Sha256::new());
    loop {
        let mut block = Vec::with_capacity(block_size);
        (&mut file)
            .take(block_size as u64)
            .read_to_end(&mut block)?;
        size += block.len() as u64;
        hash.update(&block);
        if block.is_empty() || blocks.blocking_send(block.into()).is_err() {
            return Ok((size, hash.finalize().into()));
        }
    }
}

/// The size of a file in bytes. What is not a file (a pipe would never end) is refused.
pub(super) async fn size(path: &Path) -> Result<u64> {
    let outcome = tokio::fs::metadata(path).await.and_then(|metadata| {
        if metadata.is_file() {
            Ok(metadata.len())
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "not a file"))
        }
    });
    outcome.map_err(|error| Error::io(OPERATION, path, error))
}

/// The block size for a content: the wished one, unless that would make more blocks than a blob may have.
pub(super) fn block_size(size: u64, wished: u32) -> Result<usize> {
    let needed = size.div_ceil(MAX_BLOCKS).max(u64::from(wished).max(1));
    if needed > MAX_BLOCK {
        let reason =
            "the file is larger than a blob may be (190.7 TiB, 50,000 blocks of 4,000 MiB)".into();
        return Err(Error::new(OPERATION, ErrorKind::Settings { reason }));
    }
    Ok(usize::try_from(needed).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write as _;

    use proptest::{prelude::*, test_runner::RngSeed};

    use super::{MAX_BLOCK, MAX_BLOCKS, Source, block_size};

    proptest! {
        #![proptest_config(ProptestConfig {
            rng_seed: RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn whatever_the_size_blocks_are_neither_too_many_nor_too_large(
            size in any::<u64>(),
            shift in 0..64_u32,
            wished in any::<u32>(),
        ) {
            let size = size >> shift;
            let Ok(block) = block_size(size, wished) else {
                prop_assert!(size > MAX_BLOCK * MAX_BLOCKS || u64::from(wished) > MAX_BLOCK);
                return Ok(());
            };
            let block = block as u64;
            prop_assert!(block >= u64::from(wished).max(1) && block <= MAX_BLOCK);
            prop_assert!(size.div_ceil(block) <= MAX_BLOCKS);
        }

        #[test]
        fn the_blocks_of_a_file_are_the_file(
            content in prop::collection::vec(any::<u8>(), 0..2000),
            block in 1..700_usize,
        ) {
            let mut file = tempfile::NamedTempFile::new()?;
            file.write_all(&content)?;
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            let (blocks, size) = runtime.block_on(async {
                let mut source = Source::open(file.path(), block);
                let mut blocks = Vec::new();
                while let Some(bytes) = source.blocks.recv().await {
                    blocks.push(bytes);
                }
                (blocks, source.finish().await.unwrap().0)
            });
            prop_assert!(blocks.iter().rev().skip(1).all(|bytes| bytes.len() == block));
            prop_assert_eq!(blocks.concat(), content);
            prop_assert_eq!(size, blocks.iter().map(|bytes| bytes.len() as u64).sum::<u64>());
        }
    }

    #[test]
    fn blocks_grow_only_when_there_would_be_too_many() {
        const MIB: u64 = 1024 * 1024;
        let wished = 4 * 1024 * 1024;
        let size = |size| block_size(size, wished).unwrap();
        assert_eq!(size(5 * MIB), 4 * 1024 * 1024);
        // The last that fits, and one byte more.
        assert_eq!(size(200_000 * MIB), 4 * 1024 * 1024);
        assert_eq!(size(200_000 * MIB + 1), 4 * 1024 * 1024 + 1);
        assert_eq!(size(400_000 * MIB), 8 * 1024 * 1024);
    }

    #[test]
    fn what_is_larger_than_a_blob_may_be_is_refused_in_words() {
        let most = 50_000 * (4_000 << 20);
        assert_eq!(block_size(most, 1).unwrap(), 4_000 << 20);
        let refused = block_size(most + 1, 1).unwrap_err();
        assert!(
            refused.to_string().contains("larger than a blob may be"),
            "{refused}"
        );
    }
}
