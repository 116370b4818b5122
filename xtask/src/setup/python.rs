//! Virtual environments with Microsoft's own Python clients, and what the sample payloads import.

use anyhow::{Context, Result};

use super::announce;
use super::stamp::Stamp;
use crate::command::Command;
use crate::workspace::Workspace;

/// An environment below `.tools`. Clients that cannot live together have one each.
struct Environment {
    folder: &'static str,
    requirements: &'static str,
    holds: &'static str,
    /// Whether modules are compiled ahead. Of a client with thousands of modules the tests load a few.
    compiled: bool,
}

const ENVIRONMENTS: [Environment; 6] = [
    Environment {
        folder: "python",
        requirements: "tests/python/requirements.txt",
        holds: "the official clients",
        compiled: true,
    },
    Environment {
        folder: "python-batch-13",
        requirements: "tests/clients/azure-batch-13/requirements.txt",
        holds: "the clients of covalent-azurebatch-plugin 0.17",
        compiled: true,
    },
    Environment {
        folder: "python-package",
        requirements: "tests/clients/python-package/requirements.txt",
        holds: "maturin and mypy",
        compiled: true,
    },
    Environment {
        folder: "azure-cli",
        requirements: "tests/clients/azure-cli/requirements.txt",
        holds: "the Azure CLI",
        compiled: false,
    },
    Environment {
        folder: "covalent",
        requirements: "tests/clients/covalent/requirements.txt",
        holds: "Covalent's server",
        compiled: true,
    },
    Environment {
        folder: "covalent-azurebatch",
        requirements: "tests/clients/covalent-azurebatch/requirements.txt",
        holds: "Covalent's server and its original plugin for Azure Batch",
        compiled: true,
    },
];

/// Makes each environment anew when its requirements or the interpreter have changed.
pub(super) fn install(workspace: &Workspace) -> Result<()> {
    let interpreter = Command::new("python3")
        .args(["-c", "import sys; print(sys.executable, sys.version)"])
        .output()?;
    for environment in &ENVIRONMENTS {
        environment.install(workspace, &interpreter)?;
    }
    Ok(())
}

impl Environment {
    fn install(&self, workspace: &Workspace, interpreter: &str) -> Result<()> {
        let requirements = workspace.path(self.requirements);
        let folder = workspace.tools(self.folder);
        let wanted = std::fs::read_to_string(&requirements)
            .with_context(|| format!("reading {}", self.requirements))?;
        let stamp = Stamp::new(workspace, self.folder, format!("{interpreter}{wanted}"));
        let python = workspace.python(self.folder);
        if stamp.matches() && python.is_file() {
            return Ok(());
        }
        announce(&format!(
            "making a Python environment with {} in .tools/{}",
            self.holds, self.folder
        ));
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder)
            .run()?;
        let compile = if self.compiled {
            "--compile"
        } else {
            "--no-compile"
        };
        Command::new(python)
            .args(["-m", "pip", "install", "--quiet", compile])
            .args(["--disable-pip-version-check", "--requirement"])
            .arg(&requirements)
            .run()?;
        stamp.write()
    }
}
