//! The Python package as its users get it: a wheel, installed into an environment of its own, and what it does there.

use anyhow::{Result, bail};

use super::testing::count_unittest;
use crate::command::Command;
use crate::programs;
use crate::python_package::{self, Profile};
use crate::steps::Outcome;
use crate::workspace::Workspace;

/// Builds and installs the wheel, and runs the package's tests with it from a folder where the sources are not.
pub(super) fn package(workspace: &Workspace) -> Result<Outcome> {
    python_package::check_types(workspace)?;
    let wheel = python_package::build(workspace, Profile::Dev)?;
    python_package::unpack(workspace, &wheel)?;
    let python = python_package::install(workspace, &wheel)?;
    let tests = workspace.path("python/tests");
    let (succeeded, lines) = Command::new(python)
        .args(["-m", "unittest", "discover", "--start-directory"])
        .arg(&tests)
        .arg("--top-level-directory")
        .arg(&tests)
        .directory(workspace.target(""))
        .envs(programs::environment(workspace, "debug")?)
        .run_reading_errors()?;
    match count_unittest(&lines) {
        Some(count) if succeeded => Ok(Outcome::Counted(count)),
        _ => bail!("the package's tests failed"),
    }
}
