//! Small files of our own.

use std::{fs::File, io::Write as _, path::Path};

use longshore_model::{Code, Report};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    names,
};

/// The text of a file, or `None` when there is none.
pub(crate) fn read_text(path: &Path) -> Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("read", path)(error)),
    }
}

/// What a file holds as TOML, or `None` when there is none. One that is not understood is named, with what to do.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let Some(text) = read_text(path)? else {
        return Ok(None);
    };
    toml::from_str(&text).map(Some).map_err(|error| {
        Error::Told(Report::new(
            Code::LocalFiles,
            format!("{} cannot be read: {}.", path.display(), error.message()),
            "Correct the file, or move it away to start anew.",
        ))
    })
}

/// Puts `text` in place of the file whole or not at all, readable by its owner only.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_folder(folder)?;
    let write = || {
        // Made with mode 0600 where there are modes.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(Error::file("write", path))
}

/// The right to change a file, kept from everyone else, in this process and in others. Closing the lock's file gives it up,
/// even when the process dies.
#[derive(Debug)]
pub(crate) struct Locked(#[expect(dead_code, reason = "held, not read")] File);

/// Waits for the right to change a file. The file itself is replaced with each change, so the lock is on one beside it.
pub(crate) fn lock(path: &Path) -> Result<Locked> {
    let path = path.with_extension("lock");
    make_folder(path.parent().unwrap_or(Path::new(".")))?;
    let lock = || {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)?;
        file.lock()?;
        Ok(Locked(file))
    };
    lock().map_err(Error::file("lock", &path))
}

/// The SHA-256 of a file in hexadecimal digits, and its size.
pub(crate) fn hash(path: &Path) -> Result<(String, u64)> {
    let read = || {
        let mut file = File::open(path)?;
        let mut hasher = Sha256::new();
        let size = std::io::copy(&mut file, &mut hasher)?;
        Ok((names::hex(&hasher.finalize()), size))
    };
    read().map_err(Error::file("read", path))
}

/// Makes a folder and those above it; nobody else may look into those that are new.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(path)
        .map_err(Error::file("make the folder", path))
}
