//! What is run in a bundle.

use longshore_model::{Report, payload::Payload};

use crate::inspect::{refusal::bad, shown};

use super::{entries::Entries, manifest::Manifest};

/// Says what the bundle runs and needs, by its `payload.toml` or its `main.py`.
pub(super) fn fill(entries: &Entries, payload: &mut Payload) -> Result<(), Report> {
    let manifest = entries
        .manifest
        .as_deref()
        .map(Manifest::parse)
        .transpose()?
        .unwrap_or_default();
    if !manifest.unknown.is_empty() {
        payload.warnings.push(format!(
            "Its payload.toml has keys that mean nothing here: {}.",
            manifest.unknown.join(", ")
        ));
    }
    payload.entry = if manifest.command.is_empty() {
        let main = main(entries, manifest.main, payload)?;
        let interpreter = if main.ends_with(".sh") {
            "sh"
        } else {
            "python"
        };
        vec![interpreter.into(), main]
    } else {
        manifest.command
    };
    payload.title = shown(&format!("Bundle, {}", script_of(&payload.entry)));
    payload.entry.extend(manifest.args);
    payload.python = manifest.python;
    payload.packages = manifest.packages;
    Ok(())
}

/// The script that is run when no command is given.
fn main(entries: &Entries, named: Option<String>, payload: &mut Payload) -> Result<String, Report> {
    match named {
        Some(main) if entries.contains(&main) => Ok(main),
        Some(main) => Err(bad(
            format!(
                "Its payload.toml says to run \u{201c}{}\u{201d}, which is not in it.",
                shown(&main)
            ),
            "Correct main in payload.toml, or add the file.",
        )),
        None if entries.contains("main.py") => Ok("main.py".into()),
        None => match entries.only_folder() {
            Some(folder) => {
                let shown = shown(&folder);
                payload.warnings.push(format!(
                    "All of it is in the folder {shown}; it is run from above that folder."
                ));
                Ok(format!("{folder}/main.py"))
            }
            None => Err(bad(
                "It has neither a payload.toml nor a main.py at its top.",
                "Add a main.py, or a payload.toml with a line such as: command = [\"python\", \"train.py\"]",
            )),
        },
    }
}

/// The script in a command: the word after the interpreter, or the program itself.
fn script_of(command: &[String]) -> &str {
    match command {
        [interpreter, script, ..]
            if matches!(interpreter.as_str(), "python" | "python3" | "sh" | "bash") =>
        {
            script
        }
        [program, ..] => program,
        [] => "",
    }
}
