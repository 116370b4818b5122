//! Payloads as they are dropped on the window: an answer for each, fit to be shown.

use longshore_engine::inspect::inspect_path;
use longshore_model::payload::Outcome;

use crate::file;

/// What a file may be called. A first byte of the input chooses.
const NAMES: [&str; 3] = ["input.pkl", "input.py", "input.sh"];

/// The most that is said of one payload, in bytes of JSON: of 10,000 names of modules at worst.
const LARGEST: usize = 24 << 20;

pub(crate) fn run(input: &[u8]) {
    let (choice, content) = file::choice(input);
    inspected(NAMES[choice % NAMES.len()], content);
}

/// Inspects a file, and says whether it is taken.
pub(crate) fn inspected(name: &str, content: &[u8]) -> bool {
    let report = file::with(name, content, inspect_path);
    assert_eq!(report.size, content.len() as u64);
    let json = serde_json::to_vec(&report).expect("a report is JSON");
    assert!(json.len() <= LARGEST, "a report of {} bytes", json.len());
    match report.outcome {
        Outcome::Payload(payload) => {
            assert_eq!(payload.sha256.len(), 64);
            assert!(!payload.title.contains(char::is_control), "{payload:?}");
            true
        }
        Outcome::Refused(refused) => {
            assert!(!refused.title.is_empty());
            false
        }
    }
}
