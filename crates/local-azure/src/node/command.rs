//! From a command line to a program. No shell reads it: quotes group words and nothing is expanded.

use std::path::{Path, PathBuf};

/// Why a command line cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum SplitError {
    /// A quote without its other.
    #[error("The command line has a quotation mark that is never closed.")]
    OpenQuote,
    /// A backslash with nothing behind it.
    #[error("The command line ends with a backslash.")]
    OpenEscape,
}

/// Cuts a command line into words by the quoting rules of POSIX shells, as Azure's Linux nodes do.
pub(super) fn split(line: &str) -> Result<Vec<String>, SplitError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next().ok_or(SplitError::OpenQuote)? {
                        '\'' => break,
                        c => word.push(c),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match chars.next().ok_or(SplitError::OpenQuote)? {
                        '"' => break,
                        '\\' => match chars.next().ok_or(SplitError::OpenQuote)? {
                            c @ ('"' | '\\') => word.push(c),
                            c => word.extend(['\\', c]),
                        },
                        c => word.push(c),
                    }
                }
            }
            '\\' => {
                let c = chars.next().ok_or(SplitError::OpenEscape)?;
                word.get_or_insert_default().push(c);
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Finds an executable: a name without `/` on `path`, any other from the working directory.
pub(super) fn find(program: &str, path: &str, work: &Path) -> Option<PathBuf> {
    if program.is_empty() {
        return None;
    }
    if Path::new(program).components().count() > 1 || program.contains('/') {
        return executable(work.join(program));
    }
    std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .find_map(|folder| executable(folder.join(program)))
}

#[cfg(unix)]
fn executable(path: PathBuf) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = std::fs::metadata(&path).ok()?;
    (metadata.is_file() && metadata.permissions().mode() & 0o111 != 0).then_some(path)
}

#[cfg(not(unix))]
fn executable(path: PathBuf) -> Option<PathBuf> {
    let with_ending = ["", "exe", "cmd", "bat"]
        .iter()
        .map(|ending| match *ending {
            "" => path.clone(),
            ending => path.with_added_extension(ending),
        });
    with_ending.into_iter().find(|path| path.is_file())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_by_a_shells_quoting_and_nothing_is_expanded() {
        for (line, words) in [
            ("", vec![]),
            ("  python3   runner.py ", vec!["python3", "runner.py"]),
            (
                "/bin/bash -c 'echo $HOME; exit 3'",
                vec!["/bin/bash", "-c", "echo $HOME; exit 3"],
            ),
            (
                r#"sh -c "echo \"a b\" \$x""#,
                vec!["sh", "-c", r#"echo "a b" \$x"#],
            ),
            (r"a\ b c", vec!["a b", "c"]),
            (r#"'' "" x"#, vec!["", "", "x"]),
            ("a'b'\"c\"d # e", vec!["abcd", "#", "e"]),
            ("$HOME * ~", vec!["$HOME", "*", "~"]),
        ] {
            assert_eq!(split(line).unwrap(), words, "{line}");
        }
    }

    #[test]
    fn what_is_never_closed_is_refused() {
        assert_eq!(split("echo 'a"), Err(SplitError::OpenQuote));
        assert_eq!(split("echo \"a"), Err(SplitError::OpenQuote));
        assert_eq!(split("echo a\\"), Err(SplitError::OpenEscape));
    }

    #[cfg(unix)]
    #[test]
    fn programs_are_found_on_the_path_or_from_the_working_directory() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let tool = dir.path().join("tool");
        std::fs::write(&tool, "#!/bin/sh\n").unwrap();
        let path = dir.path().to_str().unwrap();
        assert_eq!(find("tool", path, Path::new("/")), None);
        std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(find("tool", path, Path::new("/")), Some(tool.clone()));
        assert_eq!(find("tool", "", dir.path()), None);
        assert_eq!(
            find("./tool", "", dir.path()),
            Some(dir.path().join("./tool"))
        );
        assert_eq!(find("", path, dir.path()), None);
    }
}
