//! A virtual environment with Microsoft's own Python clients and what the sample payloads import.

use anyhow::{Context, Result};

use super::announce;
use super::stamp::Stamp;
use crate::command::Command;
use crate::workspace::Workspace;

/// Makes `.tools/python` from `tests/python/requirements.txt`, anew when either that file or the interpreter changed.
pub(super) fn install(workspace: &Workspace) -> Result<()> {
    let requirements = workspace.path("tests/python/requirements.txt");
    let folder = workspace.tools("python");
    let wanted =
        std::fs::read_to_string(&requirements).context("reading tests/python/requirements.txt")?;
    let interpreter = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable, sys.version)"])
        .output()?;
    let stamp = Stamp::new(workspace, "python", format!("{interpreter}{wanted}"));
    let python = workspace.python();
    if stamp.matches() && python.is_file() {
        return Ok(());
    }
    announce("making a Python environment with the official clients in .tools/python");
    Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&folder)
        .run()?;
    Command::new(python)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(&requirements)
        .run()?;
    stamp.write()
}
