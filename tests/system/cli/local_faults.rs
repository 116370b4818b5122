//! What goes wrong on this computer: too few descriptors, folders and files that go away, are spoilt or must not be written
//! to, and a clock that jumps.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{fs::MetadataExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use longshore_tests::{
    home::{Ended, Home, ended},
    local::limited,
    preload, programs, service,
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

#[test]
fn a_cache_that_is_deleted_under_way_is_not_missed() {
    let home = Home::new();
    let cache = home.join("longshore/cache");
    meanwhile(&home, home.longshore(), || {
        let _ = fs::remove_dir_all(&cache);
    })
    .expect(0);
    assert_eq!(home.printed("waits"), "begun\ndone\n");
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
        assert_eq!(home.printed("waits"), "begun\ndone\n", "{hours} h");
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
            home.printed(name.trim_end_matches(".sh")),
            format!("{name}\n")
        );
    }
}

#[test]
fn a_program_takes_as_many_descriptors_as_the_system_lets_it_have() {
    // As systems have it that remember programs which could not count further.
    let few = "ulimit -S -n 300 && ulimit -H -n";
    let (hard, soft) = limited(&Home::new(), few, "Max open files");
    let soft: u64 = soft.parse().unwrap();
    assert_eq!(soft, hard.parse().unwrap_or(u64::MAX).min(10_240));
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

/// A home whose owner can be kept out of its folders: root cannot, so another user runs the commands if it is theirs.
struct Kept {
    home: Home,
    command: PathBuf,
    owner: Option<u32>,
}

impl Kept {
    const NOBODY: u32 = 65_534;

    fn new(home: Home) -> Self {
        // Others may not reach the one that was built.
        let command = home.join("command");
        fs::copy(programs::cli(), &command).unwrap();
        let root = fs::metadata(home.path()).unwrap().uid() == 0;
        let owner = root.then_some(Self::NOBODY);
        if let Some(owner) = owner {
            let owner = owner.to_string();
            call(
                "chown",
                &["-R".as_ref(), owner.as_ref(), home.path().as_ref()],
            );
        }
        Self {
            home,
            command,
            owner,
        }
    }

    fn rights(&self, rights: &str, folder: &str) {
        let folder = self.home.join(folder);
        call("chmod", &["-R".as_ref(), rights.as_ref(), folder.as_ref()]);
    }

    fn run(&self, words: &[&str]) -> Ended {
        let mut command = Command::new(&self.command);
        self.home.apply(&mut command);
        command.args(words).current_dir(self.home.path());
        if let Some(owner) = self.owner {
            command.uid(owner).gid(owner);
        }
        ended(&command.stdin(Stdio::null()).output().unwrap())
    }
}

fn call(program: &str, words: &[&OsStr]) {
    let done = Command::new(program).args(words).status().unwrap();
    assert!(done.success(), "{program} {words:?}");
}

#[test]
fn folders_that_nothing_may_be_written_to_are_told_and_stay_as_they_are() {
    let home = Home::new();
    home.write("a.sh", "true\n");
    home.run(["run", "a.sh"]).expect(0);
    if let Some(process) = service::of(&home) {
        service::end(process);
    }
    let out = home.join("out");
    fs::create_dir(&out).unwrap();
    let kept = Kept::new(home);

    kept.rights("a-w", "longshore/data");
    for words in [&["jobs"][..], &["run", "a.sh"], &["clean"]] {
        let told = kept.run(words).expect(2);
        let advice = ["history.db", "who may write the file"];
        let all = advice.iter().all(|words| told.stderr.contains(words));
        assert!(all, "{told:?}");
    }
    kept.rights("u+w", "longshore/data");

    kept.rights("a-w", "out");
    let told = kept.run(&["run", "a.sh", "--output", "out"]).expect(2);
    assert!(told.stderr.contains("Name another folder"), "{told:?}");
    assert_eq!(fs::read_dir(&out).unwrap().count(), 0);
    let jobs = kept.run(&["jobs", "--json"]).expect(0).json();
    assert_eq!(jobs["total"], 1, "{jobs}");
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
