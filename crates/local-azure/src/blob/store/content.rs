//! The files blob content lies in.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use crate::{Error, files};

/// A folder for files being received and one for those that are complete.
#[derive(Debug, Clone)]
pub(super) struct Content {
    folders: Arc<Folders>,
}

#[derive(Debug)]
struct Folders {
    incoming: PathBuf,
    complete: PathBuf,
}

impl Content {
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        let folders = Folders {
            incoming: folder.join("incoming"),
            complete: folder.join("content"),
        };
        files::private_dir(folder)?;
        files::private_dir(&folders.incoming)?;
        files::private_dir(&folders.complete)?;
        // Nothing is received yet: what lies there was cut off when an earlier process ended.
        for entry in fs::read_dir(&folders.incoming).map_err(Error::file(&folders.incoming))? {
            let path = entry.map_err(Error::file(&folders.incoming))?.path();
            fs::remove_file(&path).map_err(Error::file(&path))?;
        }
        Ok(Self {
            folders: Arc::new(folders),
        })
    }

    /// A name for a new file.
    pub(super) fn new_name() -> String {
        Uuid::new_v4().simple().to_string()
    }

    /// Where a file is written.
    pub(super) fn incoming(&self, name: &str) -> PathBuf {
        self.folders.incoming.join(name)
    }

    /// Where a complete file lies: spread over 256 folders, since some systems are slow with very full ones.
    pub(super) fn complete(&self, name: &str) -> PathBuf {
        self.folders.complete.join(&name[..2]).join(name)
    }

    /// Makes a file that was written whole a complete one.
    pub(super) fn complete_incoming(&self, name: &str) -> io::Result<()> {
        let complete = self.complete(name);
        if let Some(folder) = complete.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::rename(self.incoming(name), complete)
    }

    /// Removes complete files nobody refers to any more. One that stays is removed at the next start.
    pub(super) fn remove(&self, names: &[String]) {
        for name in names {
            if let Err(error) = fs::remove_file(self.complete(name)) {
                tracing::warn!(%error, name, "blob content cannot be removed");
            }
        }
    }

    /// The names of all complete files.
    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for folder in fs::read_dir(&self.folders.complete)? {
            for file in fs::read_dir(folder?.path())? {
                names.extend(file?.file_name().into_string());
            }
        }
        Ok(names)
    }
}
