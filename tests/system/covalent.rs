//! Covalent's real server, and executors that run its electrons on the embedded Azure.

use std::process::Command;

use longshore_tests::{home::ended, local::Local, programs};

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
    let (image, command) = programs::covalent_image();
    let local = Local::redirected(image, &command);
    let python = Command::new(programs::python_in("covalent-azurebatch"));
    let told = run(&local, python, "original.py");
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
