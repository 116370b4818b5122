//! Checks by the compiler and its companions.
//!
//! The front end is for another target and has steps of its own; this crate runs while the others are built, and is
//! built and tested alone. All other steps name the same packages, so that cargo unites their features in the same way
//! and compiles each dependency once.

use anyhow::Result;

use crate::command::Command;
use crate::steps::Outcome;
use crate::workspace::Workspace;

/// The members compiled for this computer, apart from this crate.
pub(crate) const NATIVE: &[&str] = &[
    "--workspace",
    "--exclude",
    "longshore-ui",
    "--exclude",
    "xtask",
];

/// The member compiled for the web view.
const FRONT_END: &[&str] = &[
    "--package",
    "longshore-ui",
    "--target",
    "wasm32-unknown-unknown",
];

pub(super) fn fmt(_: &Workspace) -> Result<Outcome> {
    Command::cargo()
        .args(["fmt", "--all", "--", "--check"])
        .run()?;
    Ok(Outcome::Done)
}

pub(super) fn clippy(_: &Workspace) -> Result<Outcome> {
    for packages in [NATIVE, &["--package", "xtask"]] {
        Command::cargo()
            .arg("clippy")
            .args(packages)
            .args(["--all-targets", "--", "-D", "warnings"])
            .run()?;
    }
    // As it is shipped, and with the page of all components.
    for features in [&[][..], &["--all-features"]] {
        Command::cargo()
            .arg("clippy")
            .args(FRONT_END)
            .args(features)
            .args(["--", "-D", "warnings"])
            .run()?;
    }
    Ok(Outcome::Done)
}

pub(super) fn doc(_: &Workspace) -> Result<Outcome> {
    for packages in [NATIVE, FRONT_END] {
        Command::cargo()
            .args(["doc", "--no-deps"])
            .args(packages)
            .env("RUSTDOCFLAGS", "-D warnings")
            .run()?;
    }
    Ok(Outcome::Done)
}

/// Compiles programs and tests in one go: the tests drive the programs.
pub(super) fn build(_: &Workspace) -> Result<Outcome> {
    Command::cargo()
        .arg("build")
        .args(NATIVE)
        .args(["--bins", "--tests"])
        .run()?;
    Ok(Outcome::Done)
}
