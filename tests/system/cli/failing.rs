use std::fs;

use longshore_tests::{fixtures, home::Home, scripts};
use pretty_assertions::assert_eq;
use serde_json::Value;

#[test]
fn an_exception_is_told_in_stderr_in_error_json_and_in_show() {
    let home = Home::new();
    home.write("berth.py", scripts::RAISES);
    let ended = home
        .run([
            "run",
            "berth.py",
            "--retries",
            "0",
            "--output",
            "out",
            "--json",
        ])
        .expect(1);
    let job = ended.json_lines()[0]["job"].as_str().unwrap().to_owned();
    let folder = home.join("out/berth");

    let stderr = fs::read_to_string(folder.join("stderr.txt")).unwrap();
    assert!(
        stderr.contains("ValueError: no such berth: 7") && stderr.contains("in deeper"),
        "{stderr}"
    );

    let error: Value =
        serde_json::from_slice(&fs::read(folder.join("error.json")).unwrap()).unwrap();
    assert_eq!(
        (&error["kind"], &error["type"], &error["message"]),
        (
            &"exception".into(),
            &"ValueError".into(),
            &"no such berth: 7".into()
        )
    );

    let shown = home.run(["show", &job]).expect(0).stdout;
    assert!(
        shown.contains("ValueError") && shown.contains("no such berth: 7"),
        "{shown}"
    );
    let task = &home.run(["show", &job, "--json"]).expect(0).json()["task_list"][0];
    assert_eq!(
        (&task["state"], &task["exit_code"]),
        (&"failed".into(), &1.into())
    );
}

#[test]
fn a_script_is_tried_as_often_as_asked() {
    let home = Home::new();
    let counter = home.join("tries");
    home.write(
        "tries.sh",
        format!("echo x >> '{}'; exit 7\n", counter.display()),
    );
    home.run(["run", "tries.sh", "--retries", "2"]).expect(1);
    assert_eq!(fs::read_to_string(counter).unwrap(), "x\nx\nx\n");
}

#[test]
fn a_task_over_its_time_limit_is_ended_with_its_children() {
    let home = Home::new();
    let alive = home.join("alive");
    home.write(
        "forks.sh",
        format!(
            "(sleep 6; echo still > '{}') &\nsleep 60\n",
            alive.display()
        ),
    );
    let ended = home
        .run(["run", "forks.sh", "--time-limit", "1", "--retries", "0"])
        .expect(1);
    assert!(ended.stdout.contains("time limit"), "{}", ended.stdout);
    std::thread::sleep(std::time::Duration::from_secs(7));
    assert!(!alive.exists());
}

#[test]
fn a_missing_module_is_named_with_what_to_do() {
    let home = Home::new();
    home.write("needs.py", "import harbour_that_does_not_exist\n");
    let ended = home.run(["run", "needs.py", "--retries", "0"]).expect(1);
    assert!(
        ended.stdout.contains("harbour_that_does_not_exist"),
        "{}",
        ended.stdout
    );
    assert!(ended.stdout.contains("--with"), "{}", ended.stdout);
}

#[test]
fn packages_that_cannot_be_fetched_fail_the_task_and_say_so() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    let mut command = home.longshore();
    command
        .env("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
        .env("PIP_RETRIES", "0")
        .env_remove("PIP_FIND_LINKS");
    let output = command
        .args(["run", "a.py", "--with", "tinyharbour==1", "--retries", "0"])
        .output()
        .unwrap();
    let ended = longshore_tests::home::ended(&output).expect(1);
    assert!(ended.stdout.contains("tinyharbour==1"), "{}", ended.stdout);
}

#[test]
fn a_payload_of_another_python_is_refused_before_it_runs() {
    let home = Home::new();
    let payload = fixtures::bytes("func-trivial-node0.pkl");
    // The same payload, as Python 3.9 would have recorded itself.
    let at = payload.windows(6).position(|w| w == b"3.11.7").unwrap();
    let mut other = payload;
    other[at..at + 6].copy_from_slice(b"3.9.17");
    home.write("old.pkl", &other);
    let ended = home.run(["run", "old.pkl", "--retries", "0"]);
    assert_ne!(ended.code, 0);
    let told = ended.stdout + &ended.stderr;
    assert!(told.contains("3.9") && told.contains("Python"), "{told}");
}
