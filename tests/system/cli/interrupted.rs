use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use longshore_tests::{home::Home, scripts};
use pretty_assertions::assert_eq;

#[test]
fn a_command_that_is_killed_while_tasks_run_loses_nothing() {
    let home = Home::new();
    home.write("slow.py", scripts::SLOW);
    let mut run = home
        .longshore()
        .args(["run", "slow.py", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(run.stdout.take().unwrap()).lines();
    let mut job = None;
    for line in &mut lines {
        let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        job.get_or_insert_with(|| line["job"].as_str().unwrap().to_owned());
        if line["job"]["state"] == "running" {
            break;
        }
    }
    run.kill().unwrap();
    run.wait().unwrap();

    let job = job.unwrap();
    home.run(["wait", &job, "--output", "out"]).expect(0);
    assert_eq!(
        fs::read_to_string(home.join("out/slow/stdout.txt")).unwrap(),
        "begun\ndone\n"
    );
}

#[test]
fn a_submitted_job_runs_on_without_the_command_and_is_found_by_jobs() {
    let home = Home::new();
    home.write("slow.py", scripts::SLOW);
    let job = home
        .run(["submit", "slow.py"])
        .expect(0)
        .stdout
        .trim()
        .to_owned();
    let listed = home.run(["jobs", "--json"]).expect(0).json();
    assert_eq!(listed["jobs"][0]["id"], job.as_str());
    home.run(["wait", &job]).expect(0);
    let listed = home.run(["jobs", "--json"]).expect(0).json();
    assert_eq!(listed["jobs"][0]["state"], "succeeded");
}

#[test]
fn a_cancelled_job_ends_its_tasks_and_says_so() {
    let home = Home::new();
    home.write("long.sh", "echo $$ > pid; sleep 300\n");
    let job = home
        .run(["submit", "long.sh"])
        .expect(0)
        .stdout
        .trim()
        .to_owned();
    let ended = home.run(["cancel", &job]).expect(0);
    assert!(ended.stdout.contains("cancelled"), "{}", ended.stdout);
    let shown = home.run(["show", &job, "--json"]).expect(0).json();
    assert_eq!(
        (&shown["state"], &shown["tasks"]["cancelled"]),
        (&"cancelled".into(), &1.into())
    );
}
