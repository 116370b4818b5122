//! Tasks that behave badly: towards their own processes, the disk, and whoever has to carry their output.

use std::fs;

use longshore_tests::{
    home::{Home, ended},
    preload::Disk,
    scripts, service,
};
use pretty_assertions::assert_eq;

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
    assert_eq!(home.printed("leaves"), "left\n");
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
    assert_eq!(home.printed("well"), "ok\n");
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

#[test]
fn a_task_that_fills_the_disk_is_told_as_failed_and_the_disk_has_room_again() {
    let home = Home::new();
    let disk = Disk::new(&home, "longshore/data/local-azure");
    // Full from the first write on, for as long as this task's working directory is there.
    home.write(
        "fills.sh",
        format!(
            "echo 1 > full\nln -s \"$PWD/full\" '{}'\necho begun\necho more >/dev/full\n",
            disk.told_by().display()
        ),
    );
    home.write("well.sh", "echo well\n");
    let mut command = home.longshore();
    disk.put_under(&mut command);
    command.args(["run", "fills.sh", "--retries", "0", "--output", "out"]);
    let told = ended(&command.output().unwrap()).expect(1);
    assert!(told.stdout.contains("Insufficient Storage"), "{told:?}");
    assert!(!disk.told_by().exists());
    home.run(["run", "well.sh", "--output", "out"]).expect(0);
    assert_eq!(home.printed("well"), "well\n");
    assert_eq!(service::tasks_of(&home), [] as [u32; 0]);
}
