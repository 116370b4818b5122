//! `cargo xtask bench`: release builds, measured by the `bench` program of the tests.

use anyhow::Result;

use crate::command::Command;
use crate::programs;
use crate::python_package::{self, Profile};
use crate::setup::{self, Purpose};
use crate::ui;
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Passed on to the benchmark program
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Builds what is measured first: a measurement beside a compiler says nothing.
pub(crate) fn measure(workspace: &Workspace, options: &Options) -> Result<()> {
    setup::install(workspace, Purpose::Test)?;
    ui::build(workspace, &ui::Options::SHIPPED)?;
    Command::cargo()
        .args([
            "build",
            "--release",
            "--package",
            "longshore-cli",
            "--package",
            "longshore-desktop",
        ])
        .run()?;
    Command::cargo()
        .args([
            "build",
            "--release",
            "--package",
            "longshore-tests",
            "--bin",
            "bench",
        ])
        .run()?;
    let wheel = python_package::build(workspace, Profile::Release)?;
    python_package::unpack(workspace, &wheel)?;
    Command::new(workspace.built("release", "bench"))
        .args(&options.arguments)
        .envs(programs::environment(workspace, "release")?)
        .directory(workspace.root())
        .run_interactively()
}
