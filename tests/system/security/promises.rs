//! Every test that `docs/security.md` names is there.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use longshore_tests::programs;
use pretty_assertions::assert_eq;

/// Where tests lie.
const FOLDERS: [&str; 5] = ["crates", "fuzz/src", "src-tauri", "tests", "ui"];

/// Names of functions of Rust and Python below a folder.
fn functions(folder: &Path, found: &mut HashSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("node_modules") {
            functions(&path, found);
        } else if path
            .extension()
            .is_some_and(|end| end == "rs" || end == "py")
        {
            let text = fs::read_to_string(&path).unwrap();
            for word in ["fn ", "def "] {
                let names = text.split(word).skip(1).map(|rest| {
                    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                    rest[..end.unwrap_or(rest.len())].to_owned()
                });
                found.extend(names);
            }
        }
    }
}

#[test]
fn every_promise_names_tests_that_are_there() {
    let root = programs::workspace();
    let page = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let mut known = HashSet::new();
    for folder in FOLDERS {
        functions(&root.join(folder), &mut known);
    }
    let mut chapters = page.split("\n## ");
    let chapter = chapters
        .find(|chapter| chapter.starts_with("Promises\n"))
        .unwrap();
    let (mut promises, mut missing) = (0, Vec::new());
    // The rows below a heading with what holds a promise.
    for row in chapter
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
    {
        let held_by = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for part in held_by.split(", ") {
            let name = part.split('`').nth(1).unwrap_or(part);
            let is_there = if part.ends_with("(fuzz)") {
                root.join("fuzz/corpus").join(name).is_dir()
            } else {
                // A step of `cargo xtask test` is told in words.
                part.starts_with("the step") || part.contains(" and `") || known.contains(name)
            };
            if !is_there {
                missing.push(name.to_owned());
            }
        }
        promises += 1;
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(promises > 20, "{promises}");
}
