//! Copies a folder of results: each file by way of a `.part`, and never over something else of the same name.

use std::path::Path;

use longshore_model::{Code, Report};

use super::walk;
use crate::{
    error::{Error, Result},
    files,
    retrieval::part_of,
};

/// What copying did.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Copied {
    /// Files written.
    pub(super) files: u64,
    /// Bytes written.
    pub(super) bytes: u64,
    /// Files that were there already, and are not written again.
    pub(super) unchanged: u64,
}

/// Copies what is in `from` into `to`.
pub(super) fn folder(from: &Path, to: &Path) -> Result<Copied> {
    let mut copied = Copied::default();
    make(to)?;
    walk(from, &mut |path, size| {
        let target = to.join(path.strip_prefix(from).unwrap_or(path));
        if let Some(parent) = target.parent() {
            make(parent)?;
        }
        if target.symlink_metadata().is_ok() {
            return if same(path, &target, size)? {
                copied.unchanged += 1;
                Ok(())
            } else {
                Err(taken(&target))
            };
        }
        let part = part_of(&target);
        let written = std::fs::copy(path, &part).and_then(|_| std::fs::rename(&part, &target));
        if let Err(error) = written {
            // Half of it helps nobody; where the disk is full it is in the way.
            let _ = std::fs::remove_file(&part);
            return Err(Error::file("write", &target)(error));
        }
        copied.files += 1;
        copied.bytes += size;
        Ok(())
    })?;
    Ok(copied)
}

/// A folder of the user's: with the rights that folders usually get there.
fn make(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(Error::file("make the folder", folder))
}

fn same(one: &Path, other: &Path, size: u64) -> Result<bool> {
    let there =
        std::fs::metadata(other).map(|metadata| metadata.is_file().then_some(metadata.len()));
    if there.ok().flatten() != Some(size) {
        return Ok(false);
    }
    Ok(files::hash(one)? == files::hash(other)?)
}

fn taken(path: &Path) -> Error {
    Error::Told(Report::new(
        Code::Conflict,
        format!("{} is there already, with other content.", path.display()),
        "Move it away, or choose another folder. Nothing was overwritten.",
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn write(path: &Path, text: &str) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[test]
    fn a_folder_is_copied_whole_but_for_what_is_on_its_way() {
        let root = tempfile::tempdir().unwrap();
        let (from, to) = (root.path().join("a"), root.path().join("b"));
        write(&from.join("result.pkl"), "abc");
        write(&from.join("outputs/x/y.txt"), "de");
        write(&from.join("outputs/z.part"), "?");
        let copied = |files, bytes, unchanged| Copied {
            files,
            bytes,
            unchanged,
        };
        assert_eq!(folder(&from, &to).unwrap(), copied(2, 5, 0));
        assert_eq!(
            std::fs::read_to_string(to.join("outputs/x/y.txt")).unwrap(),
            "de"
        );
        assert!(!to.join("outputs/z.part").exists());
        assert_eq!(
            folder(&from, &to).unwrap(),
            copied(0, 0, 2),
            "what is there already is not written again"
        );
    }

    #[test]
    fn other_content_is_never_overwritten() {
        let root = tempfile::tempdir().unwrap();
        let (from, to) = (root.path().join("a"), root.path().join("b"));
        write(&from.join("result.pkl"), "abc");
        write(&to.join("result.pkl"), "xyz");
        let report = Report::from(folder(&from, &to).unwrap_err());
        assert_eq!(report.code, Code::Conflict);
        assert!(report.title.contains("result.pkl"), "{}", report.title);
        assert_eq!(
            std::fs::read_to_string(to.join("result.pkl")).unwrap(),
            "xyz"
        );
    }
}
