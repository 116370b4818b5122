//! What a fresh machine lacks, installed: system packages with the system's own tool, everything else below `.tools`.
//!
//! Each thing is probed before it is installed, so that a repeat only costs the probes. What cannot be installed on
//! this system is named instead.

mod cargo_tool;
mod node;
mod python;
mod rust_target;
mod stamp;
mod system;

use anyhow::Result;
use clap::ValueEnum;

use crate::workspace::Workspace;

/// What the machine should be able to do; each includes the one before.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Purpose {
    /// Build and open the app
    Run,
    /// Check without running tests
    Lint,
    /// Run every test
    Test,
}

/// Installs what is missing for the purpose.
pub(crate) fn install(workspace: &Workspace, purpose: Purpose) -> Result<()> {
    system::install(purpose)?;
    rust_target::install()?;
    for tool in cargo_tool::needed(workspace, purpose)? {
        tool.install(workspace)?;
    }
    if purpose >= Purpose::Test {
        node::install(workspace)?;
        python::install(workspace)?;
    }
    Ok(())
}

/// Installs what making packages needs besides.
pub(crate) fn packaging() -> Result<()> {
    system::install_packaging()
}

/// Says what is being installed and why it takes a while.
fn announce(what: &str) {
    println!("setup: {what}");
}
