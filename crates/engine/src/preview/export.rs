//! A pickled value as JSON or CSV, where that is exact: every number, text, truth value, key and order can be read back
//! as it was. What a format has no word for refuses the export, with a sentence that says what and where.
//!
//! Exact is about values: a tuple becomes an array of JSON as a list does, and types of numpy are not named.

mod csv;
mod json;

use std::{fs, path::Path};

use longshore_model::{Code, Report, preview::ExportFormat};

use crate::inspect::{
    Opened, Transported,
    pickle::{self, Limits, Tree},
};

/// Longest text that is made, in bytes.
const LONGEST: usize = 64 << 20;

const TOO_LARGE: &str = "It is larger than what is exported (64 MiB, or two million values).";

/// Why something cannot be written, as a sentence.
type Exact<T> = Result<T, String>;

/// The value in a file as text of that format.
///
/// # Errors
/// It cannot be read, or not be written exactly.
pub(crate) fn export_file(path: &Path, format: ExportFormat) -> Result<String, Report> {
    let metadata = fs::metadata(path).map_err(|error| {
        let title = format!("The file cannot be read ({error}).");
        Report::new(Code::LocalFiles, title, "")
    })?;
    let mut opened = Opened::open(path, &metadata)?;
    text(&mut opened, format).map_err(|reason| {
        let format = match format {
            ExportFormat::Json => "JSON",
            ExportFormat::Csv => "CSV",
        };
        Report::new(
            Code::BadInput,
            format!("This cannot be written as {format} without loss. {reason}"),
            "Save the result itself, and choose in Python what to leave out.",
        )
    })
}

fn text(opened: &mut Opened, format: ExportFormat) -> Exact<String> {
    let reader = opened.rewound().map_err(|report| report.title)?;
    let wrong = |error: pickle::PickleError| format!("It is no pickle that can be read: {error}.");
    let tree = pickle::read_from(reader, &limits()).map_err(wrong)?;
    let transported = tree
        .call(tree.root)
        .and_then(|call| Transported::of(&tree, call));
    match transported {
        Some(object) => {
            let inner = object.open(Some(&mut opened.file), &limits());
            written(&inner.map_err(wrong)?, format)
        }
        None => written(&tree, format),
    }
}

fn written(tree: &Tree, format: ExportFormat) -> Exact<String> {
    match format {
        ExportFormat::Json => json::text(tree),
        ExportFormat::Csv => csv::text(tree),
    }
}

/// All of a value up to what is exported.
fn limits() -> Limits {
    Limits {
        nodes: 3 << 20,
        items: 2 << 20,
        text: LONGEST,
        blob: LONGEST,
        kept_bytes: LONGEST,
        ..Limits::default()
    }
}

/// A text that is certain to be what Python had: where a lone surrogate was, the replacement character stands.
fn certain(text: &str) -> Exact<&str> {
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err("a text with characters that are not Unicode".into());
    }
    Ok(text)
}
