//! How many entries a zip says it has, without reading them.

use std::io::{Read, Seek, SeekFrom};

use longshore_model::Report;

use crate::inspect::{Opened, refusal};

/// The end record is 22 bytes and a comment of at most 65,535; before it may lie the larger one of Zip64 and its locator
/// (APPNOTE.TXT 4.3.14 to 4.3.16).
const TAIL: u64 = 22 + 65_535 + 20 + 56;

/// The number of entries that the end of the archive tells; 0 when there is no such end, which the reader refuses.
pub(super) fn entries(opened: &mut Opened) -> Result<u64, Report> {
    let start = opened.size.saturating_sub(TAIL);
    let mut tail = Vec::new();
    (opened.file.seek(SeekFrom::Start(start)))
        .and_then(|_| (&mut opened.file).take(TAIL).read_to_end(&mut tail))
        .map_err(|error| refusal::unreadable(&error))?;
    let small = last(&tail, b"PK\x05\x06")
        .and_then(|record| record.get(10..)?.first_chunk().copied())
        .map_or(0, u16::from_le_bytes);
    let large = last(&tail, b"PK\x06\x06")
        .and_then(|record| record.get(32..)?.first_chunk().copied())
        .map_or(0, u64::from_le_bytes);
    Ok(large.max(small.into()))
}

/// What follows the last place of a signature, itself included.
fn last<'a>(tail: &'a [u8], signature: &[u8; 4]) -> Option<&'a [u8]> {
    let at = tail.windows(4).rposition(|window| window == signature)?;
    tail.get(at..)
}
