//! The text of a script.

use std::io::Read;

use longshore_model::Report;

use crate::inspect::{Opened, looks_like, refusal};

/// Longest script that is believed to be one.
const LIMIT: u64 = 16 << 20;

/// Whose rules say how the text is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    Shell,
}

/// Reads a whole script. Python may say that it is not UTF-8 (PEP 263); then what is not ASCII is read as Latin-1: the
/// names that are looked for are ASCII in all encodings that Python takes.
pub(super) fn read(opened: &mut Opened, language: Language) -> Result<String, Report> {
    if opened.size > LIMIT {
        return Err(refusal::bad(
            "It is larger than 16 MiB, too large to be a script.",
            "Put the data into files of their own, and submit script and data together as a folder.",
        ));
    }
    let mut bytes = Vec::new();
    opened
        .rewound()?
        .take(LIMIT)
        .read_to_end(&mut bytes)
        .map_err(|error| refusal::unreadable(&error))?;
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(refusal::bad(
            "It is text in UTF-16, which cannot be run.",
            "Save it as UTF-8.",
        ));
    }
    if bytes.contains(&0) {
        let what = looks_like(&bytes).unwrap_or("a binary file");
        return Err(refusal::bad(
            format!("It is {what}, not a script."),
            "Its name ends like a script's, its content is no text. Add the right file.",
        ));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.trim_start_matches('\u{feff}').to_owned()),
        Err(error) if language == Language::Shell || declares_encoding(error.as_bytes()) => {
            Ok(error
                .as_bytes()
                .iter()
                .map(|byte| char::from(*byte))
                .collect())
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..at]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count()
                + 1;
            Err(refusal::bad(
                format!("Line {line} is not UTF-8, and the script does not say how it is encoded."),
                "Save it as UTF-8, or name its encoding in the first line: # -*- coding: latin-1 -*-",
            ))
        }
    }
}

/// PEP 263: a comment in one of the first two lines, such as `# -*- coding: latin-1 -*-`.
fn declares_encoding(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').take(2).any(|line| {
        let line = String::from_utf8_lossy(line);
        let Some((before, after)) = line.split_once("coding") else {
            return false;
        };
        before.trim_start().starts_with('#')
            && after.strip_prefix([':', '=']).is_some_and(|name| {
                let name = name.trim_start();
                let end = name
                    .find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c))
                    .unwrap_or(name.len());
                end > 0 && !matches!(name[..end].to_ascii_lowercase().as_str(), "utf-8" | "utf8")
            })
    })
}
