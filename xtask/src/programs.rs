//! What the whole-system tests, the screenshots and the benchmarks are told about where things are.

use std::ffi::OsString;

use anyhow::{Context, Result};

use crate::python_package;
use crate::workspace::Workspace;

/// The variables that name the built programs and the tools, for programs of the `tests` crate.
///
/// The search path begins with the tools, so that a program looked up by name is the pinned one.
pub(crate) fn environment(
    workspace: &Workspace,
    profile_folder: &str,
) -> Result<Vec<(&'static str, OsString)>> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(workspace.tools("bin")).chain(std::env::split_paths(&path));
    Ok(vec![
        (
            "LONGSHORE_BIN",
            workspace
                .built(profile_folder, "longshore")
                .into_os_string(),
        ),
        (
            "LONGSHORE_DESKTOP_BIN",
            workspace
                .built(profile_folder, "longshore-desktop")
                .into_os_string(),
        ),
        (
            "LONGSHORE_PYTHON_PACKAGE",
            python_package::folder(workspace).into_os_string(),
        ),
        ("LONGSHORE_TOOLS", workspace.tools("").into_os_string()),
        (
            "PATH",
            std::env::join_paths(folders).context("the search path cannot take the tools")?,
        ),
    ])
}
