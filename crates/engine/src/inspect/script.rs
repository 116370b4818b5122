//! Python scripts.

mod imports;
mod lines;
mod metadata;
mod text;

use std::path::Path;

use longshore_model::{
    Report,
    payload::{Payload, PayloadKind},
};

use super::{Opened, modules::Modules, plain};

/// Reads a Python script as text: what it imports and what it says it needs (PEP 723).
pub(super) fn inspect(opened: &mut Opened, path: &Path) -> Result<Payload, Report> {
    let source = text::read(opened, text::Language::Python)?;
    let mut modules = Modules::default();
    imports::of(&source)
        .iter()
        .for_each(|module| modules.add(module));

    let mut payload = plain(PayloadKind::Python, "Python script", opened.sha256()?);
    metadata::fill(&source, &mut payload);
    let beside: Vec<&str> = modules
        .iter()
        .filter(|module| lies_beside(path, module))
        .collect();
    if !beside.is_empty() {
        payload.warnings.push(format!(
            "It imports {} from the folder it is in, which is not sent along. Put both in a folder and submit that.",
            beside.join(", ")
        ));
    }
    payload.modules = modules.into_sorted();
    Ok(payload)
}

/// The shell's scripts are text of the same kind.
pub(super) fn shell_text(opened: &mut Opened) -> Result<String, Report> {
    text::read(opened, text::Language::Shell)
}

fn lies_beside(script: &Path, module: &str) -> bool {
    let Some(folder) = script.parent() else {
        return false;
    };
    folder.join(format!("{module}.py")).is_file()
        || folder.join(module).join("__init__.py").is_file()
}
