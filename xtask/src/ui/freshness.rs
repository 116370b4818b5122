//! Telling by file times whether something built is newer than what it was built from.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result};

/// The stamp of one built thing.
pub(super) struct Freshness {
    stamp: PathBuf,
    variant: String,
    product: PathBuf,
}

impl Freshness {
    /// `variant` is how it was built (another one is never fresh), `product` a file that must be there.
    pub(super) fn new(stamp: PathBuf, variant: &str, product: PathBuf) -> Self {
        Self {
            stamp,
            variant: variant.to_owned(),
            product,
        }
    }

    /// Whether nothing below the sources changed since the build began. Sources that are not there count as unchanged.
    pub(super) fn covers(&self, sources: &[PathBuf]) -> bool {
        if !self.product.is_file()
            || std::fs::read_to_string(&self.stamp).ok().as_deref() != Some(&self.variant)
        {
            return false;
        }
        let Ok(built) = modified(&self.stamp) else {
            return false;
        };
        sources
            .iter()
            .filter(|source| source.exists())
            .all(|source| !changed_since(source, built))
    }

    /// Notes a finished build, dated to its beginning: a file saved while it ran makes it stale.
    pub(super) fn note(&self, begun: SystemTime) -> Result<()> {
        let write = || {
            std::fs::write(&self.stamp, &self.variant)?;
            std::fs::File::options()
                .write(true)
                .open(&self.stamp)?
                .set_modified(begun)
        };
        write().with_context(|| format!("writing {}", self.stamp.display()))
    }
}

/// Whether anything at or below the path is newer. Folders count too: their time tells of files removed.
fn changed_since(path: &Path, built: SystemTime) -> bool {
    if modified(path).map_or(true, |time| time > built) {
        return true;
    }
    match std::fs::read_dir(path) {
        Ok(entries) => entries
            .flatten()
            .any(|entry| changed_since(&entry.path(), built)),
        Err(_) => false,
    }
}

fn modified(path: &Path) -> std::io::Result<SystemTime> {
    std::fs::metadata(path)?.modified()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::{Duration, SystemTime};

    use super::Freshness;

    #[test]
    fn a_build_is_fresh_until_a_source_changes_or_goes() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("src");
        std::fs::create_dir(&source).unwrap();
        std::fs::write(source.join("a.rs"), "a").unwrap();
        let product = folder.path().join("product");
        std::fs::write(&product, "built").unwrap();
        let stamp = folder.path().join("stamp");
        let sources = [source.clone(), folder.path().join("absent")];
        let fresh = Freshness::new(stamp.clone(), "wasm", product.clone());
        let soon = SystemTime::now() + Duration::from_secs(5);
        let set_time = |path: &std::path::Path, time| {
            std::fs::File::open(path)
                .unwrap()
                .set_modified(time)
                .unwrap()
        };

        assert!(!fresh.covers(&sources), "nothing was built yet");
        fresh.note(soon).unwrap();
        assert!(fresh.covers(&sources));
        assert!(
            !Freshness::new(stamp, "dev", product.clone()).covers(&sources),
            "another variant"
        );

        set_time(&source.join("a.rs"), soon + Duration::from_secs(1));
        assert!(!fresh.covers(&sources), "a source is newer");
        set_time(&source.join("a.rs"), soon - Duration::from_secs(9));
        assert!(fresh.covers(&sources));

        set_time(&source, soon + Duration::from_secs(1));
        assert!(
            !fresh.covers(&sources),
            "a folder is newer: something went or came"
        );
        set_time(&source, soon - Duration::from_secs(9));
        std::fs::remove_file(product).unwrap();
        assert!(!fresh.covers(&sources), "the product is gone");
    }
}
