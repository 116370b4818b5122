//! Previews and exports: bounded however a result is nested or shared, and exact where they say so.

use longshore_engine::{fuzzing, preview::preview_file};
use longshore_model::preview::{ExportFormat, Preview};

use crate::file;

/// What a file may be called. A first byte of the input chooses.
const NAMES: [&str; 8] = [
    "result.pkl",
    "a.json",
    "a.csv",
    "a.tsv",
    "error.json",
    "a.txt",
    "a.svg",
    "result.pickle",
];

/// The most that goes to the window, in bytes of JSON, pictures apart.
const LARGEST: usize = 16 << 20;

pub(crate) fn preview(input: &[u8]) {
    let (choice, content) = file::choice(input);
    let name = NAMES[choice % NAMES.len()];
    let preview = file::with("input", content, |path| preview_file(path, name));
    if matches!(preview, Preview::Image { .. }) {
        return;
    }
    let json = serde_json::to_vec(&preview).expect("a preview is JSON");
    assert!(json.len() <= LARGEST, "a preview of {} bytes", json.len());
    serde_json::from_slice::<Preview>(&json).expect("a preview reads as it was written");
}

pub(crate) fn export(input: &[u8]) {
    let text = |format| file::with("input", input, |path| fuzzing::export(path, format));
    if let Ok(text) = text(ExportFormat::Json) {
        serde_json::from_str::<serde::de::IgnoredAny>(&text).expect("an export is JSON");
    }
    if let Ok(text) = text(ExportFormat::Csv) {
        // A reader that is not flexible refuses rows of different lengths.
        for record in csv::Reader::from_reader(text.as_bytes()).records() {
            record.expect("an export is CSV");
        }
    }
}
