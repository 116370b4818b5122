//! Shell scripts.

use longshore_model::{
    Report,
    payload::{Payload, PayloadKind},
};

use super::{Opened, plain, script, shown};

/// Reads a shell script as text: which program it is for, and what would keep it from running.
pub(super) fn inspect(opened: &mut Opened) -> Result<Payload, Report> {
    let text = script::shell_text(opened)?;
    let first = text.lines().next().unwrap_or_default();
    let interpreter = first
        .strip_prefix("#!")
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let program = interpreter.and_then(program);

    let mut payload = plain(PayloadKind::Shell, title(program), opened.sha256()?);
    if interpreter.is_none() {
        payload
            .warnings
            .push("It has no #! line and will be run by /bin/sh.".into());
    }
    if program.is_some_and(|program| program.starts_with("python")) {
        payload.warnings.push("Its #! line names Python. Give it a name that ends in .py, so that it is run as a Python script.".into());
    }
    if text.contains("\r\n") {
        payload.warnings.push("Its lines end as on Windows (CR LF), which most shells cannot run. Save it with LF line ends.".into());
    }
    Ok(payload)
}

/// The program that a `#!` line is for: `bash` of `/bin/bash` and of `/usr/bin/env bash`.
fn program(interpreter: &str) -> Option<&str> {
    let mut words = interpreter
        .split_whitespace()
        .map(|word| word.rsplit('/').next().unwrap_or(word));
    match words.next()? {
        "env" => words.find(|word| !word.starts_with('-')),
        program => Some(program),
    }
}

fn title(program: Option<&str>) -> String {
    match program {
        None | Some("sh") => "Shell script".into(),
        Some(program) => shown(&format!("Shell script ({program})")),
    }
}
