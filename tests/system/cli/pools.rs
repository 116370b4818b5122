//! Pools: listed, told apart, and warned of when they would run nothing.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use longshore_tests::{
    home::{Ended, Home, ended},
    service,
};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

/// A home whose service gets wrong what it is told.
struct Told {
    home: Home,
}

impl Told {
    fn new(plan: &Value) -> Self {
        let told = Self { home: Home::new() };
        told.home.write("hello.sh", "echo hello\n");
        told.tell(plan);
        told
    }

    fn tell(&self, plan: &Value) {
        fs::write(self.home.join("faults.json"), plan.to_string()).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.home.longshore();
        command
            .args(args)
            .env("LONGSHORE_LOCAL_FAULTS", self.home.join("faults.json"));
        command
    }

    fn run(&self, args: &[&str]) -> Ended {
        ended(&self.command(args).output().unwrap())
    }
}

/// Runs a command, does something once it has said these words on standard error, and answers how it ended.
fn said_before(command: &mut Command, words: &str, then: impl FnOnce()) -> Ended {
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut said = Vec::new();
    while !said.iter().any(|line: &String| line.contains(words)) {
        let line = lines.next();
        said.push(line.unwrap_or_else(|| panic!("{words} is not said: {said:#?}")));
    }
    then();
    let rest = thread::spawn(move || lines.collect::<Vec<_>>());
    let mut ended = ended(&child.wait_with_output().unwrap());
    said.extend(rest.join().unwrap());
    ended.stderr = said.join("\n");
    ended
}

#[test]
fn pools_are_listed_for_people_and_as_one_document() {
    let told = Told::new(&json!({}));
    let listed = told.run(&["pools"]).expect(0);
    let lines: Vec<_> = listed.stdout.lines().collect();
    assert!(
        lines[0].starts_with("POOL ") && lines[1].starts_with("local "),
        "{lines:?}"
    );
    let document = told.run(&["pools", "--json"]).expect(0).json();
    let pool = &document["pools"][0];
    assert_eq!(
        (
            &pool["id"],
            &pool["state"],
            &pool["dedicated"],
            &pool["problem"]
        ),
        (
            &json!("local"),
            &json!("active"),
            &json!({"now": 1, "wanted": 1}),
            &Value::Null
        )
    );
    told.tell(&json!({"pool": {"missing": true}}));
    let none = told.run(&["pools", "--json"]).expect(0);
    assert_eq!(none.json(), json!({"pools": []}));
}

#[test]
fn one_pool_is_told_with_what_its_nodes_do_and_why() {
    let told = Told::new(&json!({"pool": {"nodeState": "starttaskfailed"}}));
    let shown = told.run(&["pools", "local"]).expect(0).stdout;
    assert!(
        shown.contains("start task failed  1") && shown.contains("exit code 1"),
        "{shown}"
    );
    let document = told.run(&["pools", "LOCAL", "--json"]).expect(0).json();
    assert_eq!(
        document["nodes"],
        json!([{"state": "start_task_failed", "dedicated": 1, "spot": 0, "reason": "exit code 1"}])
    );
    told.tell(&json!({"pool": {"nodes": 0,
        "resizeErrors": [{"code": "AccountCoreQuotaReached", "message": "no cores"}]}}));
    let shown = told.run(&["pools", "local"]).expect(0).stdout;
    assert!(
        shown.contains("AccountCoreQuotaReached: no cores") && shown.contains("resize the pool"),
        "{shown}"
    );
}

#[test]
fn what_is_no_pool_and_no_account_is_bad_input() {
    let told = Told::new(&json!({}));
    for (args, message) in [
        (&["pools", "nowhere"][..], "no such pool"),
        (&["pools", "two words"], "pool"),
        (&["pools", ""], "pool"),
        (
            &["pools", "--account", "nobody"],
            "no account called nobody",
        ),
    ] {
        let refused = told.run(args).expect(2);
        assert_eq!(refused.stdout, "");
        assert!(
            refused.stderr.to_lowercase().contains(message),
            "{args:?}: {}",
            refused.stderr
        );
    }
}

#[test]
fn a_pool_without_nodes_is_warned_of_and_why_the_job_waits_is_told_until_it_runs() {
    let told = Told::new(&json!({"pool": {"nodes": 0}}));
    let submitted = told.run(&["submit", "hello.sh", "--json"]).expect(0);
    let job = submitted.json()["job"].as_str().unwrap().to_owned();
    assert!(
        submitted
            .stderr
            .contains("warning: The pool local has no nodes"),
        "{}",
        submitted.stderr
    );
    let shown = told.run(&["show", &job]).expect(0).stdout;
    assert!(
        shown.contains("Queued") && shown.contains("waiting  The pool local has no nodes"),
        "{shown}"
    );
    // Whoever asks gets what is so now.
    told.tell(&json!({"pool": {"nodes": 0, "autoScaleFormula": "$TargetDedicatedNodes = 0;"}}));
    let shown = told.run(&["show", &job, "--json"]).expect(0).json();
    let title = shown["waiting"]["title"].as_str().unwrap();
    assert!(title.contains("autoscale formula"), "{title}");
    assert_eq!(
        (&shown["state"], &shown["problem"]),
        (&json!("queued"), &Value::Null)
    );

    let mut wait = told.command(&["wait", &job]);
    said_before(&mut wait, "autoscale formula", || told.tell(&json!({}))).expect(0);
    let shown = told.run(&["show", &job, "--json"]).expect(0).json();
    assert_eq!(
        (&shown["state"], &shown["waiting"]),
        (&json!("succeeded"), &Value::Null)
    );
    let events = shown["events"].to_string();
    assert!(events.contains("has no nodes"), "{events}");
}

#[test]
fn tasks_that_wait_while_it_runs_are_explained_on_stderr() {
    let told = Told::new(&json!({"pool": {"nodeState": "running"}}));
    let mut run = told.command(&["run", "hello.sh", "--json"]);
    run.env("LONGSHORE_POOL_PATIENCE", "1");
    let ran = said_before(&mut run, "busy with other work", || told.tell(&json!({}))).expect(0);
    let lines = ran.json_lines();
    let waited = lines
        .iter()
        .any(|line| line["job"]["waiting"]["title"].is_string());
    assert!(waited, "{lines:#?}");
    assert_eq!(lines.last().unwrap()["job"]["waiting"], Value::Null);
}

#[test]
fn a_pool_that_is_not_there_is_refused_before_anything_is_staged() {
    let told = Told::new(&json!({"pool": {"missing": true}}));
    let refused = told.run(&["run", "hello.sh"]).expect(3);
    assert!(
        (refused.stdout + &refused.stderr).contains("no such pool"),
        "nothing is told"
    );
    let sent = told.home.requests();
    assert!(
        sent.iter().all(|request| !request.starts_with("PUT ")),
        "{sent:#?}"
    );
}

#[test]
fn pools_are_listed_by_the_next_service_when_the_one_that_was_asked_dies() {
    let told = Told::new(&json!({}));
    told.run(&["pools"]).expect(0);
    told.tell(&json!({"rules": [{"path": "/pools", "count": 1, "hold": "before"}]}));
    let mut command = told.command(&["pools", "--json"]);
    let asking = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut asking = asking.spawn().unwrap();
    let log = told.home.request_log();
    while !fs::read_to_string(&log).unwrap().contains(" 444 ") {
        assert_eq!(asking.try_wait().unwrap(), None);
        thread::sleep(Duration::from_millis(20));
    }
    told.tell(&json!({}));
    assert!(service::kill(service::of(&told.home).unwrap()));
    let listed = ended(&asking.wait_with_output().unwrap()).expect(0).json();
    assert_eq!(listed["pools"][0]["id"], "local", "{listed}");
}
