//! Programs that cargo builds, at pinned versions, into `.tools/bin`.

use anyhow::Result;

use super::stamp::Stamp;
use super::{Purpose, announce};
use crate::command::Command;
use crate::workspace::Workspace;

/// A program from the crate registry.
pub(super) struct CargoTool {
    package: &'static str,
    version: String,
    /// The program that the package installs.
    program: &'static str,
    arguments: &'static [&'static str],
}

/// What a purpose needs.
pub(super) fn needed(workspace: &Workspace, purpose: Purpose) -> Result<Vec<CargoTool>> {
    let mut tools = vec![CargoTool {
        package: "wasm-bindgen-cli",
        // The program and the library speak a private format: their versions must be equal.
        version: workspace.locked_version("wasm-bindgen")?,
        program: "wasm-bindgen",
        // Without --locked: the lock file it is published with names a version that was withdrawn.
        arguments: &["--no-default-features", "--bin", "wasm-bindgen"],
    }];
    if purpose >= Purpose::Lint {
        tools.push(CargoTool {
            package: "cargo-deny",
            version: "0.20.2".to_owned(),
            program: "cargo-deny",
            arguments: &["--locked"],
        });
    }
    if purpose >= Purpose::Test {
        tools.push(CargoTool {
            package: "tauri-driver",
            version: "2.1.0".to_owned(),
            program: "tauri-driver",
            arguments: &["--locked"],
        });
        if !Command::cargo().args(["nextest", "--version"]).succeeds() {
            tools.push(CargoTool {
                package: "cargo-nextest",
                version: "0.9.143".to_owned(),
                program: "cargo-nextest",
                arguments: &["--locked"],
            });
        }
    }
    Ok(tools)
}

impl CargoTool {
    /// Builds it unless this version is there.
    pub(super) fn install(&self, workspace: &Workspace) -> Result<()> {
        let stamp = Stamp::new(
            workspace,
            self.package,
            format!("{} {}\n", self.package, self.version),
        );
        if stamp.matches() && workspace.tool(self.program).is_file() {
            return Ok(());
        }
        announce(&format!(
            "building {} {} into .tools (a minute or two, once)",
            self.package, self.version
        ));
        Command::cargo()
            .args([
                "install",
                "--quiet",
                self.package,
                "--version",
                &self.version,
            ])
            .args(self.arguments)
            .arg("--root")
            .arg(workspace.tools(""))
            .arg("--target-dir")
            .arg(workspace.target("tools"))
            .arg("--force")
            // These programs run for a second: the time to build them is what counts.
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
            .run()?;
        stamp.write()
    }
}
