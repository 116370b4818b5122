//! Covalent's real server, and executors that run its electrons on the embedded Azure.

use std::process::Command;

use longshore_tests::{
    home::{Home, ended},
    keyring::keyring_command,
    local::Local,
    programs,
};

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

#[test]
fn a_secret_given_to_the_executor_goes_to_the_keyring_or_nowhere() {
    let python = programs::python_in("covalent");
    let script = programs::workspace().join("tests/covalent/keeps_secret.py");
    let told = |home: &Home, mut command: Command| {
        home.apply(&mut command);
        command.env("PYTHONPATH", programs::python_package());
        ended(&command.output().unwrap()).expect(0).stdout
    };
    let home = Home::new();
    let words = format!("'{}' '{}' with", python.display(), script.display());
    assert_eq!(told(&home, keyring_command(&home, &words)), "held\n");

    let home = Home::new();
    let mut without = Command::new(&python);
    without.arg(&script).arg("without");
    assert_eq!(told(&home, without), "held\n");
}
