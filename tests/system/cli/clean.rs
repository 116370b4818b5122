//! `longshore clean`: what no history knows, and nothing else.

use std::{fs, process::Command};

use longshore_tests::{home::Home, scripts};
use pretty_assertions::assert_eq;

/// Makes all containers of the embedded service ten days older.
fn age(home: &Home) {
    let script = "import sqlite3, sys, glob\n\
        for path in glob.glob(sys.argv[1] + '/**/blob.sqlite', recursive=True):\n\
        \x20   with sqlite3.connect(path, timeout=20) as db:\n\
        \x20       db.execute('UPDATE containers SET modified = modified - 864000')\n";
    let done = Command::new("python3")
        .args(["-c", script])
        .arg(home.path())
        .status()
        .unwrap();
    assert!(done.success());
}

#[test]
fn only_old_containers_of_ours_that_no_history_knows_are_cleaned_up() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    home.run(["run", "a.py", "--retries", "0"]).expect(0);
    let clean = |more: &[&str]| {
        let args = [&["clean", "--older-than", "5"], more].concat();
        home.run(args).expect(0).stdout
    };
    let nothing = "Nothing is left over.\n";
    age(&home);
    assert_eq!(clean(&[]), nothing, "the history knows it");

    for entry in fs::read_dir(home.join("longshore/data")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains("history.db") {
            fs::remove_file(path).unwrap();
        }
    }
    let seen = clean(&["--dry-run"]);
    assert!(
        seen.starts_with("longshore-") && seen.contains("Would free"),
        "{seen}"
    );
    let freed = clean(&[]);
    assert_eq!(freed, seen.replace("Would free", "Freed"));
    assert_eq!(clean(&[]), nothing);

    // One that is young stays, whoever knows it.
    home.run(["run", "a.py", "--retries", "0"]).expect(0);
    assert_eq!(clean(&[]), nothing);
    let refused = home.run(["clean", "--older-than", "0"]).expect(2);
    assert!(refused.stderr.contains("older-than"), "{}", refused.stderr);
}
