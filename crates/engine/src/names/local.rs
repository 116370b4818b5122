//! Names from the service as paths on this computer.

use std::path::PathBuf;

/// The path below a task's folder for a name that came from the service, or `None` for one that is no path of a file
/// below it: absolute, with `..`, or empty. `windows` also makes names fit for that system.
pub(crate) fn local_path(name: &str, windows: bool) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    for part in name.split('/') {
        if matches!(part, "" | "." | "..") || part.contains('\0') {
            return None;
        }
        if windows {
            path.push(for_windows(part)?);
        } else {
            path.push(part);
        }
    }
    Some(path)
}

fn for_windows(part: &str) -> Option<String> {
    let mut name: String = part
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*') {
                '_'
            } else {
                c
            }
        })
        .collect();
    // Such endings are dropped by the system, so that two names would become one.
    let kept = name.trim_end_matches(['.', ' ']).len();
    let dropped = name.len() - kept;
    name.truncate(kept);
    name.push_str(&"_".repeat(dropped));
    if is_device(&name) {
        name.insert(0, '_');
    }
    (!name.is_empty()).then_some(name)
}

/// Whether Windows takes a name for a device, whatever it ends in
/// (<https://learn.microsoft.com/windows/win32/fileio/naming-a-file>).
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    // Any space: programs that are not of Unicode are handed those that the system knows as the plain one.
    let stem = stem.trim_end().to_ascii_lowercase();
    let is_number = |n: &str| {
        matches!(n, "\u{b9}" | "\u{b2}" | "\u{b3}") || matches!(n.as_bytes(), [b'0'..=b'9'])
    };
    let numbered = |device: &str| stem.strip_prefix(device).is_some_and(is_number);
    matches!(
        stem.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$"
    ) || numbered("com")
        || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_stays_as_it_is() {
        assert_eq!(
            local_path("outputs/a b/plot.png", false),
            Some(PathBuf::from("outputs/a b/plot.png"))
        );
        assert_eq!(
            local_path("outputs/数据.csv", true),
            Some(PathBuf::from("outputs/数据.csv"))
        );
    }

    #[test]
    fn a_name_that_leads_out_of_the_folder_is_refused() {
        for name in [
            "../x",
            "a/../../x",
            "/etc/passwd",
            "a//b",
            "",
            "a/",
            ".",
            "a\0b",
        ] {
            assert_eq!(local_path(name, false), None, "{name:?}");
            assert_eq!(local_path(name, true), None, "{name:?}");
        }
    }

    #[test]
    fn windows_gets_no_drives_devices_streams_or_lost_endings() {
        let cases = [
            ("C:\\x", "C__x"),
            ("a:b", "a_b"),
            ("con", "_con"),
            ("COM1.txt", "_COM1.txt"),
            ("x. ", "x__"),
            ("nul .txt", "_nul .txt"),
            ("com1\u{a0}", "_com1\u{a0}"),
            ("lpt\u{b2}", "_lpt\u{b2}"),
            ("CONIN$", "_CONIN$"),
        ];
        for (name, path) in cases {
            assert_eq!(
                local_path(name, true),
                Some(PathBuf::from(path)),
                "{name:?}"
            );
        }
    }
}
