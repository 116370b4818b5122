//! What is in a bundle, checked entry by entry.

use std::collections::HashSet;

use longshore_model::Report;

use crate::inspect::{refusal::bad, shown};

use super::links::Links;

/// Entries of a bundle. The runner sets the same limits when it unpacks.
pub(super) const ENTRIES: usize = 100_000;
const UNPACKED_BASE: u64 = 64 << 20;
const UNPACKED_RATIO: u64 = 100;
/// Longest name of an entry and target of a link, in bytes: no system takes longer ones, and names are kept in memory.
const PATH_LIMIT: usize = 4096;
/// Deepest folder: each one above an entry is looked at, for it may be a link.
pub(super) const DEPTH: usize = 64;
/// Longest `payload.toml`.
pub(super) const MANIFEST_LIMIT: u64 = 64 << 10;

/// What an entry is.
pub(super) enum Kind<'a> {
    File,
    Folder,
    /// A symbolic link and where it points.
    Symlink(&'a str),
    /// Another name for the file of that name.
    HardLink(&'a str),
    /// A device, pipe or socket.
    Special,
}

/// The entries of a bundle that passed.
pub(super) struct Entries {
    names: HashSet<String>,
    links: Links,
    files: u64,
    /// Bytes that unpacking may still take.
    room: u64,
    /// `payload.toml`, when there is one.
    pub(super) manifest: Option<Vec<u8>>,
}

impl Entries {
    /// Of an archive of so many bytes.
    pub(super) fn of_archive(packed: u64) -> Self {
        Self::with_room(UNPACKED_BASE.saturating_add(packed.saturating_mul(UNPACKED_RATIO)))
    }

    /// Of a folder, which is as large as it is.
    pub(super) fn of_folder() -> Self {
        Self::with_room(u64::MAX)
    }

    fn with_room(room: u64) -> Self {
        Self {
            names: HashSet::new(),
            links: Links::default(),
            files: 0,
            room,
            manifest: None,
        }
    }

    /// Checks one more entry and takes it in.
    pub(super) fn add(&mut self, raw: &str, kind: &Kind<'_>, size: u64) -> Result<(), Report> {
        let path = match kind {
            Kind::Symlink(target) | Kind::HardLink(target) => target.len().max(raw.len()),
            Kind::File | Kind::Folder | Kind::Special => raw.len(),
        };
        if path > PATH_LIMIT {
            return Err(too_long(raw));
        }
        let name = place(raw).ok_or_else(|| outside(raw))?;
        if name.matches('/').count() > DEPTH {
            return Err(too_deep(raw));
        }
        if self.names.len() >= ENTRIES {
            return Err(too_many());
        }
        match kind {
            Kind::Special => {
                return Err(bad(
                    format!("Its entry {} is a device, pipe or socket.", quoted(raw)),
                    "A bundle can hold files, folders and links only. Take the entry out and pack it again.",
                ));
            }
            Kind::Symlink(target) => {
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                if !stays_inside(folder, target) {
                    return Err(link_outside(raw));
                }
                self.links.add(&name, target);
            }
            Kind::HardLink(target) => {
                if !place(target).is_some_and(|target| self.names.contains(&target)) {
                    return Err(link_outside(raw));
                }
            }
            Kind::File | Kind::Folder => {}
        }
        // Names take room too, and are packed as tightly as content.
        let taken = size.saturating_add(2 * path as u64);
        self.room = self.room.checked_sub(taken).ok_or_else(too_large)?;
        if matches!(kind, Kind::Folder) {
            return Ok(());
        }
        self.files += 1;
        if !self.names.insert(name) {
            return Err(bad(
                format!("Two of its entries are called {}.", quoted(raw)),
                "Which of them is meant cannot be told. Pack the bundle again.",
            ));
        }
        Ok(())
    }

    /// Checks what can be told once all are known.
    pub(super) fn checked(self) -> Result<Self, Report> {
        match self.links.leaving(self.names.iter()) {
            Some(name) => Err(link_outside(&name)),
            None => Ok(self),
        }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        place(name).is_some_and(|name| self.names.contains(&name))
    }

    /// Files and links.
    pub(super) fn files(&self) -> u64 {
        self.files
    }

    /// The one folder with a `main.py`, when all entries are in one folder.
    pub(super) fn only_folder(&self) -> Option<String> {
        let mut tops = self
            .names
            .iter()
            .filter(|name| !name.starts_with("__MACOSX/"))
            .map(|name| name.split_once('/'));
        let (top, _) = tops.next()??;
        let alone = tops.all(|other| other.is_some_and(|(other, _)| other == top));
        (alone && self.contains(&format!("{top}/main.py"))).then(|| top.to_owned())
    }
}

/// Where an entry lies below the bundle's top; `None` when that is not within it.
pub(crate) fn place(raw: &str) -> Option<String> {
    let name = raw.replace('\\', "/");
    let parts: Vec<&str> = name
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let drive = parts.first().is_some_and(|part| is_drive(part));
    let leaves = name.starts_with('/') || drive || parts.contains(&"..") || name.contains('\0');
    // A name of nothing but dots and slashes is the top itself, as `tar` writes it.
    (!leaves).then(|| parts.join("/"))
}

/// Whether a link in `folder` points below the bundle's top.
fn stays_inside(folder: &str, target: &str) -> bool {
    let target = target.replace('\\', "/");
    let mut parts = target.split('/').filter(|part| !matches!(*part, "" | "."));
    if target.is_empty() || target.starts_with('/') || parts.next().is_some_and(is_drive) {
        return false;
    }
    let mut depth = folder.split('/').filter(|part| !part.is_empty()).count();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." if depth == 0 => return false,
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    true
}

/// Whether a path that begins so names a drive of Windows.
fn is_drive(part: &str) -> bool {
    part.as_bytes().get(1) == Some(&b':')
}

fn quoted(raw: &str) -> String {
    format!("\u{201c}{}\u{201d}", shown(raw))
}

fn outside(raw: &str) -> Report {
    bad(
        format!(
            "Its entry {} would land outside of the bundle.",
            quoted(raw)
        ),
        "Nothing was unpacked. Pack it again with names relative to its folder, or do not use it if it is not yours.",
    )
}

fn too_long(raw: &str) -> Report {
    bad(
        format!(
            "Its entry {} has a name, or points to one, of more than {PATH_LIMIT} bytes.",
            beginning(raw)
        ),
        "Give it a shorter name and pack the bundle again.",
    )
}

fn too_deep(raw: &str) -> Report {
    bad(
        format!(
            "Its entry {} lies deeper than {DEPTH} folders.",
            beginning(raw)
        ),
        "Pack the folder that matters, and not those around it.",
    )
}

fn beginning(raw: &str) -> String {
    let beginning: String = raw.chars().take(40).collect();
    quoted(&format!("{beginning}\u{2026}"))
}

fn link_outside(raw: &str) -> Report {
    bad(
        format!(
            "Its entry {} is a link that leaves the bundle.",
            quoted(raw)
        ),
        "Put the file itself in its place and pack it again.",
    )
}

pub(super) fn too_many() -> Report {
    bad(
        format!("It has more than {ENTRIES} entries."),
        "Pack the data into fewer files.",
    )
}

pub(super) fn too_large() -> Report {
    bad(
        format!(
            "It would unpack to more than {UNPACKED_RATIO} times its size: it looks like a zip bomb."
        ),
        "Nothing was unpacked. If the data is real, compress it on its own and let the task unpack it.",
    )
}
