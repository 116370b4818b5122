//! What a result looks like, found out without running any of it.
//!
//! [`preview_file`] reads heads only: a result of any size takes the same little memory. Pickles are shown by the values
//! and names in them; the classes they are of need not exist here.

mod budget;
mod byte_string;
mod cell;
mod csv;
mod estimator;
mod export;
mod image;
mod json;
mod number;
mod numpy;
mod objects;
mod pandas;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod value;

use std::{fs, path::Path};

use longshore_model::{format::bytes, preview::Preview};
use serde::Deserialize;

use crate::inspect::{
    Opened, looks_like,
    pickle::{self, Limits},
};

pub(crate) use export::export_file;

/// Longest `error.json` that is read; the runner keeps it far below.
const FAILURE_LIMIT: u64 = 1 << 20;

/// Previews a file that a task brought home. `name` is what it is called there: it decides where the content does not.
/// Never fails: what cannot be shown says why.
pub fn preview_file(path: &Path, name: &str) -> Preview {
    let opened = fs::metadata(path)
        .map_err(|error| format!("The file cannot be read ({error})."))
        .and_then(|metadata| Opened::open(path, &metadata).map_err(|report| report.title));
    match opened {
        Ok(opened) if opened.size == 0 => none("The file is empty."),
        Ok(mut opened) => preview(&mut opened, name).unwrap_or_else(none),
        Err(reason) => none(reason),
    }
}

fn none(reason: impl Into<String>) -> Preview {
    Preview::None {
        reason: reason.into(),
    }
}

fn preview(opened: &mut Opened, name: &str) -> Result<Preview, String> {
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    if name == "error.json"
        && let Some(failure) = failure(opened)?
    {
        return Ok(failure);
    }
    let head = head(opened, 64)?;
    if let Some(media_type) = image::media_type(&head) {
        return image::preview(opened, media_type);
    }
    let is_pickle = head[0] == 0x80
        && head
            .get(1)
            .is_some_and(|protocol| (2..=5).contains(protocol));
    if is_pickle || name.ends_with(".pkl") || name.ends_with(".pickle") {
        match value(opened) {
            Ok(preview) => return Ok(preview),
            Err(why) if is_pickle || looks_like(&head).is_none() => {
                return Err(format!("The pickle cannot be read: {why}."));
            }
            Err(_) => {}
        }
    }
    if let Some(what) = looks_like(&head)
        && !head.starts_with(b"#!")
        && !head.starts_with(b"<")
    {
        let size = bytes(opened.size);
        return Err(format!(
            "It is {what} of {size}. Save it to open it with another program."
        ));
    }
    let special = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("json" | "geojson" | "ipynb") => json::preview(opened),
        Some(extension @ ("csv" | "tsv")) => csv::preview(opened, extension),
        _ => None,
    };
    // What its name promises and its content does not keep is still text.
    special.map_or_else(|| text::preview(opened), Ok)
}

/// How much of a pickle is kept to be shown: of long arrays and tables enough for their course and their first rows.
fn limits() -> Limits {
    Limits {
        items: 64 << 10,
        blob: 8 << 20,
        ..Limits::default()
    }
}

fn head(opened: &mut Opened, bytes: u64) -> Result<Vec<u8>, String> {
    opened.head(bytes).map_err(|report| report.title)
}

/// A pickled value.
fn value(opened: &mut Opened) -> Result<Preview, String> {
    let reader = opened.rewound().map_err(|report| report.title)?;
    let tree = pickle::read_from(reader, &limits()).map_err(|error| error.to_string())?;
    Ok(Preview::Value {
        value: value::of(&tree, &mut opened.file),
    })
}

/// What the runner writes when a task fails.
#[derive(Deserialize)]
struct Failure {
    #[serde(rename = "type")]
    class: String,
    message: String,
    #[serde(default)]
    traceback: String,
}

/// The failure in an `error.json`; nothing when it is some other JSON that is called so.
fn failure(opened: &mut Opened) -> Result<Option<Preview>, String> {
    let bytes = head(opened, FAILURE_LIMIT)?;
    let failure = serde_json::from_slice::<Failure>(&bytes).ok();
    Ok(failure.map(
        |Failure {
             class,
             message,
             traceback,
         }| Preview::Exception {
            class,
            message,
            traceback,
        },
    ))
}
