//! Pinned jobs in the list.

use longshore_tests::{home::Home, scripts};
use pretty_assertions::assert_eq;

/// Pins a job as the window does: the command line itself only shows which are.
fn pin(home: &Home, name: &str) {
    let history = rusqlite::Connection::open(home.join("longshore/data/history.db")).unwrap();
    let changed = history
        .execute("UPDATE jobs SET pinned = 1 WHERE name = ?1", [name])
        .unwrap();
    assert_eq!(changed, 1);
}

#[test]
fn a_pinned_job_is_listed_first_and_marked_and_can_be_searched_for() {
    let home = Home::new();
    for name in ["first.py", "second.py"] {
        home.write(name, scripts::NOOP);
        home.run(["run", name, "--retries", "0"]).expect(0);
    }
    pin(&home, "first.py");
    let names = |args: &[&str]| -> Vec<String> {
        let listed = home.run([&["jobs"], args].concat()).expect(0).stdout;
        let rows = listed.lines().skip(1);
        rows.map(|row| row.split("  ").last().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(names(&[]), ["first.py (pinned)", "second.py"]);
    assert_eq!(names(&["--search", "is:pinned"]), ["first.py (pinned)"]);

    let page = home.run(["jobs", "--json"]).expect(0).json();
    let told: Vec<_> = page["jobs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|job| (job["name"].as_str(), job["pinned"].as_bool()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("first.py"), Some(true)),
            (Some("second.py"), Some(false))
        ]
    );
    let id = page["jobs"][0]["id"].as_str().unwrap();
    let shown = home.run(["show", id]).expect(0).stdout;
    assert!(
        shown.starts_with("first.py (pinned)  Succeeded\n"),
        "{shown}"
    );
}
