//! The Python package: its wheel, and places to use it from.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::Command;
use crate::setup;
use crate::workspace::Workspace;

/// The environment of [`crate::setup`] that has maturin and mypy.
const TOOLS: &str = "python-package";

/// How much the compiler takes trouble.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// As the tests' programs are built.
    Dev,
    /// To be handed out.
    Release,
}

/// `cargo xtask wheel`: the wheel for this system, in `target/wheels`.
pub(crate) fn wheel(workspace: &Workspace) -> Result<()> {
    setup::install(workspace, setup::Purpose::Test)?;
    let wheel = build(workspace, Profile::Release)?;
    println!("{}", wheel.display());
    Ok(())
}

/// Builds the wheel, and answers where it is.
pub(crate) fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let folder = workspace.target("wheels");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).context("removing older wheels")?;
    }
    let profile = match profile {
        Profile::Dev => "dev",
        Profile::Release => "release",
    };
    Command::new(workspace.tools(TOOLS).join("bin/maturin"))
        .args(["build", "--locked", "--profile", profile, "--out"])
        .arg(&folder)
        .directory(workspace.path("python"))
        .run()?;
    let found = std::fs::read_dir(&folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"));
    let Some(wheel) = found else {
        bail!("maturin left no wheel in {}", folder.display());
    };
    Ok(wheel)
}

/// An environment with nothing but the wheel, what that asks for by itself, and its extra for progress bars; its Python.
pub(crate) fn install(workspace: &Workspace, wheel: &Path) -> Result<PathBuf> {
    let folder = workspace.target("python-environment");
    Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&folder)
        .run()?;
    let python = folder.join("bin/python");
    Command::new(&python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .arg(format!("{}[progress]", wheel.display()))
        .run()?;
    Ok(python)
}

/// A folder to put on `PYTHONPATH`, for the environments of tests that have the rest of what it needs.
pub(crate) fn unpack(workspace: &Workspace, wheel: &Path) -> Result<()> {
    let folder = folder(workspace);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).context("removing an older package")?;
    }
    Command::new(workspace.python(TOOLS))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--target",
        ])
        .arg(&folder)
        .arg(wheel)
        .run()
}

/// Where [`unpack`] leaves it.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target("python-package")
}

/// Sees whether what is written about types holds.
pub(crate) fn check_types(workspace: &Workspace) -> Result<()> {
    Command::new(workspace.python(TOOLS))
        .args(["-m", "mypy", "--package", "longshore"])
        .directory(workspace.path("python"))
        .run()
}
