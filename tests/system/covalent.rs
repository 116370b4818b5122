//! Covalent's real server, and executors that run its electrons on the embedded Azure.

use std::process::Command;

use longshore_tests::{home::ended, local::Local, programs};

/// The image the original plugin names when it is told no other.
const IMAGE: &str = "covalent.azurecr.io/covalent-executor-base:latest";

/// Where the plugin's package keeps the entry point of that image, below its environment.
const ENTRY_POINT: &str =
    "lib/python3.*/site-packages/covalent_azurebatch_plugin/assets/infra/exec.py";

/// A file of `tests/covalent` with the Python of an environment.
fn run(local: &Local, mut python: Command, script: &str) -> String {
    local.describe(&mut python);
    python.arg(programs::workspace().join("tests/covalent").join(script));
    let told = ended(&python.output().unwrap()).expect(0);
    println!("{}{}", told.stdout, told.stderr);
    told.stdout
}

#[test]
fn the_original_plugin_runs_on_covalents_server_redirected_here() {
    let environment = "covalent-azurebatch";
    let python = programs::python_in(environment);
    let entry_point = programs::found(environment, ENTRY_POINT);
    let command = format!("'{}' '{}'", python.display(), entry_point.display());
    let local = Local::redirected(IMAGE, &command);
    let told = run(&local, Command::new(&python), "original.py");
    assert!(
        told.contains("score 0.") || told.contains("score 1."),
        "{told}"
    );
}

#[test]
fn longshores_executor_runs_on_covalents_server() {
    let local = Local::of_its_home();
    let mut python = Command::new(programs::python_in("covalent"));
    python.env("PYTHONPATH", programs::python_package());
    let told = run(&local, python, "ours.py");
    assert!(
        told.contains("score 0.") || told.contains("score 1."),
        "{told}"
    );
}
