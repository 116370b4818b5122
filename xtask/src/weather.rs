//! `cargo xtask weather`: the long form of the weather suite, by the `weather` program of the tests.

use anyhow::Result;

use crate::command::Command;
use crate::programs;
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only cells whose kind or fault has one of these words in its name, such as `TaskList` or `Page`
    words: Vec<String>,
}

/// Builds the command and runs a job for each kind of request and each fault. Needs nothing of the window.
pub(crate) fn play(workspace: &Workspace, options: &Options) -> Result<()> {
    let programs = ["--package", "longshore-cli", "--package", "longshore-tests"];
    Command::cargo()
        .args(["build", "--bins"])
        .args(programs)
        .run()?;
    Command::new(workspace.built("debug", "weather"))
        .args(&options.words)
        .envs(programs::environment(workspace, "debug")?)
        .directory(workspace.root())
        .run()
}
