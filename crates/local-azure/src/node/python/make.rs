//! Making the environment, step by step.

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};

use super::Stamp;
use crate::node::{command, environment, leftovers};

/// What `.pkl` payloads are read and results are written with.
const CLOUDPICKLE: &str = "cloudpickle>=3,<4";

/// The longest any one step may take.
const STEP: Duration = Duration::from_secs(300);

/// Why there is no environment, and what helps.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unavailable {
    #[error(
        "Python was not found on this computer. Install it (on Debian or Ubuntu: apt install python3 python3-venv), or name an interpreter in the settings."
    )]
    NoPython,
    #[error("The Python interpreter {path} was not found. Name another one in the settings.", path = .0.display())]
    NotThere(PathBuf),
    #[error("The Python interpreter {path} does not work: {1}", path = .0.display())]
    Broken(PathBuf, String),
    #[error(
        "Python at {path} cannot make a virtual environment (on Debian or Ubuntu: apt install python3-venv): {1}",
        path = .0.display()
    )]
    NoVenv(PathBuf, String),
    #[error("The Python environment cannot be kept in {path}: {1}", path = .0.display())]
    Files(PathBuf, std::io::Error),
}

pub(super) fn bin(folder: &Path) -> PathBuf {
    folder.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

pub(super) fn interpreter(folder: &Path) -> PathBuf {
    bin(folder).join(if cfg!(windows) {
        "python.exe"
    } else {
        "python3"
    })
}

/// The interpreter to make the environment from.
pub(super) fn base(wanted: Option<&Path>) -> Result<PathBuf, Unavailable> {
    if let Some(wanted) = wanted {
        return if wanted.is_file() {
            Ok(wanted.into())
        } else {
            Err(Unavailable::NotThere(wanted.into()))
        };
    }
    let variables = environment::base();
    let path = variables
        .get("PATH")
        .map(String::as_str)
        .unwrap_or_default();
    ["python3", "python"]
        .iter()
        .find_map(|name| command::find(name, path, Path::new("")))
        .ok_or(Unavailable::NoPython)
}

/// The interpreter's version, such as `3.11.7`.
pub(super) async fn version(base: &Path) -> Result<String, Unavailable> {
    let code = "import sys; print('.'.join(map(str, sys.version_info[:3])))";
    match run(base, &["-c", code], None).await {
        Ok(output) => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        Err(reason) => Err(Unavailable::Broken(base.into(), reason)),
    }
}

/// Makes an environment in place of what is in `folder`.
pub(super) async fn environment(base: &Path, folder: &Path) -> Result<(), Unavailable> {
    // A service that was killed while it made one leaves the program that does it, which would write beside this.
    leftovers::end(vec![folder.to_owned()]).await;
    match tokio::fs::remove_dir_all(folder).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Unavailable::Files(folder.into(), error));
        }
        _ => {}
    }
    tracing::info!(base = %base.display(), "making the Python environment");
    let made_in = folder.display().to_string();
    match run(base, &["-m", "venv", &made_in], Some(folder)).await {
        Ok(_) => Ok(()),
        Err(reason) => Err(Unavailable::NoVenv(base.into(), reason)),
    }
}

/// Installs cloudpickle; the error says why not, and what helps.
pub(super) async fn install_cloudpickle(folder: &Path) -> Result<(), String> {
    let arguments = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--retries=1",
        "--timeout=15",
        CLOUDPICKLE,
    ];
    match run(&interpreter(folder), &arguments, Some(folder)).await {
        Ok(_) => Ok(()),
        Err(reason) => Err(format!(
            "pip failed; check that this computer reaches the package index, or its proxy settings ({reason})"
        )),
    }
}

pub(super) fn read_stamp(folder: &Path) -> Option<Stamp> {
    serde_json::from_slice(&std::fs::read(stamp_path(folder)).ok()?).ok()
}

pub(super) fn write_stamp(folder: &Path, stamp: &Stamp) -> Result<(), Unavailable> {
    let failed = |error| Unavailable::Files(folder.into(), error);
    let content = serde_json::to_vec(stamp).map_err(|error| failed(error.into()))?;
    std::fs::write(stamp_path(folder), content).map_err(failed)
}

fn stamp_path(folder: &Path) -> PathBuf {
    folder.join("longshore.json")
}

/// Runs an interpreter to its end, marked by the folder that it changes, if it does. The error is the last thing it said.
async fn run(program: &Path, arguments: &[&str], folder: Option<&Path>) -> Result<Output, String> {
    let mut command = tokio::process::Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .envs(environment::base())
        .envs(folder.map(|folder| (leftovers::MARK, folder)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let output = tokio::time::timeout(STEP, command.output())
        .await
        .map_err(|_| format!("it took longer than {} seconds", STEP.as_secs()))?
        .map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(output);
    }
    Err(last_words(&output))
}

/// The line of an error's text that says most: pip and Python put it last, venv puts it first.
fn last_words(output: &Output) -> String {
    let text = [&output.stderr[..], &output.stdout[..]].concat();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let telling = lines.iter().rev().find(|line| {
        line.contains("ERROR") || line.contains("ensurepip") || line.contains("Error:")
    });
    match telling.or(lines.last()) {
        Some(line) => (*line).into(),
        None => format!("it ended with {}", output.status),
    }
}
