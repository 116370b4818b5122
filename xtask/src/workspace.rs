//! Where things are: the repository, its build folder, and the folder for tools of its own.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::command::Command;
use crate::layering::Metadata;

/// The repository that this program was started in.
pub(crate) struct Workspace {
    /// What cargo says about the members.
    pub(crate) metadata: Metadata,
}

impl Workspace {
    /// Asks cargo, so that `CARGO_TARGET_DIR` and a start from a subfolder are honoured.
    pub(crate) fn discover() -> Result<Self> {
        let text = Command::cargo()
            .args(["metadata", "--no-deps", "--format-version", "1"])
            .output()?;
        let metadata =
            serde_json::from_str(&text).context("cargo metadata printed something unexpected")?;
        Ok(Self { metadata })
    }

    /// The root of the repository.
    pub(crate) fn root(&self) -> &Path {
        &self.metadata.workspace_root
    }

    /// A path below the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root().join(relative)
    }

    /// A path in cargo's build folder.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        self.metadata.target_directory.join(relative)
    }

    /// A path in the workspace's own tool folder; git ignores it.
    pub(crate) fn tools(&self, relative: &str) -> PathBuf {
        self.root().join(".tools").join(relative)
    }

    /// A program that [`crate::setup`] installed.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.tools("bin").join(executable(name))
    }

    /// The Python of one of the environments that [`crate::setup`] made.
    pub(crate) fn python(&self, environment: &str) -> PathBuf {
        self.tools(environment).join(if cfg!(windows) {
            "Scripts/python.exe"
        } else {
            "bin/python"
        })
    }

    /// A program of this workspace, as the named profile folder (`debug`, `release`) holds it.
    pub(crate) fn built(&self, profile_folder: &str, name: &str) -> PathBuf {
        self.target(profile_folder).join(executable(name))
    }

    /// The version of a package in `Cargo.lock`: tools that must match a library take theirs from here.
    pub(crate) fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.path("Cargo.lock");
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("reading {}", path.display()))?;
        let lock: Lock =
            toml::from_str(&text).with_context(|| format!("reading {}", path.display()))?;
        let found = lock.package.into_iter().find(|entry| entry.name == package);
        Ok(found
            .with_context(|| format!("{package} is not in Cargo.lock"))?
            .version)
    }
}

#[derive(serde::Deserialize)]
struct Lock {
    package: Vec<LockedPackage>,
}

#[derive(serde::Deserialize)]
struct LockedPackage {
    name: String,
    version: String,
}

/// The file name of a program on this system.
fn executable(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}
