//! `manifest.json`: what the runner says it left.

use std::collections::HashMap;

use longshore_azure::Blob;
use longshore_model::{Code, Report};
use serde::Deserialize;

use crate::{
    error::{Error, Result},
    names,
};

/// Its name in a task's folder.
pub(super) const NAME: &str = "manifest.json";

/// The largest manifest that is read: about a hundred thousand files.
const MAX: u64 = 32 << 20;

/// Size and SHA-256 of each file, by its path in the task's folder.
pub(super) type Promised = HashMap<String, (u64, [u8; 32])>;

#[derive(Deserialize)]
struct Manifest {
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    path: String,
    size: u64,
    sha256: String,
}

/// Reads the manifest of a task.
pub(super) async fn read(blob: &Blob, job: &str, name: &str, size: u64) -> Result<Promised> {
    if size > MAX {
        return Err(wrong("it is larger than any manifest"));
    }
    let content = blob.download_bytes(job, name, 0..MAX).await?;
    parse(&content.bytes)
}

pub(crate) fn parse(bytes: &[u8]) -> Result<Promised> {
    let manifest: Manifest =
        serde_json::from_slice(bytes).map_err(|error| wrong(&error.to_string()))?;
    manifest
        .files
        .into_iter()
        .map(|file| {
            let hash =
                names::hash_from_hex(&file.sha256).ok_or_else(|| wrong("a hash that is none"))?;
            Ok((file.path, (file.size, hash)))
        })
        .collect()
}

fn wrong(what: &str) -> Error {
    Error::Told(Report::new(
        Code::Verification,
        format!("The task's list of results cannot be used: {what}."),
        "Run the task again.",
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_manifest_tells_size_and_hash_of_each_file() {
        let hash = "ab".repeat(32);
        let text = format!(
            r#"{{"version":1,"python":"3.11.7","files":[{{"path":"outputs/a","size":3,"sha256":"{hash}"}}]}}"#
        );
        assert_eq!(
            parse(text.as_bytes()).unwrap(),
            HashMap::from([("outputs/a".to_owned(), (3, [0xab; 32]))])
        );
    }

    #[test]
    fn what_is_no_manifest_is_refused() {
        for text in [
            "",
            "{}",
            r#"{"files":[{"path":"a","size":1,"sha256":"x"}]}"#,
        ] {
            assert_eq!(
                Report::from(parse(text.as_bytes()).unwrap_err()).code,
                Code::Verification,
                "{text}"
            );
        }
    }
}
