//! The entries of zip and tar.gz archives. Nothing is unpacked.

mod directory;
mod tar_gz;
mod zip;

use std::io::Read;

use longshore_model::Report;

use crate::inspect::{looks_like, refusal::bad, shown};

pub(super) use tar_gz::tar_gz;
pub(super) use zip::zip;

/// The name of the manifest, at the top of a bundle.
const MANIFEST: &str = "payload.toml";

fn beginning(entry: impl Read, limit: u64) -> Result<Vec<u8>, Report> {
    let mut bytes = vec![];
    entry
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| damaged(&error.to_string()))?;
    Ok(bytes)
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
