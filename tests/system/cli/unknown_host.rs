//! Accounts whose addresses lead nowhere.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use longshore_tests::home::{Home, ended};

const BATCH: &str = "https://harbour.westeurope.invalid";
const LOGIN: &str = "https://login.harbour.invalid";

/// A home with an account that signs in by the environment, at hosts that nobody knows.
fn home() -> Home {
    let home = Home::new();
    let words = [
        ["accounts", "add"],
        ["away", "--credential"],
        ["environment", "--authority-host"],
        [LOGIN, "--batch-account-url"],
        [BATCH, "--storage-account-name"],
        ["results", "--storage-account-domain"],
        ["blob.harbour.invalid", "--pool-id"],
    ];
    let args = words.into_iter().flatten().chain(["p"]);
    home.run(args).expect(0);
    home
}

#[test]
fn a_question_to_a_host_that_nobody_knows_fails_with_its_name_and_what_to_check() {
    let home = home();
    let mut command = in_its_environment(&home, &["pools", "--account", "away"]);
    let ended = ended(&command.output().unwrap()).expect(3);
    assert!(
        ended
            .stderr
            .contains("No address is known for login.harbour.invalid"),
        "{}",
        ended.stderr
    );
    assert!(
        ended.stderr.contains("Check that this computer is online"),
        "{}",
        ended.stderr
    );
}

/// The command, with the service principal that the account takes from its environment.
fn in_its_environment(home: &Home, args: &[&str]) -> Command {
    let mut command = home.longshore();
    command
        .args(args)
        .env("AZURE_TENANT_ID", "11111111-1111-1111-1111-111111111111")
        .env("AZURE_CLIENT_ID", "22222222-2222-2222-2222-222222222222")
        .env("AZURE_CLIENT_SECRET", "hush");
    command
}

#[test]
fn a_job_for_a_host_that_nobody_knows_says_so_while_it_is_tried_on_with() {
    let home = home();
    home.write("a.sh", "exit 0\n");
    let args = ["run", "a.sh", "--account", "away"];
    let mut command = in_its_environment(&home, &args);
    let mut run = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut told = BufReader::new(run.stderr.take().unwrap()).lines();
    let line = told.find(|line| line.as_ref().unwrap().contains("No address is known"));
    let line = line.unwrap().unwrap();
    assert!(line.contains("login.harbour.invalid"), "{line}");
    run.kill().unwrap();
    run.wait().unwrap();
}
