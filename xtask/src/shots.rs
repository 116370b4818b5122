//! `cargo xtask shots`: a picture of every screen, in light and dark, from the real window on a screen of its own.

use anyhow::{Result, bail};

use crate::command::Command;
use crate::programs;
use crate::setup::{self, Purpose};
use crate::ui;
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// This screen alone
    #[arg(long)]
    only: Option<String>,
}

/// Builds the app and has the `shots` program of the tests drive it under Xvfb.
pub(crate) fn take(workspace: &Workspace, options: &Options) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("pictures are taken under Xvfb, which only Linux has");
    }
    setup::install(workspace, Purpose::Test)?;
    ui::build(workspace, &ui::Options::default())?;
    Command::cargo()
        .args([
            "build",
            "--package",
            "longshore-cli",
            "--package",
            "longshore-desktop",
        ])
        .run()?;
    let only = options.only.iter().flat_map(|name| ["--only", name]);
    Command::new("xvfb-run")
        .args([
            "-a",
            "-s",
            "-screen 0 1600x1200x24",
            "dbus-run-session",
            "--",
            "cargo",
        ])
        .args([
            "run",
            "--package",
            "longshore-tests",
            "--bin",
            "shots",
            "--",
            "--out",
        ])
        .arg(workspace.path("docs/shots"))
        .args(only)
        .envs(programs::environment(workspace, "debug")?)
        .run()
}
