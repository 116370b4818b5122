//! Microsoft's own clients, unmodified, on `longshore local`: they are told its endpoints, credentials and certificate
//! authority, and nothing else.

use std::{path::Path, process::Command};

use longshore_tests::{home::ended, local::Local, programs};
use serde_json::json;

/// Runs a program with a script of `tests` on a service of its own.
fn run(program: Command, script: impl AsRef<Path>) {
    run_on(&Local::start(), program, script);
}

/// Runs a program with a script of `tests`. What it says is shown when it fails.
fn run_on(local: &Local, mut program: Command, script: impl AsRef<Path>) {
    local.describe(&mut program);
    program.arg(programs::workspace().join("tests").join(script));
    let told = ended(&program.output().unwrap()).expect(0);
    println!("{}{}", told.stdout, told.stderr);
}

/// Runs a file of `tests/python` with the current clients.
fn run_python(script: &str) {
    run(python(), Path::new("python").join(script));
}

fn python() -> Command {
    let mut python = Command::new(programs::python());
    python.env("PYTHONDONTWRITEBYTECODE", "1");
    python
}

#[test]
fn azure_identity_signs_in() {
    run_python("sign_in.py");
}

#[test]
fn azure_storage_blob_keeps_blobs() {
    run_python("blob_storage.py");
}

#[test]
fn azure_storage_blob_signs_access_to_blobs() {
    run_python("blob_signatures.py");
}

#[test]
fn azure_batch_runs_a_job_from_staging_to_results() {
    run_python("batch_job.py");
}

#[test]
fn azure_batch_ends_jobs_and_is_refused_what_cannot_be() {
    run_python("batch_control.py");
}

#[test]
fn the_python_clients_try_again_what_failed_for_a_while() {
    let busy = |status: u16, code: &str| json!({"status": status, "code": code, "retryAfter": 1});
    let local = Local::misbehaving(&json!({"rules": [
        {"service": "blob", "method": "PUT", "path": "/*/patience/busy", "count": 1, "answer": busy(503, "ServerBusy")},
        {"service": "blob", "method": "PUT", "path": "/*/patience/dropped", "count": 1, "drop": "after"},
        {"service": "blob", "method": "GET", "path": "/*/patience/cut", "count": 1, "cutAfterBytes": 1000},
        {"service": "batch", "method": "GET", "path": "/jobs", "count": 2, "answer": busy(429, "TooManyRequests")},
        {"service": "identity", "method": "POST", "count": 1, "answer": busy(503, "temporarily_unavailable")},
    ]}));
    run_on(&local, python(), "python/patience.py");
    // Each fault was met: two requests and a sign-in were refused, one got no answer.
    let log = std::fs::read_to_string(local.home().request_log()).unwrap();
    for (status, times) in [("503", 2), ("429", 2), ("444", 1)] {
        let met = log
            .lines()
            .filter(|line| line.split(' ').nth(3) == Some(status))
            .count();
        assert_eq!(met, times, "{status} in {log}");
    }
}

#[test]
fn azure_batch_13_runs_a_job_from_staging_to_results() {
    let python = Command::new(programs::python_in("python-batch-13"));
    run(python, "clients/azure-batch-13/whole_job.py");
}

#[test]
fn the_azure_cli_runs_a_job_from_staging_to_results() {
    let mut python = Command::new(programs::python_in("azure-cli"));
    // It warns of its own modules' texts when it reads them for the first time.
    python.args(["-W", "ignore"]);
    run(python, "clients/azure-cli/whole_job.py");
}

#[test]
fn the_javascript_clients_run_a_job_from_staging_to_results() {
    let mut node = Command::new("node");
    node.arg("--test")
        .env("NODE_PATH", programs::node_modules());
    run(node, "clients/javascript/whole_job.cjs");
}
