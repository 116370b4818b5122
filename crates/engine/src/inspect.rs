//! What a file is and what it needs, found out without running any of it.
//!
//! [`inspect_path`] answers for everything that can be dropped on the window. A refusal is an answer, not an error: it
//! says what the file is and what to do about it. All of it blocks on the file system; nothing in memory grows with the
//! size of the file.

pub mod bundle;
mod covalent;
mod function;
mod kind;
mod looks;
mod modules;
mod opened;
pub mod pickle;
mod refusal;
mod script;
mod shell;
mod shown;
mod stdlib;
#[cfg(test)]
mod tests;

use std::path::Path;

use longshore_model::{
    Report,
    payload::{Outcome, Payload, PayloadReport},
};

pub(crate) use covalent::Transported;
pub(crate) use looks::looks_like;
pub(crate) use opened::{Opened, hex};
pub(crate) use shown::shown;

/// Inspects one file or folder. Never runs it, and never fails: what cannot be submitted is refused with the reason.
pub fn inspect_path(path: &Path) -> PayloadReport {
    let name = path.file_name().map_or_else(
        || shown(&path.to_string_lossy()),
        |name| shown(&name.to_string_lossy()),
    );
    let mut size = 0;
    let outcome = match inspect(path, &mut size) {
        Ok(payload) => Outcome::Payload(payload),
        Err(report) => Outcome::Refused(report),
    };
    PayloadReport {
        path: path.to_string_lossy().into_owned(),
        name,
        size,
        outcome,
    }
}

/// `size` is told even when the file is refused.
fn inspect(path: &Path, size: &mut u64) -> Result<Payload, Report> {
    use kind::Kind;
    let metadata = std::fs::metadata(path).map_err(|error| refusal::unreadable(&error))?;
    if metadata.is_dir() {
        return bundle::folder(path, size);
    }
    let mut opened = Opened::open(path, &metadata)?;
    *size = opened.size;
    if opened.size == 0 {
        return Err(refusal::empty());
    }
    match Kind::of(path) {
        Some(Kind::Pickle) => function::inspect(&mut opened),
        Some(Kind::Python) => script::inspect(&mut opened, path),
        Some(Kind::Shell) => shell::inspect(&mut opened),
        Some(Kind::Zip) => bundle::zip(&mut opened),
        Some(Kind::TarGz) => bundle::tar_gz(&mut opened),
        None => Err(refusal::unknown_kind(&opened.head(64)?)),
    }
}

/// A payload that needs nothing; the kinds add what they found.
fn plain(
    kind: longshore_model::payload::PayloadKind,
    title: impl Into<String>,
    sha256: String,
) -> Payload {
    Payload {
        kind,
        title: title.into(),
        sha256,
        python: None,
        modules: Vec::new(),
        packages: Vec::new(),
        entry: Vec::new(),
        own_environment: false,
        files: 1,
        pickle_protocol: None,
        warnings: Vec::new(),
    }
}
