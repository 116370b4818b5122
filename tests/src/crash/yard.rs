//! A home with a warm service, where programs are started and killed.

use std::{
    fs::{self, File},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use fastrand::Rng;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use serde_json::{Value, json};

use crate::{
    home::{Ended, Home, ended},
    service,
};

use super::{Kind, storm::kill};

/// Seconds the service stays without work: longer than anything between two cases.
const IDLE: &str = "60";

/// The longest an undisturbed command may take.
const PATIENCE: Duration = Duration::from_secs(240);

/// Kills that hit a running process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Of the command.
    pub command: u32,
    /// Of the service.
    pub service: u32,
    /// Of the app.
    pub app: u32,
    /// Commands that found the disk full from some write on.
    pub full_disks: u32,
    /// Jobs whose end was looked at.
    pub jobs: u32,
    /// Tasks of them.
    pub tasks: u32,
}

impl Tally {
    /// All kills.
    pub fn kills(self) -> u32 {
        self.command + self.service + self.app
    }

    /// Adds another's.
    pub fn add(&mut self, other: Self) {
        self.command += other.command;
        self.service += other.service;
        self.app += other.app;
        self.full_disks += other.full_disks;
        self.jobs += other.jobs;
        self.tasks += other.tasks;
    }
}

/// A home where programs are killed.
#[derive(Debug)]
pub struct Yard {
    pub(crate) home: Home,
    pub(crate) rng: Rng,
    pub(crate) tally: Tally,
    names: u32,
    environment: Vec<(&'static str, &'static str)>,
}

impl Yard {
    /// A new one, whose service is up and has its Python.
    pub fn open(seed: u64) -> Self {
        Self::open_with(seed, Vec::new())
    }

    /// As [`open`](Self::open), with this in the environment of every command.
    pub(crate) fn open_with(seed: u64, environment: Vec<(&'static str, &'static str)>) -> Self {
        eprintln!("seed {seed}");
        let yard = Self {
            home: Home::new(),
            environment,
            rng: Rng::with_seed(seed),
            tally: Tally::default(),
            names: 0,
        };
        fs::create_dir(yard.effects()).unwrap();
        yard.home.write("warm.sh", "#!/bin/sh\n");
        yard.run(&["run", "warm.sh"]).expect(0);
        yard
    }

    /// Where all of it is.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// What has been done so far.
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// A command to be given arguments. Whichever starts the service hands its environment on.
    pub(crate) fn command(&self) -> Command {
        let mut command = self.home.longshore();
        command
            .env("LONGSHORE_LOCAL_IDLE", IDLE)
            .env("LONGSHORE_LOCAL_FAULTS", self.home.join("faults.json"))
            .envs(self.environment.iter().copied());
        command
    }

    /// Starts a command. What it prints is added to a file, so that nobody has to read it along.
    pub(crate) fn start(&self, args: &[&str]) -> Child {
        let log = || {
            let mut options = File::options();
            let file = options.create(true).append(true).open(self.log());
            Stdio::from(file.unwrap())
        };
        let mut command = self.command();
        command.args(args).stdout(log()).stderr(log());
        command.spawn().unwrap()
    }

    fn log(&self) -> PathBuf {
        self.home.join("commands.log")
    }

    /// Waits for the end of a command. Answers its exit code.
    pub(crate) fn finish(&self, mut child: Child) -> i32 {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code().unwrap_or(-1);
            }
            thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("a command does not end; {}", self.tail());
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, args: &[&str]) -> Ended {
        ended(&self.command().args(args).output().unwrap())
    }

    /// The last of what commands have printed, for whoever looks into a failure.
    pub(crate) fn tail(&self) -> String {
        let text = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(12)..].join("\n")
    }

    /// Kills a command if it still runs.
    pub(crate) fn kill_command(&mut self, child: Child) -> bool {
        let killed = kill(child);
        self.tally.command += u32::from(killed);
        killed
    }

    /// Kills the service if it runs.
    pub(crate) fn kill_service(&mut self) -> bool {
        let killed = service::of(&self.home).is_some_and(service::kill);
        self.tally.service += u32::from(killed);
        killed
    }

    /// The same, where it proves nothing.
    pub(crate) fn kill_service_uncounted(&self) {
        if let Some(process) = service::of(&self.home) {
            service::kill(process);
        }
    }

    /// Starts the service, unless it runs, as the next program would that needs it.
    pub(crate) fn call_service(&self) {
        self.run(&["pools", "--json"]).expect(0);
    }

    /// Says what the service gets wrong.
    pub(crate) fn tell(&self, plan: &Value) {
        // At once, so that the service never reads half of it.
        let new = self.home.write("faults.new", plan.to_string());
        fs::rename(new, self.home.join("faults.json")).unwrap();
    }

    /// Nothing is wrong any more.
    pub(crate) fn all_well(&self) {
        self.tell(&json!({}));
    }

    /// The lines that the service's log has got since it had so many bytes.
    pub(crate) fn requests_since(&self, bytes: u64) -> Vec<String> {
        let text = fs::read_to_string(self.home.request_log()).unwrap_or_default();
        let new = text.get(usize::try_from(bytes).unwrap()..);
        new.unwrap_or_default().lines().map(str::to_owned).collect()
    }

    /// Bytes of the service's log.
    pub(crate) fn requests_until_now(&self) -> u64 {
        fs::metadata(self.home.request_log()).map_or(0, |log| log.len())
    }

    /// Where payloads tell that they ran.
    pub(crate) fn effects(&self) -> PathBuf {
        self.home.join("effects")
    }

    /// Writes a payload under a name of its own, and answers that.
    pub(crate) fn payload(&mut self, kind: Kind) -> String {
        let name = self.name("k");
        let script = kind.script(&name, &self.effects());
        self.home.write(format!("{name}.sh"), script);
        name
    }

    pub(crate) fn name(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{:05}", self.names)
    }

    /// The id of the job of that name, if one was written down.
    pub(crate) fn job(&self, name: &str) -> Option<String> {
        self.written("id", name)
    }

    /// Whether that job is told to have ended.
    pub(super) fn has_ended(&self, name: &str) -> bool {
        self.written("phase", name).as_deref() == Some("ended")
    }

    /// What is written down of a job. The history is read as it lies there: asking a program would have it take the job up.
    fn written(&self, column: &str, name: &str) -> Option<String> {
        let path = self.home.join("longshore/data/history.db");
        let history = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let sql = format!("SELECT {column} FROM jobs WHERE name = ?1");
        let found = history.query_row(&sql, [name], |row| row.get(0));
        found.optional().unwrap()
    }
}

impl Drop for Yard {
    fn drop(&mut self) {
        // A request that is held, or a task that was not cancelled, must not outlive the test.
        if let Some(process) = service::of(&self.home) {
            service::end(process);
        }
        for process in service::tasks_of(&self.home) {
            service::kill(process);
        }
    }
}
