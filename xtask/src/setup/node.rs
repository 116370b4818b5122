//! Azurite, Microsoft's Blob emulator: the second opinion of the conformance suite. And Microsoft's JavaScript clients,
//! which judge the embedded service.

use anyhow::{Context, Result};

use super::announce;
use super::stamp::Stamp;
use crate::command::Command;
use crate::workspace::Workspace;

/// Installs exactly the packages of `xtask/npm/package-lock.json` into `.tools/npm`.
pub(super) fn install(workspace: &Workspace) -> Result<()> {
    let source = workspace.path("xtask/npm");
    let folder = workspace.tools("npm");
    let lock =
        std::fs::read_to_string(source.join("package-lock.json")).context("reading xtask/npm")?;
    let stamp = Stamp::new(workspace, "npm", lock);
    if stamp.matches() && folder.join("node_modules/.bin").is_dir() {
        return Ok(());
    }
    announce("installing Azurite and the JavaScript clients into .tools/npm");
    std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    for file in ["package.json", "package-lock.json"] {
        std::fs::copy(source.join(file), folder.join(file))
            .with_context(|| format!("copying {file}"))?;
    }
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .directory(&folder)
        .run()?;
    stamp.write()
}
