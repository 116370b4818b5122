//! Refusals that more than one kind of file can meet.

use std::io;

use longshore_model::{Code, Report};

/// What Longshore takes, for people.
const TAKES: &str = "Longshore takes function payloads (.pkl), Python scripts (.py), shell scripts (.sh), and bundles: \
                     a folder, .zip or .tar.gz with a payload.toml or main.py.";

/// A refusal of the content.
pub(super) fn bad(title: impl Into<String>, guidance: impl Into<String>) -> Report {
    Report::new(Code::BadInput, title, guidance)
}

/// The system does not let us read it.
pub(super) fn unreadable(error: &io::Error) -> Report {
    match error.kind() {
        io::ErrorKind::NotFound => Report::new(
            Code::NotFound,
            format!("The file is not there ({error})."),
            "It may have been moved, renamed or deleted. Add it again from where it is now.",
        ),
        io::ErrorKind::PermissionDenied => Report::new(
            Code::LocalFiles,
            format!("You are not allowed to read the file ({error})."),
            "Change its permissions, or copy it to a folder of your own.",
        ),
        _ => Report::new(
            Code::LocalFiles,
            format!("The file cannot be read ({error})."),
            "Check the disk or network folder it is on, then add it again.",
        ),
    }
}

pub(super) fn not_a_file() -> Report {
    bad(
        "It is neither a file nor a folder, but a device, pipe or socket.",
        TAKES,
    )
}

pub(super) fn empty() -> Report {
    bad(
        "The file is empty.",
        "If it was being written or downloaded, wait until that is done, then add it again.",
    )
}

pub(super) fn unknown_kind(head: &[u8]) -> Report {
    let title = match super::looks_like(head) {
        Some(what) => format!("It looks like {what}, and its name does not end like a payload's."),
        None if head.first() == Some(&0x80) => {
            "It may be a pickle, but its name does not end in .pkl.".into()
        }
        None => "Its name does not end like a payload's.".into(),
    };
    bad(title, format!("{TAKES} Rename it if it is one of these."))
}
