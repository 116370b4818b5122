//! Reading content from its files.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;

use bytes::Bytes;
use futures::{Stream, StreamExt as _, stream};

use super::blob::Segment;
use super::content::Content;
use super::{Opened, Store};

/// How much is read at a time, in bytes.
const CHUNK: u64 = 512 * 1024;
/// How many chunks are in memory: one being sent, one being read.
const AHEAD: usize = 2;

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    file: PathBuf,
    from: u64,
    length: u64,
}

impl Piece {
    fn read(self) -> io::Result<Bytes> {
        let mut file = File::open(self.file)?;
        file.seek(SeekFrom::Start(self.from))?;
        let length = usize::try_from(self.length).map_err(io::Error::other)?;
        let mut content = Vec::with_capacity(length);
        file.take(self.length).read_to_end(&mut content)?;
        if content.len() != length {
            return Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "a content file is too short",
            ));
        }
        Ok(content.into())
    }
}

impl Opened {
    /// The bytes of `range`, which must lie within the blob, read while they are taken.
    pub(in crate::blob) fn read(
        self,
        store: &Store,
        range: Range<u64>,
    ) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        let lease = self.lease;
        let pieces = pieces(store.content.clone(), self.segments, range);
        stream::iter(pieces)
            .map(|piece| async move {
                tokio::task::spawn_blocking(move || piece.read())
                    .await
                    .unwrap_or_else(|stopped| Err(io::Error::other(stopped)))
            })
            .buffered(AHEAD)
            .inspect(move |_| {
                // Named so that it lives in the stream: the content stays until the last of it is sent.
                let _held = &lease;
            })
    }
}

/// The pieces of files that make up a range, in order.
fn pieces(
    content: Content,
    segments: Vec<Segment>,
    range: Range<u64>,
) -> impl Iterator<Item = Piece> {
    let mut end = 0;
    segments.into_iter().flat_map(move |segment| {
        let start = end;
        end += segment.length;
        let file = content.complete(&segment.file);
        let wanted = range.start.clamp(start, end) - start..range.end.clamp(start, end) - start;
        chunks(wanted).map(move |chunk| Piece {
            file: file.clone(),
            from: chunk.start,
            length: chunk.end - chunk.start,
        })
    })
}

fn chunks(range: Range<u64>) -> impl Iterator<Item = Range<u64>> {
    let mut from = range.start;
    std::iter::from_fn(move || {
        (from < range.end).then(|| {
            let chunk = from..range.end.min(from + CHUNK);
            from = chunk.end;
            chunk
        })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn plan(lengths: &[u64], range: Range<u64>) -> Vec<(char, u64, u64)> {
        let dir = tempfile::tempdir().unwrap();
        let segments = lengths
            .iter()
            .zip('a'..)
            .map(|(length, name)| Segment {
                block: None,
                file: format!("{name}00"),
                length: *length,
            })
            .collect();
        pieces(Content::open(dir.path()).unwrap(), segments, range)
            .map(|piece| {
                let name = piece
                    .file
                    .file_name()
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .chars()
                    .next()
                    .unwrap();
                (name, piece.from, piece.length)
            })
            .collect()
    }

    #[test]
    fn a_range_is_taken_from_the_files_it_touches() {
        assert_eq!(
            plan(&[10, 10, 10], 0..30),
            [('a', 0, 10), ('b', 0, 10), ('c', 0, 10)]
        );
        assert_eq!(plan(&[10, 10, 10], 5..15), [('a', 5, 5), ('b', 0, 5)]);
        assert_eq!(plan(&[10, 0, 10], 10..11), [('c', 0, 1)]);
        assert_eq!(plan(&[10], 3..3), []);
    }

    #[test]
    fn a_long_file_is_read_in_chunks() {
        assert_eq!(
            plan(&[CHUNK * 2 + 1], 0..CHUNK * 2 + 1),
            [('a', 0, CHUNK), ('a', CHUNK, CHUNK), ('a', CHUNK * 2, 1)]
        );
    }
}
