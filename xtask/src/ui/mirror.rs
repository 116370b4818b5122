//! Copying folders so that a file whose content stays the same is not touched.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result};

/// Copies a file or a folder with all below it; what is not there is not copied.
pub(super) fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        std::fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
        for name in names(from)? {
            copy(&from.join(&name), &to.join(&name))?;
        }
    } else if from.exists() {
        std::fs::copy(from, to)
            .with_context(|| format!("copying {} to {}", from.display(), to.display()))?;
    }
    Ok(())
}

/// Makes the folder `to` equal to the folder `from`: writes what differs, removes what is not in `from`.
pub(super) fn make_equal(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    let wanted = names(from)?;
    for stale in names(to)?.difference(&wanted) {
        remove(&to.join(stale))?;
    }
    for name in &wanted {
        let (source, copy) = (from.join(name), to.join(name));
        if source.is_dir() != copy.is_dir() && copy.exists() {
            remove(&copy)?;
        }
        if source.is_dir() {
            make_equal(&source, &copy)?;
        } else {
            let content =
                std::fs::read(&source).with_context(|| format!("reading {}", source.display()))?;
            if std::fs::read(&copy).ok().as_ref() != Some(&content) {
                std::fs::write(&copy, content)
                    .with_context(|| format!("writing {}", copy.display()))?;
            }
        }
    }
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    removed.with_context(|| format!("removing {}", path.display()))
}

fn names(folder: &Path) -> Result<BTreeSet<OsString>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    entries.map(|entry| Ok(entry?.file_name())).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::{Duration, SystemTime};

    use super::make_equal;

    #[test]
    fn only_what_differs_is_written_and_what_is_stale_goes() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        std::fs::create_dir_all(from.join("styles")).unwrap();
        std::fs::create_dir_all(to.join("old")).unwrap();
        for (path, text) in [("same", "1"), ("changed", "2"), ("styles/new.css", "3")] {
            std::fs::write(from.join(path), text).unwrap();
        }
        for (path, text) in [
            ("same", "1"),
            ("changed", "before"),
            ("old/stale", "x"),
            ("styles", "was a file"),
        ] {
            std::fs::write(to.join(path), text).unwrap();
        }
        let long_ago = SystemTime::now() - Duration::from_secs(1000);
        std::fs::File::open(to.join("same"))
            .unwrap()
            .set_modified(long_ago)
            .unwrap();

        make_equal(&from, &to).unwrap();

        assert_eq!(std::fs::read_to_string(to.join("changed")).unwrap(), "2");
        assert_eq!(
            std::fs::read_to_string(to.join("styles/new.css")).unwrap(),
            "3"
        );
        assert!(!to.join("old").exists());
        let kept = std::fs::metadata(to.join("same"))
            .unwrap()
            .modified()
            .unwrap();
        assert!(
            kept < SystemTime::now() - Duration::from_secs(900),
            "an equal file keeps its time"
        );
    }
}
