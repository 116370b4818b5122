//! The entries of zip and tar.gz archives. Nothing is unpacked.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use longshore_model::Report;
use tar::EntryType;
use zip::{ZipArchive, result::ZipError};

use crate::inspect::{Opened, looks_like, refusal::bad, shown};

use super::entries::{Entries, Kind, MANIFEST_LIMIT, too_large};

/// The name of the manifest, at the top of a bundle.
const MANIFEST: &str = "payload.toml";
/// Longest link target.
const LINK_LIMIT: u64 = 4096;
/// The bits of a Unix mode that tell what an entry is (`S_IFMT`), and their values.
const TYPE: u32 = 0o170_000;
const SYMLINK: u32 = 0o120_000;
const REGULAR: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

/// Checks the entries of a zip, by its directory.
pub(super) fn zip(opened: &mut Opened) -> Result<Entries, Report> {
    let size = opened.size;
    let head = opened.head(64)?;
    let mut archive = ZipArchive::new(opened.rewound()?)
        .map_err(|error| not_an_archive("zip", &head, &zip_says(&error)))?;
    if archive.has_duplicate_names() {
        return Err(bad(
            "Two of its entries have the same name.",
            "Which of them is meant cannot be told. Pack the bundle again.",
        ));
    }
    let mut entries = Entries::of_archive(size);
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|error| damaged(&zip_says(&error)))?;
        let name = entry
            .name()
            .map_err(|error| damaged(&zip_says(&error)))?
            .into_owned();
        let (size, is_folder, mode) = (
            entry.size(),
            entry.is_dir(),
            entry.unix_mode().unwrap_or_default() & TYPE,
        );
        if entry.encrypted() {
            return Err(bad(
                format!("Its entry \u{201c}{}\u{201d} is encrypted.", shown(&name)),
                "A node has no password for it. Pack the bundle without one.",
            ));
        }
        drop(entry);
        let target = if mode == SYMLINK {
            let link = archive
                .by_index(index)
                .map_err(|error| damaged(&zip_says(&error)))?;
            beginning(link, LINK_LIMIT)?
        } else {
            vec![]
        };
        let kind = match mode {
            // A target that is no text is none to be trusted: "/" leaves every bundle.
            SYMLINK => Kind::Symlink(std::str::from_utf8(&target).unwrap_or("/")),
            _ if is_folder => Kind::Folder,
            0 | REGULAR | FOLDER => Kind::File,
            _ => Kind::Special,
        };
        entries.add(&name, &kind, size)?;
    }
    if entries.contains(MANIFEST) {
        let manifest = archive
            .by_name(MANIFEST)
            .map_err(|error| damaged(&zip_says(&error)))?;
        entries.manifest = Some(beginning(manifest, MANIFEST_LIMIT + 1)?);
    }
    Ok(entries)
}

/// Checks the entries of a tar.gz, in one pass.
pub(super) fn tar_gz(opened: &mut Opened) -> Result<Entries, Report> {
    let head = opened.head(64)?;
    if !head.starts_with(b"\x1f\x8b") {
        return Err(not_an_archive(
            "tar.gz",
            &head,
            "it is not compressed by gzip",
        ));
    }
    let mut entries = Entries::of_archive(opened.size);
    // The sizes that entries state are checked, but a bomb need not state them: what is unpacked is limited as well.
    let limit = opened.size.saturating_mul(1100).saturating_add(64 << 20);
    let unpacked = Bounded {
        inner: MultiGzDecoder::new(opened.rewound()?),
        left: limit,
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
            EntryType::XGlobalHeader => continue,
            _ => Kind::Special,
        };
        entries.add(&name, &kind, entry.size())?;
        if name.trim_start_matches("./") == MANIFEST && matches!(kind, Kind::File) {
            entries.manifest = Some(beginning(entry, MANIFEST_LIMIT + 1)?);
        }
    }
    // The tar's end is not the file's: the checksum that follows tells whether the file is whole.
    let mut rest = archive.into_inner();
    io::copy(&mut rest, &mut io::sink()).map_err(|error| tar_says(&error))?;
    Ok(entries)
}

fn beginning(entry: impl Read, limit: u64) -> Result<Vec<u8>, Report> {
    let mut bytes = vec![];
    entry
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| damaged(&error.to_string()))?;
    Ok(bytes)
}

fn zip_says(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) => error.to_string(),
        ZipError::InvalidArchive(why) => why.to_string(),
        ZipError::CompressionMethodNotSupported(method) => {
            format!("compression method {method} is not known; use deflate")
        }
        other => other.to_string(),
    }
}

fn tar_says(error: &io::Error) -> Report {
    match error.kind() {
        io::ErrorKind::QuotaExceeded => too_large(),
        _ => damaged(&error.to_string()),
    }
}

fn not_an_archive(kind: &str, head: &[u8], why: &str) -> Report {
    let fits = head.starts_with(if kind == "zip" { b"PK" } else { b"\x1f\x8b" });
    match looks_like(head).filter(|_| !fits) {
        Some(what) => bad(
            format!("It is {what}, not a {kind} archive."),
            "Its name does not fit its content. Add the right file.",
        ),
        None if fits => damaged(why),
        None => bad(
            format!("It is not a {kind} archive: {}.", shown(why)),
            "Pack the bundle again, or add its folder instead.",
        ),
    }
}

fn damaged(why: &str) -> Report {
    bad(
        format!(
            "The archive is damaged: {}.",
            shown(why.trim_end_matches('.'))
        ),
        "It may not have been written or copied to its end. Pack the bundle again, or add its folder instead.",
    )
}

/// A reader that fails once too much was read.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or(io::ErrorKind::QuotaExceeded)?;
        Ok(read)
    }
}
