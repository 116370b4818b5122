//! What `deny.toml` asks of everything that comes from outside.

use anyhow::Result;

use crate::command::Command;
use crate::steps::Outcome;
use crate::workspace::Workspace;

/// Licences, sources and banned packages: all that can be told from the lock file and the packages themselves.
pub(super) fn deny(workspace: &Workspace) -> Result<Outcome> {
    cargo_deny(workspace)
        .args(["check", "bans", "licenses", "sources"])
        .run()?;
    Ok(Outcome::Done)
}

/// Known faults of dependencies, when their database can be reached.
///
/// Without it the step does not fail: a build must not depend on somebody else's server. It says that it checked
/// nothing.
pub(super) fn advisories(workspace: &Workspace) -> Result<Outcome> {
    let reachable = cargo_deny(workspace)
        .args(["fetch", "db"])
        // A server that accepts the connection and then says nothing counts as out of reach.
        .env("GIT_HTTP_LOW_SPEED_LIMIT", "1000")
        .env("GIT_HTTP_LOW_SPEED_TIME", "20")
        .env("GIT_TERMINAL_PROMPT", "0")
        .succeeds();
    if !reachable {
        let note = "advisories were NOT checked: the advisory database could not be reached";
        println!("{note}");
        return Ok(Outcome::Partly(note.to_owned()));
    }
    cargo_deny(workspace).args(["check", "advisories"]).run()?;
    Ok(Outcome::Done)
}

/// From the root, because `deny.toml` names the folder of the database relative to it.
fn cargo_deny(workspace: &Workspace) -> Command {
    Command::new(workspace.tool("cargo-deny")).directory(workspace.root())
}
