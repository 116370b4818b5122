//! `cargo xtask crash`: the long form of the crash suite, by the `crash` program of the tests.

use anyhow::Result;

use crate::command::Command;
use crate::programs;
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Kills of a running process after which no further round is begun
    #[arg(long, default_value_t = 10_000)]
    kills: u32,
    /// What a failed run printed, to have it again [default: from the clock]
    #[arg(long)]
    seed: Option<u64>,
}

/// Builds the command and kills it, and its service, until there are enough kills. Needs nothing of the window.
pub(crate) fn kill(workspace: &Workspace, options: &Options) -> Result<()> {
    Command::cargo()
        .args([
            "build",
            "--package",
            "longshore-cli",
            "--package",
            "longshore-tests",
            "--bins",
        ])
        .run()?;
    Command::new(workspace.built("debug", "crash"))
        .arg(options.kills.to_string())
        .args(options.seed.map(|seed| seed.to_string()))
        .envs(programs::environment(workspace, "debug")?)
        .directory(workspace.root())
        .run()
}
