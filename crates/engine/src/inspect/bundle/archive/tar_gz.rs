//! Tar archives compressed by gzip, in one pass.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use flate2::read::MultiGzDecoder;
use longshore_model::Report;
use tar::EntryType;

use crate::inspect::{
    Opened,
    bundle::entries::{Entries, Kind, MANIFEST_LIMIT, too_large},
};

use super::{MANIFEST, beginning, damaged, not_an_archive};

/// What may lie between the content of one entry and the next: headers, and long names, which are read into memory.
const SLACK: u64 = 2 << 20;

/// Checks the entries of a tar.gz, in one pass.
pub(in crate::inspect::bundle) fn tar_gz(opened: &mut Opened) -> Result<Entries, Report> {
    let head = opened.head(64)?;
    if !head.starts_with(b"\x1f\x8b") {
        return Err(not_an_archive(
            "tar.gz",
            &head,
            "it is not compressed by gzip",
        ));
    }
    let mut entries = Entries::of_archive(opened.size);
    let allowance = Rc::new(Cell::new(SLACK));
    let unpacked = Bounded {
        inner: MultiGzDecoder::new(opened.rewound()?),
        left: Rc::clone(&allowance),
    };
    let mut archive = tar::Archive::new(unpacked);
    for entry in archive.entries().map_err(|error| tar_says(&error))? {
        let entry = entry.map_err(|error| tar_says(&error))?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let link = entry
            .link_name_bytes()
            .map(|link| String::from_utf8_lossy(&link).into_owned())
            .unwrap_or_default();
        let kind = match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => Kind::File,
            EntryType::Directory => Kind::Folder,
            EntryType::Symlink => Kind::Symlink(&link),
            EntryType::Link => Kind::HardLink(&link),
            // What `git archive` writes first: a comment.
            EntryType::XGlobalHeader => continue,
            _ => Kind::Special,
        };
        entries.add(&name, &kind, entry.size())?;
        allowance.set(entry.size().saturating_add(SLACK));
        if name.trim_start_matches("./") == MANIFEST && matches!(kind, Kind::File) {
            entries.manifest = Some(beginning(entry, MANIFEST_LIMIT + 1)?);
        }
    }
    // The tar's end is not the file's: the checksum that follows tells whether the file is whole.
    let mut rest = archive.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(|error| tar_says(&error))?;
    entries.checked()
}

fn tar_says(error: &io::Error) -> Report {
    match error.kind() {
        io::ErrorKind::QuotaExceeded => too_large(),
        _ => damaged(&error.to_string()),
    }
}

/// A reader that fails once more was read than is allowed. The sizes that entries state are checked when they are met;
/// what they do not state is held in check by this.
struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.ok_or(io::ErrorKind::QuotaExceeded)?);
        Ok(read)
    }
}
