//! What is done under the weather.

use std::{
    fs,
    path::PathBuf,
    process::{Child, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use crate::crash::{Kind as Payload, Yard, payload};

/// More than the 4 MiB that are sent in one request.
const LARGE: usize = 4_500_000;

/// The longest that a command may take in bad weather.
const PATIENCE: Duration = Duration::from_secs(240);

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// A job is run, and its results are brought home.
    Run,
    /// The same with a payload that is sent in blocks.
    RunLarge,
    /// A job that runs is ended.
    Cancel,
    /// The output of a task is followed as it grows.
    Follow,
    /// A job is taken back that is not wholly with the service.
    Withdraw,
    /// Pools, nodes and containers are listed.
    Look,
}

/// Lines of the log of requests, and the most memory that a command held, in KiB.
type Done = (Vec<String>, u64);

impl Errand {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Run,
        Self::RunLarge,
        Self::Cancel,
        Self::Follow,
        Self::Withdraw,
        Self::Look,
    ];

    /// Does it while the service gets these things wrong, and sees that it ends as it should.
    pub(super) fn run(self, yard: &mut Yard, weather: &Value) -> Done {
        match self {
            Self::Run => run(yard, weather, 0),
            Self::RunLarge => run(yard, weather, LARGE),
            Self::Cancel => cancel(yard, weather),
            Self::Follow => follow(yard, weather),
            Self::Withdraw => withdraw(yard, weather),
            Self::Look => look(yard, weather),
        }
    }
}

fn run(yard: &mut Yard, weather: &Value, padding: usize) -> Done {
    let name = yard.payload(Payload::Plain);
    let script = format!("{name}.sh");
    if padding > 0 {
        let mut text = fs::read_to_string(yard.home.join(&script)).unwrap();
        let line = format!("# {}\n", "x".repeat(97));
        text.push_str(&line.repeat(padding / line.len()));
        yard.home.write(&script, text);
    }
    let out = format!("out/{name}");
    let args = [
        "run",
        &script,
        "--name",
        &name,
        "--retries",
        "0",
        "--output",
        &out,
    ];
    let done = under(yard, weather, &args, 0);
    let job = yard.job(&name).unwrap();
    yard.judge(&job, &[name], Payload::Plain, false, &out);
    done
}

fn cancel(yard: &mut Yard, weather: &Value) -> Done {
    let name = yard.payload(Payload::Long);
    let job = submit(yard, &name);
    let done = under(yard, weather, &["cancel", &job], 0);
    let out = format!("out/{name}");
    yard.judge(&job, &[name], Payload::Long, false, &out);
    done
}

/// Another command waits for the job: the one that follows only reads what the history and the node have.
fn follow(yard: &mut Yard, weather: &Value) -> Done {
    let (name, release) = until_released(yard);
    let job = submit(yard, &name);
    yard.tell(weather);
    let logged = yard.requests_until_now();
    let out = format!("out/{name}");
    let waiting = yard.start(&["wait", &job, "--output", &out]);
    let file = yard.home.join(format!("{name}.followed"));
    let followed = || fs::read_to_string(&file).unwrap_or_default();
    let mut command = yard.command();
    command
        .args(["logs", &job, &name, "--follow"])
        .stdout(fs::File::create(&file).unwrap())
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    while followed() != payload::said(&name) {
        assert_eq!(child.try_wait().unwrap(), None, "{}", yard.tail());
        thread::sleep(Duration::from_millis(20));
    }
    fs::write(release, "").unwrap();
    let (status, peak) = watched(child);
    assert_eq!(status.code(), Some(0), "{}", yard.tail());
    assert_eq!(followed(), payload::said(&name));
    assert_eq!(yard.finish(waiting), 0, "{}", yard.tail());
    let lines = yard.requests_since(logged);
    yard.judge(&job, &[name], Payload::Plain, false, &out);
    (lines, peak)
}

/// The command is killed as it adds tasks: then there are a container and a job to be taken back.
fn withdraw(yard: &mut Yard, weather: &Value) -> Done {
    let name = yard.payload(Payload::Plain);
    yard.tell(
        &json!({"rules": [{"path": "/jobs/*/addtaskcollection", "count": 1, "hold": "before"}]}),
    );
    let logged = yard.requests_until_now();
    let script = format!("{name}.sh");
    let mut child = yard.start(&["submit", &script, "--name", &name]);
    let held = || {
        let lines = yard.requests_since(logged);
        lines.iter().any(|line| line.contains(" 444 "))
    };
    while !held() {
        assert_eq!(child.try_wait().unwrap(), None, "{}", yard.tail());
        thread::sleep(Duration::from_millis(5));
    }
    yard.kill_command(child);
    let job = yard.job(&name).unwrap();
    let done = under(yard, weather, &["cancel", &job], 0);
    yard.has_never_run(&name);
    let shown = yard.run(&["show", &job, "--json"]).expect(0).json();
    assert_eq!(shown["state"], "cancelled", "{shown:#}");
    done
}

fn look(yard: &mut Yard, weather: &Value) -> Done {
    yard.tell(weather);
    let logged = yard.requests_until_now();
    let mut peak = 0;
    for args in [
        ["pools", "--json"].as_slice(),
        &["pools", "local", "--json"],
        &["clean", "--dry-run", "--json"],
    ] {
        let (status, held) = watched(yard.start(args));
        assert_eq!(status.code(), Some(0), "{args:?}: {}", yard.tail());
        peak = peak.max(held);
    }
    (yard.requests_since(logged), peak)
}

/// A payload that says what it says and then waits for a file. Its name, and the file.
pub(super) fn until_released(yard: &mut Yard) -> (String, PathBuf) {
    let name = yard.payload(Payload::Plain);
    let script = format!("{name}.sh");
    let release = yard.home.join(format!("{name}.release"));
    let text = fs::read_to_string(yard.home.join(&script)).unwrap();
    let hold = format!(
        "until test -e '{}'; do sleep 0.1; done\n",
        release.display()
    );
    yard.home.write(&script, text + &hold);
    (name, release)
}

/// Has a job brought to the service in fair weather.
fn submit(yard: &Yard, name: &str) -> String {
    let script = format!("{name}.sh");
    let args = ["submit", &script, "--name", name, "--retries", "0"];
    yard.run(&args).expect(0);
    yard.job(name).unwrap()
}

/// Runs a command under the weather to its end.
fn under(yard: &mut Yard, weather: &Value, args: &[&str], code: i32) -> Done {
    yard.tell(weather);
    let logged = yard.requests_until_now();
    let (status, peak) = watched(yard.start(args));
    assert_eq!(status.code(), Some(code), "{args:?}: {}", yard.tail());
    let lines = yard.requests_since(logged);
    yard.all_well();
    (lines, peak)
}

/// Waits for the end of a command, and sees how much memory it takes.
fn watched(mut child: Child) -> (ExitStatus, u64) {
    let path = format!("/proc/{}/status", child.id());
    let deadline = Instant::now() + PATIENCE;
    let mut peak = 0;
    while Instant::now() < deadline {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(held.unwrap_or_default());
        if let Some(status) = child.try_wait().unwrap() {
            return (status, peak);
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("a command does not end");
}
