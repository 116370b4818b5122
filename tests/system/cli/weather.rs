//! Whole jobs on an embedded service that is told to be old, busy or forgetful.

use std::fs;

use longshore_tests::{
    home::{Ended, Home, ended},
    scripts,
};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

/// Runs a job on a service with these faults.
fn run(home: &Home, faults: &Value, args: &[&str]) -> Ended {
    let plan = home.write("faults.json", faults.to_string());
    let mut command = home.longshore();
    command.env("LONGSHORE_LOCAL_FAULTS", plan).args(args);
    ended(&command.output().unwrap())
}

/// Requests so far, query and all.
fn lines(home: &Home) -> Vec<String> {
    let log = fs::read_to_string(home.request_log()).unwrap();
    log.lines().map(str::to_owned).collect()
}

#[test]
fn a_whole_job_runs_on_a_service_that_only_speaks_an_older_version() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    let plan = json!({"batchVersions": ["2022-10-01.16.0"]});
    run(
        &home,
        &plan,
        &["run", "a.py", "--output", "out", "--retries", "0"],
    )
    .expect(0);
    assert!(home.join("out/a/stdout.txt").exists());
    let refused = lines(&home)
        .into_iter()
        .filter(|line| line.contains(" 400 "))
        .count();
    // Three newer ones were tried, once and not with each request.
    assert_eq!(refused, 3, "{:#?}", lines(&home));
}

#[test]
fn a_job_whose_every_answer_to_a_change_is_lost_once_is_submitted_once() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    let lost = |method: &str, path: &str| json!({"service": "batch", "method": method, "path": path, "count": 1, "drop": "after"});
    let plan = json!({"rules": [
        lost("POST", "/jobs"), lost("POST", "/jobs/*/addtaskcollection"), lost("PATCH", "/jobs/*"),
        {"service": "blob", "method": "PUT", "count": 1, "drop": "after"},
    ]});
    run(
        &home,
        &plan,
        &["run", "a.py", "--output", "out", "--retries", "0"],
    )
    .expect(0);
    assert!(home.join("out/a/stdout.txt").exists());
    let jobs = home.run(["jobs", "--json"]).expect(0).json();
    assert_eq!(jobs["jobs"].as_array().unwrap().len(), 1, "{jobs}");
}

#[test]
fn a_task_whose_files_break_off_once_each_way_runs_and_its_results_come_home() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    let plan = json!({"rules": [
        {"from": "node", "method": "GET", "count": 1, "cutAfterBytes": 5},
        {"from": "node", "method": "PUT", "count": 1, "drop": "after"},
        {"from": "client", "service": "blob", "method": "GET", "path": "/**/manifest.json", "count": 1, "cutAfterBytes": 5},
    ]});
    let args = ["run", "a.py", "--output", "out", "--retries", "0"];
    run(&home, &plan, &args).expect(0);
    assert_eq!(
        fs::read_to_string(home.join("out/a/stdout.txt")).unwrap(),
        "ok\n"
    );
    let unanswered = lines(&home)
        .into_iter()
        .filter(|line| line.contains(" 444 "))
        .count();
    assert_eq!(unanswered, 1, "{:#?}", lines(&home));
}
