//! The folders of an installation: whether they can be used, who may read them, and how much room is left.

use std::path::Path;

use longshore_engine::Home;
use serde_json::{Value, json};

/// The part.
pub(super) fn told(home: &Home) -> Value {
    let logs = home.logs_dir();
    let local = home.local_azure_dir();
    [
        ("configuration", home.config_dir()),
        ("data", home.data_dir()),
        ("cache", home.cache_dir()),
        ("logs", &logs),
        ("local service", &local),
    ]
    .map(|(what, path)| folder(what, path))
    .into_iter()
    .collect()
}

fn folder(what: &str, path: &Path) -> Value {
    let there = path.metadata();
    let problem = match &there {
        Ok(there) if !there.is_dir() => Some("it is not a folder".to_owned()),
        // A nameless file, which goes however this ends.
        Ok(_) => tempfile::tempfile_in(path)
            .err()
            .map(|error| error.to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(error.to_string()),
    };
    json!({
        "what": what,
        "path": path,
        "there": there.is_ok(),
        "mode": there.as_ref().ok().and_then(mode),
        "problem": problem,
        "free_bytes": free(path),
    })
}

#[cfg(unix)]
fn mode(there: &std::fs::Metadata) -> Option<String> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&there.permissions());
    Some(format!("{:04o}", mode & 0o7777))
}

#[cfg(not(unix))]
fn mode(_: &std::fs::Metadata) -> Option<String> {
    None
}

/// Of the disk that the folder is on, or will be.
#[cfg(unix)]
fn free(path: &Path) -> Option<u64> {
    let nearest = path.ancestors().find(|path| path.exists())?;
    let disk = nix::sys::statvfs::statvfs(nearest).ok()?;
    Some(disk.blocks_available().saturating_mul(disk.fragment_size()))
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}
