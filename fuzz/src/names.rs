//! Names that others chose, of entries in archives and of blobs: as paths they stay below their folder.

use std::path::{Component, Path};

use longshore_engine::fuzzing;

/// What Windows keeps for devices, whatever follows a dot.
const DEVICES: [&str; 10] = [
    "con",
    "prn",
    "aux",
    "nul",
    "com1",
    "com9",
    "com\u{b9}",
    "lpt1",
    "lpt\u{b3}",
    "conout$",
];

pub(crate) fn run(input: &[u8]) {
    let name = String::from_utf8_lossy(input);
    if let Some(place) = fuzzing::entry_of_an_archive(&name) {
        plain(Path::new(&place));
        assert!(!place.contains(['\\', '\0']), "{name:?} -> {place:?}");
        // A place is its own.
        assert_eq!(fuzzing::entry_of_an_archive(&place).as_ref(), Some(&place));
    }
    for windows in [false, true] {
        let Some(path) = fuzzing::name_from_the_service(&name, windows) else {
            continue;
        };
        plain(&path);
        assert!(path.components().next().is_some(), "{name:?}");
        if windows {
            path.iter()
                .for_each(|part| fits_windows(&part.to_string_lossy()));
        }
    }
    let (pattern, name) = name.split_once('\n').unwrap_or((&name, "result.pkl"));
    let matched = longshore_local_azure::fuzzing::name_matches(pattern, name);
    if !pattern.contains(['*', '?', '[']) && !name.starts_with('.') {
        assert_eq!(matched, pattern == name, "{pattern:?} {name:?}");
    }
}

/// Whether a path is nothing but names.
fn plain(path: &Path) {
    let is_name = |part| matches!(part, Component::Normal(_));
    assert!(path.components().all(is_name), "{path:?}");
}

fn fits_windows(part: &str) {
    let forbidden = |c: char| c.is_control() || "<>:\"\\|?*/".contains(c);
    assert!(
        !part.contains(forbidden) && !part.ends_with(['.', ' ']),
        "{part:?}"
    );
    let stem = part
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_lowercase();
    assert!(!DEVICES.contains(&stem.as_str()), "{part:?}");
}
