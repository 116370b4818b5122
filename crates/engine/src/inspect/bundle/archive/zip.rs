//! Zip archives, by their directory.

use longshore_model::Report;
use zip::{ZipArchive, result::ZipError};

use crate::inspect::{
    Opened,
    bundle::entries::{ENTRIES, Entries, Kind, MANIFEST_LIMIT, too_many},
    refusal::bad,
    shown,
};

use super::{MANIFEST, beginning, damaged, directory, not_an_archive};

/// Longest link target.
const LINK_LIMIT: u64 = 4096;
/// The bits of a Unix mode that tell what an entry is (`S_IFMT`), and their values.
const TYPE: u32 = 0o170_000;
const SYMLINK: u32 = 0o120_000;
const REGULAR: u32 = 0o100_000;
const FOLDER: u32 = 0o040_000;

/// Checks the entries of a zip, by its directory.
pub(in crate::inspect::bundle) fn zip(opened: &mut Opened) -> Result<Entries, Report> {
    let size = opened.size;
    let head = opened.head(64)?;
    // The directory is read into memory: its length is looked at first.
    if directory::entries(opened)? > ENTRIES as u64 {
        return Err(too_many());
    }
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
    entries.checked()
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
