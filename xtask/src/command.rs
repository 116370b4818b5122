//! Starting other programs, so that a failure names the program and what it was asked to do.

use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};

/// A program to start. Its output goes to the screen unless it is asked for.
pub(crate) struct Command {
    inner: std::process::Command,
}

impl Command {
    /// The program of that name or path.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            inner: std::process::Command::new(program),
        }
    }

    /// The cargo that runs this program, so that the toolchain stays the same. It is not told what cargo told this program
    /// about its own package: some build scripts (ring's) watch that, and would run anew whenever a person has called cargo
    /// themselves in between.
    pub(crate) fn cargo() -> Self {
        let mut cargo = Self::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                cargo.inner.env_remove(&*name);
            }
        }
        cargo
    }

    /// Adds one argument.
    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.inner.arg(argument);
        self
    }

    /// Adds arguments.
    pub(crate) fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.inner.args(arguments);
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.inner.env(name, value);
        self
    }

    /// Sets variables of the environment.
    pub(crate) fn envs(
        mut self,
        variables: impl IntoIterator<Item = (&'static str, OsString)>,
    ) -> Self {
        self.inner.envs(variables);
        self
    }

    /// Starts it in a folder.
    pub(crate) fn directory(mut self, directory: impl AsRef<Path>) -> Self {
        self.inner.current_dir(directory);
        self
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// When it cannot be started or exits with anything but 0.
    pub(crate) fn run(mut self) -> Result<()> {
        let status = self
            .inner
            .stdin(Stdio::null())
            .status()
            .with_context(|| self.cannot_start())?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.line());
        }
        Ok(())
    }

    /// Runs it to its end with the user's keyboard and no complaint of ours: the exit code is the program's own affair.
    pub(crate) fn run_interactively(mut self) -> Result<()> {
        let status = self.inner.status().with_context(|| self.cannot_start())?;
        if !status.success() {
            bail!("`{}` ended with {status}", self.line());
        }
        Ok(())
    }

    /// Runs it to its end and says whether it succeeded, showing nothing.
    pub(crate) fn succeeds(mut self) -> bool {
        let quiet = self
            .inner
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        quiet.status().is_ok_and(|status| status.success())
    }

    /// Runs it to its end and gives what it printed.
    ///
    /// # Errors
    /// As [`Command::run`], with its last words.
    pub(crate) fn output(mut self) -> Result<String> {
        let output = self
            .inner
            .stdin(Stdio::null())
            .output()
            .with_context(|| self.cannot_start())?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            bail!(
                "`{}` failed ({}): {}",
                self.line(),
                output.status,
                words.trim()
            );
        }
        String::from_utf8(output.stdout)
            .with_context(|| format!("`{}` printed no UTF-8", self.line()))
    }

    /// Runs it to its end, passing each line of its standard error on as it comes, and gives those lines and whether it
    /// succeeded: for programs whose closing line counts something.
    pub(crate) fn run_reading_errors(mut self) -> Result<(bool, Vec<String>)> {
        let mut child = self
            .inner
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| self.cannot_start())?;
        let mut lines = Vec::new();
        if let Some(stream) = child.stderr.take() {
            for line in BufReader::new(stream).split(b'\n') {
                let line = String::from_utf8_lossy(&line?).into_owned();
                eprintln!("{line}");
                lines.push(line);
            }
        }
        Ok((child.wait()?.success(), lines))
    }

    fn cannot_start(&self) -> String {
        format!("cannot start `{}`", self.line())
    }

    /// The command as one would type it, without the environment (it may be long and is not what failed).
    fn line(&self) -> String {
        let words = std::iter::once(self.inner.get_program()).chain(self.inner.get_args());
        words
            .map(OsStr::to_string_lossy)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Whether a program of that name is on the search path.
pub(crate) fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
