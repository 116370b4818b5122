//! Remembering what was installed, so that a repeat can tell at a glance that nothing is to do.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// A file that holds the full description of what is installed: another description means another installation.
pub(super) struct Stamp {
    path: PathBuf,
    description: String,
}

impl Stamp {
    /// The stamp of the thing of that name.
    pub(super) fn new(workspace: &Workspace, name: &str, description: String) -> Self {
        Self {
            path: workspace.tools("stamps").join(name),
            description,
        }
    }

    /// Whether exactly this was installed.
    pub(super) fn matches(&self) -> bool {
        std::fs::read_to_string(&self.path).is_ok_and(|found| found == self.description)
    }

    /// Notes that it was. Written last, so that an interrupted installation is done again.
    pub(super) fn write(&self) -> Result<()> {
        let folder = self.path.parent().context("a stamp lies in a folder")?;
        std::fs::create_dir_all(folder)
            .with_context(|| format!("creating {}", folder.display()))?;
        std::fs::write(&self.path, &self.description)
            .with_context(|| format!("writing {}", self.path.display()))
    }
}
