//! File patterns of output files.
//!
//! `*` and `?` match within a name, `[abc]`, `[a-c]` and `[!abc]` one character, and `**` any folders. A name that
//! begins with `.` is matched only where the pattern says the dot.
//! Source: `OutputFile.filePattern` of the Batch REST reference.

use std::path::{Component, Path, PathBuf};

/// A file a pattern has matched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Match {
    pub(super) path: PathBuf,
    /// Its name below the folder where the pattern's wildcards begin, with `/`: the part of a blob's name that a
    /// pattern with wildcards gives. Azure's agent logs that folder as the "base path" of its mapping.
    pub(super) name: String,
}

/// Whether a pattern may match several files.
pub(super) fn has_wildcards(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// The regular files that `pattern`, relative to `work`, matches, in order. Links to folders are not followed.
pub(super) fn matches(pattern: &str, work: &Path) -> Vec<Match> {
    let (base, rest) = parts(pattern, work);
    let mut found = Vec::new();
    match rest.split_first() {
        None => found.extend(base.is_file().then(|| {
            Match {
                name: base
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                path: base,
            }
        })),
        Some(_) => walk(&base, "", &rest, &mut found),
    }
    found.sort();
    found.dedup();
    found
}

/// The folder before the first wildcard, and the names from there on.
fn parts<'p>(pattern: &'p str, work: &Path) -> (PathBuf, Vec<&'p str>) {
    let mut base = work.to_path_buf();
    if pattern.starts_with('/') {
        base = PathBuf::from("/");
    }
    let mut names = pattern
        .split('/')
        .filter(|name| !name.is_empty() && *name != ".")
        .peekable();
    while let Some(name) = names.next_if(|name| !has_wildcards(name)) {
        if name == ".." {
            base.pop();
        } else {
            base.push(name);
        }
    }
    (base, names.collect())
}

fn walk(folder: &Path, prefix: &str, pattern: &[&str], found: &mut Vec<Match>) {
    let Some((first, rest)) = pattern.split_first() else {
        return;
    };
    if *first == "**" && !rest.is_empty() {
        walk(folder, prefix, rest, found);
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let Some(Component::Normal(name)) = path.components().next_back() else {
            continue;
        };
        // A blob's name is text, so a file whose name is not has none to go to.
        let Some(name) = name.to_str() else { continue };
        let below = format!("{prefix}{name}");
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if *first == "**" {
            if is_folder && !name.starts_with('.') {
                walk(&path, &format!("{below}/"), pattern, found);
            } else if rest.is_empty() && path.is_file() && !name.starts_with('.') {
                found.push(Match { path, name: below });
            }
        } else if name_matches(first, name) {
            if rest.is_empty() {
                if path.is_file() {
                    found.push(Match { path, name: below });
                }
            } else if is_folder {
                walk(&path, &format!("{below}/"), rest, found);
            }
        }
    }
}

pub(crate) fn name_matches(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    // The place to return to when what follows the latest `*` does not fit: a walk without recursion, in time that
    // grows with the product of the lengths at worst.
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        if pattern.get(p) == Some(&'*') {
            star = Some((p, n));
            p += 1;
        } else if let Some(length) = one(&pattern[p..], name[n]) {
            p += length;
            n += 1;
        } else if let Some((at, from)) = star {
            star = Some((at, from + 1));
            p = at + 1;
            n = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

/// How much of the pattern matches the one character `c`; none when it does not.
fn one(pattern: &[char], c: char) -> Option<usize> {
    match pattern.first()? {
        '?' => Some(1),
        '[' => {
            // The first character of a set may be `]` itself.
            let Some(end) = pattern
                .iter()
                .skip(2)
                .position(|c| *c == ']')
                .map(|at| at + 2)
            else {
                return (c == '[').then_some(1);
            };
            let (negated, set) = match &pattern[1..end] {
                ['!', set @ ..] if !set.is_empty() => (true, set),
                set => (false, set),
            };
            (in_set(set, c) != negated).then_some(end + 1)
        }
        literal => (*literal == c).then_some(1),
    }
}

fn in_set(mut set: &[char], c: char) -> bool {
    loop {
        let (holds, rest) = match set {
            [low, '-', high, rest @ ..] => ((*low..=*high).contains(&c), rest),
            [one, rest @ ..] => (*one == c, rest),
            [] => return false,
        };
        if holds {
            return true;
        }
        set = rest;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn names(pattern: &str, work: &Path) -> Vec<String> {
        matches(pattern, work)
            .into_iter()
            .map(|found| found.name)
            .collect()
    }

    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for file in [
            "stdout.txt",
            "stderr.txt",
            "wd/result.pkl",
            "wd/.hidden",
            "wd/outputs/a.png",
            "wd/outputs/b.txt",
            "wd/outputs/deep/er/c.png",
            "wd/outputs/.git/config",
        ] {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        dir
    }

    #[test]
    fn patterns_match_as_documented_and_names_begin_at_the_first_wildcard() {
        let dir = folder();
        let work = dir.path().join("wd");
        for (pattern, found) in [
            ("result.pkl", vec!["result.pkl"]),
            ("missing.pkl", vec![]),
            ("outputs", vec![]),
            ("outputs/a.png", vec!["a.png"]),
            ("../stdout.txt", vec!["stdout.txt"]),
            ("../std*.txt", vec!["stderr.txt", "stdout.txt"]),
            ("outputs/**/*", vec!["a.png", "b.txt", "deep/er/c.png"]),
            ("outputs/**", vec!["a.png", "b.txt", "deep/er/c.png"]),
            ("**/*.png", vec!["outputs/a.png", "outputs/deep/er/c.png"]),
            ("**/c.png", vec!["outputs/deep/er/c.png"]),
            ("outputs/*", vec!["a.png", "b.txt"]),
            ("*", vec!["result.pkl"]),
            (".*", vec![".hidden"]),
            ("outputs/?.[pt][!a]*", vec!["a.png", "b.txt"]),
            ("outputs/[a-a].*", vec!["a.png"]),
            ("nowhere/**/*", vec![]),
        ] {
            assert_eq!(names(pattern, &work), found, "{pattern}");
        }
        let absolute = dir.path().join("std*.txt");
        assert_eq!(
            names(absolute.to_str().unwrap(), &work),
            ["stderr.txt", "stdout.txt"]
        );
    }

    #[test]
    fn wildcards_in_names() {
        for (pattern, name, fits) in [
            ("abc*", "abc", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxa", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("abc[*]", "abc*", true),
            ("abc[*]", "abcd", false),
            ("[]x]", "]", true),
            ("[abc", "[abc", true),
            (
                "*****************************y",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                false,
            ),
        ] {
            assert_eq!(name_matches(pattern, name), fits, "{pattern} {name}");
        }
    }

    #[test]
    fn a_set_as_long_as_a_request_may_be_is_gone_through() {
        let letters = "a".repeat(1 << 20);
        assert!(name_matches(&format!("[{letters}b]"), "b"));
        assert!(!name_matches(&format!("[{letters}]"), "b"));
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_not_followed() {
        let dir = folder();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("wd/outputs/loop")).unwrap();
        let found = names("outputs/**/*", &dir.path().join("wd"));
        assert_eq!(found, ["a.png", "b.txt", "deep/er/c.png"]);
    }
}
