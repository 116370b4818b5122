//! The bundle for a report of a fault, made where something is at fault.

use std::{fs, io::Write as _, path::Path, process::Command};

use longshore_tests::{home::Home, programs};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

/// What a check of the answer of `diagnose --json` found.
fn found(told: &Value, what: &str) -> (bool, String) {
    let checks = told["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["what"] == what).unwrap();
    let detail = check["detail"].as_str().unwrap();
    (check["ok"].as_bool().unwrap(), detail.to_owned())
}

/// Names of files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The lines of the log, each as the JSON it is.
fn log(home: &Home) -> Vec<Value> {
    let path = home.join("longshore/data/logs/longshore-000001.jsonl");
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_bundle_is_made_of_a_fresh_home_and_makes_none_and_no_file_is_replaced() {
    let home = Home::new();
    let told = home
        .run(["diagnose", "--json", "--output", "first.zip"])
        .expect(0);
    assert_eq!(told.stderr, "");
    let told = told.json();
    assert_eq!(told["file"], "first.zip");
    let entries = told["entries"].as_array().unwrap();
    assert_eq!(entries[0]["name"], "README.txt");
    assert!(entries.iter().all(|entry| entry["problem"].is_null()));
    assert_eq!(found(&told, "History"), (true, "there is none yet".into()));
    assert!(!found(&told, "Keyring").0);
    assert_eq!(names(home.path()), ["first.zip"]);

    let before = fs::read(home.join("first.zip")).unwrap();
    let again = home.run(["diagnose", "--output", "first.zip"]).expect(2);
    assert!(again.stderr.contains("first.zip is there already"));
    assert_eq!(fs::read(home.join("first.zip")).unwrap(), before);
    let nowhere = home.run(["diagnose", "-o", "no/where.zip"]).expect(2);
    assert!(nowhere.stderr.contains("could not be written"));

    let text = home.run(["diagnose"]).expect(0).stdout;
    assert!(text.contains("Look through it before you send it."));
    let made = names(home.path());
    assert_eq!(made.len(), 2, "{made:?}");
    assert!(made[1].starts_with("longshore-diagnose-2"), "{made:?}");
}

#[test]
fn what_is_broken_is_told_and_left_alone_and_the_rest_is_in_the_bundle() {
    let home = Home::new();
    home.run(["accounts", "list"]).expect(0);
    let history = b"this was a database once, until something went over it ".repeat(200);
    home.write("longshore/data/history.db", &history);
    for lost in ["history.db-wal", "history.db-shm"] {
        let _ = fs::remove_file(home.join("longshore/data").join(lost));
    }
    home.write("longshore/config/accounts.toml", "account = ");
    // Whoever runs this may be root, whom no mode keeps from writing.
    let _ = fs::remove_dir_all(home.join("longshore/data/logs"));
    home.write("longshore/data/logs", "in the way");

    // Nothing works, and the log does not either: that is said, once.
    let refused = home.run(["jobs"]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    let notices = refused.stderr.matches("the log cannot be written").count();
    assert_eq!(notices, 1, "{}", refused.stderr);

    let told = home.run(["diagnose", "--json", "-o", "b.zip"]).expect(0);
    let told = told.json();
    let (whole, why) = found(&told, "History");
    assert!(!whole && why.contains("not a database"), "{why}");
    let (read, why) = found(&told, "Accounts");
    assert!(!read && why.contains("accounts.toml"), "{why}");
    assert!(!found(&told, "Folder: logs").0);
    assert!(found(&told, "Settings").0);
    let problem = |name: &str| {
        let entries = told["entries"].as_array().unwrap();
        let entry = entries.iter().find(|entry| entry["name"] == name);
        entry.unwrap()["problem"].as_str().map(str::to_owned)
    };
    assert!(problem("accounts.json").is_some() && problem("events.txt").is_some());
    assert_eq!(problem("versions.json"), None);
    assert_eq!(
        fs::read(home.join("longshore/data/history.db")).unwrap(),
        history
    );
}

#[test]
fn a_command_that_fails_leaves_a_line_of_json_and_nothing_on_the_terminal_but_its_report() {
    let home = Home::new();
    home.run(["accounts", "list"]).expect(0);
    let history = home.join("longshore/data/history.db");
    let mut file = fs::OpenOptions::new().write(true).open(history).unwrap();
    file.write_all(&[0x55; 4_096]).unwrap();
    let refused = home.run(["jobs"]);
    assert!(
        refused.stderr.starts_with("longshore: "),
        "{}",
        refused.stderr
    );
    assert!(!refused.stderr.contains("WARN"), "{}", refused.stderr);
    let lines = log(&home);
    assert_eq!(lines[0]["fields"]["program"], "longshore");
    let last = lines.last().unwrap();
    assert_eq!(last["level"], "WARN");
    assert_eq!(last["message"], json!("the engine cannot be opened"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_panic_is_in_the_log_with_its_thread_and_place() {
    let home = Home::new();
    let mut command = Command::new("sh");
    home.apply(&mut command);
    // Rust's own macros panic where a line cannot be printed, such as why the service cannot start.
    command
        .args([
            "-c",
            "exec \"$0\" __serve-local-azure /dev/null/no-folder 2>/dev/full",
        ])
        .arg(programs::cli())
        .env_remove("RUST_BACKTRACE");
    assert!(!command.status().unwrap().success());
    let lines = log(&home);
    let panic = lines
        .iter()
        .find(|line| line["target"] == "longshore::panic")
        .unwrap();
    assert_eq!(panic["level"], "ERROR");
    assert_eq!(panic["fields"]["thread"], "main");
    assert!(panic["fields"]["place"].as_str().unwrap().contains(".rs:"));
    assert!(panic["message"].as_str().unwrap().contains("stderr"));
}
