//! Bundles: a folder, `.zip` or `.tar.gz` with what to run and all that it needs.
//!
//! A bundle has a `payload.toml` or a `main.py` at its top. All of `payload.toml` is optional:
//!
//! ```toml
//! main = "main.py"                 # a script to run; or instead of it:
//! command = ["python", "main.py"]  # a command; `python` is the task's interpreter
//! args = ["--fast"]                # arguments that follow either
//! python = "3.11"                  # the Python it needs, if it must be that one
//! packages = ["numpy==2.4.6"]      # what pip installs before it runs
//! ```
//!
//! A folder is submitted as the archive that [`pack_folder`] makes of it: the same files give the same bytes, so its
//! hash is known before anything is sent, and is the hash of what is staged.

mod archive;
mod entries;
mod entry_point;
mod folder;
mod links;
mod manifest;
#[cfg(test)]
mod tests;

use std::path::Path;

use longshore_model::{
    Report,
    payload::{Payload, PayloadKind},
};

use super::{Opened, plain};
use entries::Entries;

pub use folder::{Packed, pack_folder};

/// Reads a `.zip`.
pub(super) fn zip(opened: &mut Opened) -> Result<Payload, Report> {
    let entries = archive::zip(opened)?;
    describe(entries, || opened.sha256())
}

/// Reads a `.tar.gz`.
pub(super) fn tar_gz(opened: &mut Opened) -> Result<Payload, Report> {
    let entries = archive::tar_gz(opened)?;
    describe(entries, || opened.sha256())
}

/// Reads a folder as the archive it would be staged as.
pub(super) fn folder(dir: &Path, size: &mut u64) -> Result<Payload, Report> {
    let mut sha256 = String::new();
    let (entries, left_out) = folder::survey(dir, size, &mut sha256)?;
    let mut payload = describe(entries, || Ok(sha256))?;
    if !left_out.is_empty() {
        payload
            .warnings
            .push(format!("Left out: {}.", left_out.join(", ")));
    }
    Ok(payload)
}

fn describe(
    entries: Entries,
    sha256: impl FnOnce() -> Result<String, Report>,
) -> Result<Payload, Report> {
    let mut payload = plain(PayloadKind::Bundle, "", String::new());
    entry_point::fill(&entries, &mut payload)?;
    payload.files = entries.files();
    payload.sha256 = sha256()?;
    Ok(payload)
}

#[cfg(feature = "fuzzing")]
pub(crate) use {entries::place, manifest::Manifest};
