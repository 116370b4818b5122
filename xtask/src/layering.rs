//! Who may depend on whom: the invariants of ARCHITECTURE.md that cargo's own metadata can prove.

mod rules;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::steps::Outcome;
use crate::workspace::Workspace;
use rules::{Outside, Rule};

/// What is read of `cargo metadata --no-deps`.
#[derive(Deserialize)]
pub(crate) struct Metadata {
    pub(crate) workspace_root: PathBuf,
    pub(crate) target_directory: PathBuf,
    pub(crate) packages: Vec<Package>,
}

/// A member of the workspace.
#[derive(Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

/// A dependency as the manifest declares it.
#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// None for an ordinary one, else `dev` or `build`.
    kind: Option<String>,
    /// Where a member of the workspace lies; none for a package from a registry.
    path: Option<PathBuf>,
}

/// Checks every member against the rules and for the workspace's lints.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let packages = &workspace.metadata.packages;
    let mut wrong = violations(packages, rules::RULES);
    for package in packages {
        let path = &package.manifest_path;
        let manifest =
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        if !inherits_lints(&manifest) {
            wrong.push(format!("{} lacks `[lints] workspace = true`", package.name));
        }
    }
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(Outcome::Done)
}

/// One sentence for each dependency that a rule forbids and each member without a rule.
///
/// Members that only tests use count too: a layer that needs one above it to be tested is no layer.
fn violations(packages: &[Package], rules: &[Rule]) -> Vec<String> {
    let mut found = Vec::new();
    for package in packages {
        let Some(rule) = rules.iter().find(|rule| rule.package == package.name) else {
            found.push(format!(
                "{} has no layer: give it a rule in xtask/src/layering/rules.rs",
                package.name
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let allowed = match (&dependency.path, dependency.kind.as_deref()) {
                (Some(_), kind) => rule.allows_member(&dependency.name, kind == Some("dev")),
                (None, Some("dev")) => true,
                (None, _) => rule.outside.allows(&dependency.name),
            };
            if !allowed {
                found.push(format!(
                    "{} must not depend on {}: {}",
                    package.name, dependency.name, rule.because
                ));
            }
        }
    }
    found
}

impl Rule {
    fn allows_member(&self, name: &str, in_tests: bool) -> bool {
        self.members.contains(&name) || (in_tests && self.in_tests.contains(&name))
    }
}

impl Outside {
    fn allows(self, name: &str) -> bool {
        match self {
            Self::Only(names) => names.contains(&name),
            Self::AllBut(prefixes) => !prefixes.iter().any(|prefix| name.starts_with(prefix)),
        }
    }
}

/// Whether a manifest takes the workspace's lints over.
fn inherits_lints(manifest: &str) -> bool {
    toml::from_str::<toml::Table>(manifest)
        .ok()
        .and_then(|table| table.get("lints")?.get("workspace")?.as_bool())
        .unwrap_or(false)
}
