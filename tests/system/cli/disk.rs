//! A disk that takes no more, played by a limit on the size of files: that needs neither rights nor a mount.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use longshore_tests::{
    home::{Ended, Home, ended},
    programs,
};
use pretty_assertions::assert_eq;

/// Bytes of the file that is too large: well above the limit of 4 MiB.
const LARGE: u64 = 16 << 20;

const MAKES_LARGE: &str = "import os\n\
    with open('outputs/large.bin', 'wb') as file:\n    file.write(os.urandom(16 << 20))\n";

/// Runs `longshore` where no file may grow beyond 4 MiB: writing more fails, as on a full disk.
fn limited(home: &Home, words: &[&str]) -> Ended {
    let mut command = Command::new("sh");
    home.apply(&mut command);
    let script = "trap '' XFSZ; ulimit -f 8192; exec \"$@\"";
    command
        .args(["-c", script, "sh"])
        .arg(programs::cli())
        .args(words)
        .current_dir(home.path())
        .stdin(Stdio::null());
    ended(&command.output().unwrap())
}

/// Files below a folder, with their sizes.
fn files(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path, entry.metadata().unwrap().len()));
        }
    }
    found
}

fn named(folder: &Path, part: &str) -> Vec<(PathBuf, u64)> {
    let named = |path: &Path| path.file_name().unwrap().to_string_lossy().contains(part);
    let mut found = files(folder);
    found.retain(|(path, _)| named(path));
    found
}

fn only_job(home: &Home) -> String {
    let jobs = home.run(["jobs", "--json"]).expect(0).json();
    assert_eq!(jobs["jobs"].as_array().unwrap().len(), 1);
    jobs["jobs"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn a_copy_that_finds_no_room_is_told_and_leaves_no_half_file() {
    let home = Home::new();
    home.write("large.py", MAKES_LARGE);
    home.run(["run", "large.py"]).expect(0);
    let job = only_job(&home);
    let failed = limited(&home, &["download", &job, "--output", "out"]).expect(2);
    assert!(failed.stderr.contains("large.bin"), "{failed:?}");
    assert!(failed.stderr.contains("limit"), "{failed:?}");
    assert_eq!(named(&home.join("out"), "large.bin"), []);

    let done = home.run(["download", &job, "--output", "out"]).expect(0);
    assert!(done.stdout.starts_with("3 files ("), "{done:?}");
    let copied = home.join("out/large/outputs/large.bin");
    assert_eq!(named(&home.join("out"), "large.bin"), [(copied, LARGE)]);
    let again = home.run(["download", &job, "--output", "out"]).expect(0);
    assert!(
        again.stdout.contains("3 files were there already"),
        "{again:?}"
    );
}

#[test]
fn results_that_find_no_room_are_told_and_fetched_once_there_is_some() {
    let home = Home::new();
    home.write("large.py", MAKES_LARGE);
    home.run(["submit", "large.py"]).expect(0);
    let job = only_job(&home);
    let failed = limited(&home, &["wait", &job]).expect(2);
    assert!(failed.stderr.contains("large.bin"), "{failed:?}");
    let results = home.join("longshore/data/jobs");
    assert_eq!(named(&results, "large.bin"), []);

    home.run(["wait", &job]).expect(0);
    let fetched: Vec<_> = named(&results, "large.bin")
        .into_iter()
        .map(|(_, size)| size)
        .collect();
    assert_eq!(fetched, [LARGE]);
}
