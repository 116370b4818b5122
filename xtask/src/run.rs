//! `cargo xtask run`: the desktop app, from a fresh clone to an open window.

use anyhow::{Result, bail};

use crate::command::Command;
use crate::setup::{self, Purpose};
use crate::steps::heading;
use crate::ui;
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Passed on to the app
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Sets up, builds and opens the app.
///
/// The front end is built small, since the page loads it; the shell without optimisation, since it starts the sooner.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if cfg!(target_os = "linux") && !has_display() {
        bail!(
            "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). On a machine \
             without a screen, use the command line: cargo run -p longshore-cli -- run FILE"
        );
    }
    heading("setup", "what building and running need");
    setup::install(workspace, Purpose::Run)?;
    heading("ui", "the front end");
    ui::build(workspace, &ui::Options::default())?;
    heading(
        "app",
        "building the desktop app (some minutes the first time), then opening it",
    );
    Command::cargo()
        .args(["run", "--package", "longshore-desktop", "--"])
        .args(&options.arguments)
        .run_interactively()
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
