#![allow(clippy::unwrap_used)]

use std::{future::pending, time::Instant};

use super::*;

fn shell(folder: &std::path::Path, script: &str) -> Program {
    Program {
        path: "/bin/sh".into(),
        arguments: vec!["-c".into(), script.into()],
        variables: BTreeMap::from([("PATH".into(), "/usr/bin:/bin".into())]),
        work: folder.into(),
        stdout: folder.join("stdout.txt"),
        stderr: folder.join("stderr.txt"),
        clean_up: None,
    }
}

fn exists(pid: &str) -> bool {
    // A process whose parent does not wait for it stays as a zombie.
    std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()))
        .is_ok_and(|stat| !stat.contains(") Z "))
}

async fn gone(pid: &str) -> bool {
    for _ in 0..100 {
        if !exists(pid) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

#[tokio::test]
async fn a_program_writes_to_its_files_and_ends_with_its_code() {
    let dir = tempfile::tempdir().unwrap();
    let exit = run(
        shell(dir.path(), "echo out; echo err >&2; exit 7"),
        None,
        pending(),
    )
    .await;
    assert_eq!(exit.unwrap(), Exit::Itself(7));
    let read = |name| std::fs::read_to_string(dir.path().join(name)).unwrap();
    assert_eq!(
        (read("stdout.txt"), read("stderr.txt")),
        ("out\n".into(), "err\n".into())
    );
}

#[tokio::test]
async fn a_signal_counts_as_128_and_its_number() {
    let dir = tempfile::tempdir().unwrap();
    let exit = run(shell(dir.path(), "kill -KILL $$"), None, pending()).await;
    assert_eq!(exit.unwrap(), Exit::Itself(137));
}

#[tokio::test]
async fn only_the_given_environment_is_there() {
    let dir = tempfile::tempdir().unwrap();
    run(shell(dir.path(), "/usr/bin/env"), None, pending())
        .await
        .unwrap();
    let names = std::fs::read_to_string(dir.path().join("stdout.txt")).unwrap();
    assert!(!names.contains("HOME="), "{names}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn when_time_is_up_the_whole_group_is_killed_even_if_it_ignores_the_request() {
    let dir = tempfile::tempdir().unwrap();
    let script = "trap '' TERM; (trap '' TERM; sleep 60) & echo $! > pid; sleep 60";
    let begun = Instant::now();
    let limit = Some(Duration::from_millis(300));
    let exit = run(shell(dir.path(), script), limit, pending())
        .await
        .unwrap();
    assert_eq!(exit, Exit::OutOfTime(137));
    assert!(begun.elapsed() < Duration::from_secs(20));
    let pid = std::fs::read_to_string(dir.path().join("pid")).unwrap();
    assert!(gone(&pid).await);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_a_program_leaves_behind_in_its_group_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let exit = run(
        shell(dir.path(), "sleep 60 & echo $! > pid"),
        None,
        pending(),
    )
    .await;
    assert_eq!(exit.unwrap(), Exit::Itself(0));
    let pid = std::fs::read_to_string(dir.path().join("pid")).unwrap();
    assert!(gone(&pid).await);
}

#[tokio::test]
async fn a_program_that_is_to_end_ends_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let soon = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        Ending::Terminated
    };
    let begun = Instant::now();
    let exit = run(shell(dir.path(), "exec sleep 60"), None, soon)
        .await
        .unwrap();
    assert_eq!(exit, Exit::Ended(Ending::Terminated, 143));
    assert!(begun.elapsed() < Duration::from_secs(20));
}
