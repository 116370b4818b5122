//! The same dispatch on Covalent's server with the original plugin and with ours.

use std::{
    fs,
    io::{BufRead as _, BufReader, Lines, Write as _},
    process::{Child, ChildStdout, Command, Stdio},
};

use longshore_tests::{home::Home, local::Local, programs};
use serde_json::Value;

/// Electrons of the dispatch.
const ELECTRONS: usize = 100;

/// Dispatches a fan-out with each executor and prints a row each.
pub fn print() {
    println!(
        "| executor | wall | requests an electron | of these to Batch | peak memory of the server | its loop's longest stall | all its stalls |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    row("none: electrons end at once", None, "covalent", "bare");
    let (image, command) = programs::covalent_image();
    row(
        "covalent-azurebatch-plugin 0.17",
        Some(&Local::redirected(image, &command)),
        "covalent-azurebatch",
        "original",
    );
    let local = Local::of_its_home();
    row("Longshore", Some(&local), "covalent", "ours");
}

/// Prints what a dispatch with an executor costs, in an environment, and in the home of an embedded Azure if it needs one.
fn row(title: &str, local: Option<&Local>, environment: &str, executor: &str) {
    let own = Home::new();
    let home = local.map_or(&own, Local::home);
    let mut python = Command::new(programs::python_in(environment));
    match local {
        Some(local) => local.describe(&mut python),
        None => home.apply(&mut python),
    }
    if executor == "ours" {
        python.env("PYTHONPATH", programs::python_package());
    }
    let mut running = python
        .arg(programs::workspace().join("tests/covalent/bench.py"))
        .args([executor, &ELECTRONS.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(running.stdout.take().unwrap()).lines();
    wait_for(&mut said, "warm");
    let before = requests(home);
    writeln!(running.stdin.take().unwrap(), "go").unwrap();
    let measured = measured(&mut said, &mut running);
    let after = requests(home);
    let each = |count: usize| format!("{:.2}", count as f64 / ELECTRONS as f64);
    let number = |key: &str| measured[key].as_f64().unwrap();
    println!(
        "| {title} | {:.0} s | {} | {} | {:.0} MiB | {:.2} s | {:.1} s |",
        number("wall"),
        each(after.0 - before.0),
        each(after.1 - before.1),
        number("peak_mib"),
        number("longest_stall"),
        number("stalls"),
    );
}

type Said = Lines<BufReader<ChildStdout>>;

fn wait_for(said: &mut Said, word: &str) {
    let found = said.any(|line| line.unwrap() == word);
    assert!(found, "the benchmark on Covalent's server has failed");
}

/// Its last line, when it has ended well.
fn measured(said: &mut Said, running: &mut Child) -> Value {
    let last = said.map(Result::unwrap).last();
    assert!(running.wait().unwrap().success());
    serde_json::from_str(&last.unwrap()).unwrap()
}

/// Requests that the executor has made, and those of them that went to Batch. What nodes ask for is left out: their agent's
/// files, and what the original's entry point does, which is a client like the executor and told by what it asks for.
fn requests(home: &Home) -> (usize, usize) {
    let log = fs::read_to_string(home.request_log()).unwrap_or_default();
    let of_executor: Vec<&str> = log
        .lines()
        .filter(|line| !line.contains("longshore-node"))
        .filter(|line| {
            let mut words = line.split(' ').skip(1);
            let (method, path) = (words.next().unwrap(), words.next().unwrap());
            let by_entry_point = match method {
                "GET" => path.contains("/func-") || path.starts_with("/msi/"),
                "PUT" => path.contains("/result-"),
                _ => false,
            };
            !by_entry_point
        })
        .collect();
    let batch = of_executor
        .iter()
        .filter(|line| line.contains(" /jobs") || line.contains(" /pools"))
        .count();
    (of_executor.len(), batch)
}
