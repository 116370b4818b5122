//! What goes wrong on this computer: too few descriptors, folders and files that go away or are spoilt, a clock that jumps,
//! and tasks that behave badly.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use longshore_tests::{
    home::{Ended, Home, ended},
    preload, programs, scripts, service,
};
use pretty_assertions::assert_eq;

/// A script that says so, and then waits for the file `go` beside it.
fn waits(home: &Home) -> String {
    let here = home.path().display();
    format!(
        "echo begun\ntouch '{here}/begun'\nn=0\n\
         until test -e '{here}/go' || test $n -gt 1200; do sleep 0.1; n=$((n+1)); done\necho done\n"
    )
}

/// Starts a job that waits, does something once its task runs, lets it go on, and answers how the command ended.
fn meanwhile(home: &Home, mut command: Command, act: impl FnOnce()) -> Ended {
    home.write("waits.sh", waits(home));
    let run = command
        .args(["run", "waits.sh", "--output", "out", "--retries", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until(&home.join("begun"));
    act();
    home.write("go", "");
    ended(&run.wait_with_output().unwrap())
}

fn until(there: &Path) {
    for _ in 0..1_200 {
        if there.exists() {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("{} does not come", there.display());
}

fn said(home: &Home, task: &str) -> String {
    fs::read_to_string(home.join(format!("out/{task}/stdout.txt"))).unwrap()
}

#[test]
fn a_cache_that_is_deleted_under_way_is_not_missed() {
    let home = Home::new();
    let cache = home.join("longshore/cache");
    meanwhile(&home, home.longshore(), || {
        let _ = fs::remove_dir_all(&cache);
    })
    .expect(0);
    assert_eq!(said(&home, "waits"), "begun\ndone\n");
}

#[test]
fn a_clock_that_jumps_by_hours_under_way_loses_nothing() {
    for hours in [3, -3] {
        let home = Home::new();
        // The service starts before, with the right time, and stays.
        home.write("warm.sh", "true\n");
        let mut warm = home.longshore();
        warm.env("LONGSHORE_LOCAL_IDLE", "120")
            .args(["run", "warm.sh"]);
        ended(&warm.output().unwrap()).expect(0);
        let mut command = home.longshore();
        command
            .env("LD_PRELOAD", preload::library("clock", home.path()))
            .env("LONGSHORE_CLOCK", home.join("clock"));
        meanwhile(&home, command, || {
            home.write("clock", (hours * 3600).to_string());
        })
        .expect(0);
        assert_eq!(said(&home, "waits"), "begun\ndone\n", "{hours} h");
        let job = home.run(["jobs", "--json"]).expect(0).json()["jobs"][0].clone();
        // Submitted by the one clock, run by the other.
        assert_eq!(job["state"], "succeeded", "{job}");
        service::end(service::of(&home).unwrap());
    }
}

#[test]
fn forty_descriptors_are_enough_for_sixty_tasks() {
    let home = Home::new();
    home.write("warm.sh", "true\n");
    home.run(["run", "warm.sh"]).expect(0);
    let names: Vec<String> = (0..60).map(|n| format!("t{n:02}.sh")).collect();
    for name in &names {
        home.write(name, format!("echo {name}\n"));
    }
    let mut command = Command::new("sh");
    home.apply(&mut command);
    command
        .args(["-c", "ulimit -n 40; exec \"$@\"", "sh"])
        .arg(programs::cli())
        .args(["run", "--output", "out"])
        .args(&names)
        .current_dir(home.path())
        .stdin(Stdio::null());
    ended(&command.output().unwrap()).expect(0);
    for name in &names {
        assert_eq!(
            said(&home, name.trim_end_matches(".sh")),
            format!("{name}\n")
        );
    }
}

#[test]
fn a_damaged_history_stops_every_command_and_is_left_as_it_is() {
    let home = Home::new();
    home.write("a.sh", "true\n");
    home.run(["run", "a.sh"]).expect(0);
    let path = home.join("longshore/data/history.db");
    // What is not yet in the file itself would mend it.
    let _ = fs::remove_file(path.with_extension("db-wal"));
    let mut bytes = fs::read(&path).unwrap();
    bytes[..16].copy_from_slice(b"a spoilt header!");
    fs::write(&path, &bytes).unwrap();
    for words in [&["jobs"][..], &["run", "a.sh"], &["clean"]] {
        let told = home.run(words).expect(2);
        assert!(told.stderr.contains("Move it elsewhere"), "{told:?}");
    }
    assert!(fs::read(&path).unwrap() == bytes);
    // As the message says.
    fs::rename(&path, home.join("aside.db")).unwrap();
    home.run(["run", "a.sh"]).expect(0);
}

#[test]
fn output_that_cannot_be_written_is_told_and_one_that_nobody_reads_is_not() {
    let home = Home::new();
    home.write("a.sh", "echo hello\n");
    home.run(["run", "a.sh"]).expect(0);
    let jobs = home.run(["jobs", "--json"]).expect(0).json();
    let job = jobs["jobs"][0]["id"].as_str().unwrap();
    for words in [&["jobs", "--json"][..], &["logs", job, "a"]] {
        let mut command = home.longshore();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        command.args(words).stdout(full);
        let told = ended(&command.output().unwrap()).expect(2);
        assert!(told.stderr.contains("No space left"), "{told:?}");

        let mut command = home.longshore();
        let (read, write) = std::io::pipe().unwrap();
        drop(read);
        command.args(words).stdout(write);
        let told = ended(&command.output().unwrap()).expect(0);
        assert_eq!(told.stderr, "");
    }
}

#[test]
fn what_a_task_leaves_behind_is_gone_when_it_ends_however_it_hides() {
    let home = Home::new();
    // In its group, in a session of its own, forked twice, and deaf to the request to end.
    let stubborn = "trap '' TERM HUP; while :; do sleep 1; done";
    home.write(
        "leaves.sh",
        format!(
            "nohup sh -c \"{stubborn}\" >/dev/null 2>&1 &\n\
             setsid sh -c \"{stubborn}\" >/dev/null 2>&1 &\n\
             (setsid sh -c \"({stubborn}) &\" >/dev/null 2>&1 &)\n\
             sleep 0.5\necho left\n"
        ),
    );
    home.write(
        "late.sh",
        format!("setsid sh -c \"{stubborn}\" &\n{stubborn}\n"),
    );
    home.run(["run", "leaves.sh", "--output", "out"]).expect(0);
    assert_eq!(said(&home, "leaves"), "left\n");
    assert_eq!(service::tasks_of(&home), [] as [u32; 0]);

    let words = ["run", "late.sh", "--time-limit", "2", "--retries", "0"];
    let told = home.run(words).expect(1);
    assert!(told.stdout.contains("time"), "{told:?}");
    assert_eq!(service::tasks_of(&home), [] as [u32; 0]);
}

#[test]
fn a_killed_interpreter_is_told_as_what_it_is() {
    let home = Home::new();
    let kill = |whom: &str| format!("import os, signal\nos.kill({whom}, signal.SIGKILL)\n");
    home.write("itself.py", kill("os.getpid()"));
    home.write("runner.py", kill("os.getppid()"));
    home.write("well.py", scripts::NOOP);
    let words = [
        "run",
        "itself.py",
        "runner.py",
        "well.py",
        "--retries",
        "0",
        "--output",
        "out",
    ];
    let told = home.run(words).expect(1);
    assert!(
        told.stdout.contains("1 of 3 succeeded, 2 failed"),
        "{told:?}"
    );
    assert!(told.stdout.to_lowercase().contains("kill"), "{told:?}");
    assert_eq!(said(&home, "well"), "ok\n");
}

#[test]
fn a_log_of_many_megabytes_comes_home_whole() {
    const SIZE: u64 = 96 << 20;
    let home = Home::new();
    home.write(
        "talks.sh",
        format!("yes 0123456789abcdef | head -c {SIZE}\n"),
    );
    home.run(["run", "talks.sh", "--output", "out"]).expect(0);
    let log = fs::metadata(home.join("out/talks/stdout.txt")).unwrap();
    assert_eq!(log.len(), SIZE);
}
