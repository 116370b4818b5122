//! A private installation.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

use crate::programs;

/// Seconds after which an embedded Azure that a test started ends by itself.
const IDLE: &str = "4";

/// One installation with its own home, and a folder for files.
#[derive(Debug)]
pub struct Home {
    root: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code; −1 when a signal ended it.
    pub code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Ended {
    /// Its standard output as one JSON document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Its standard output as one JSON document a line.
    pub fn json_lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The same, after checking how it ended.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "stdout: {}\nstderr: {}",
            self.stdout, self.stderr
        );
        self
    }
}

impl Home {
    /// A new one.
    #[expect(clippy::new_without_default, reason = "it makes a folder")]
    pub fn new() -> Self {
        Self {
            root: tempfile::Builder::new()
                .prefix("longshore-")
                .tempdir()
                .unwrap(),
        }
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.root.path()
    }

    /// A path in it.
    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file in it.
    pub fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Where the embedded Azure of this home writes a line per request.
    pub fn request_log(&self) -> PathBuf {
        self.join("requests.log")
    }

    /// Requests so far, as `METHOD path`.
    pub fn requests(&self) -> Vec<String> {
        let text = fs::read_to_string(self.request_log()).unwrap_or_default();
        text.lines()
            .filter_map(|line| {
                let mut words = line.split(' ').skip(1);
                Some(format!("{} {}", words.next()?, words.next()?))
            })
            .collect()
    }

    /// Sets what a program of this home needs in its environment.
    pub fn apply(&self, command: &mut Command) {
        command
            .env("HOME", self.path())
            .env("LONGSHORE_HOME", self.join("longshore"))
            .env("LONGSHORE_LOCAL_IDLE", IDLE)
            .env("LONGSHORE_LOCAL_REQUEST_LOG", self.request_log())
            // Wheels are fetched once for all tests.
            .env(
                "PIP_CACHE_DIR",
                programs::workspace().join("target/pip-cache"),
            )
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("LONGSHORE_ACCOUNT");
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("XDG_") || name.starts_with("AZURE_") {
                command.env_remove(&*name);
            }
        }
    }

    /// The `longshore` command in this home, to be given arguments.
    pub fn longshore(&self) -> Command {
        let mut command = Command::new(programs::cli());
        self.apply(&mut command);
        command.current_dir(self.path()).stdin(Stdio::null());
        command
    }

    /// What a task printed, as `--output out` has left it.
    pub fn printed(&self, task: &str) -> String {
        fs::read_to_string(self.join(format!("out/{task}/stdout.txt"))).unwrap()
    }

    /// Runs `longshore` with arguments until it ends.
    pub fn run<S: AsRef<std::ffi::OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ended {
        ended(&self.longshore().args(args).output().unwrap())
    }
}

/// How a finished command ended.
pub fn ended(output: &Output) -> Ended {
    Ended {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
