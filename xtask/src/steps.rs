//! A run of named steps: each is announced and timed, and the run closes with a table of what was done.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::workspace::Workspace;

/// One named check.
pub(crate) struct Step {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What it checks, in a few words.
    pub(crate) about: &'static str,
    /// The check.
    pub(crate) check: fn(&Workspace) -> Result<Outcome>,
}

/// How a check that did not fail ended.
pub(crate) enum Outcome {
    /// It holds.
    Done,
    /// It holds as far as it could be checked; the text says what was not.
    Partly(String),
    /// Tests were counted.
    Counted(Count),
}

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

/// Runs the steps in order and stops at the first that fails; always prints the table.
pub(crate) fn perform(workspace: &Workspace, steps: &[&Step]) -> Result<()> {
    let started = Instant::now();
    let mut table = Vec::new();
    let mut total = Count::default();
    let mut failure = None;
    for step in steps {
        heading(step.name, step.about);
        let step_started = Instant::now();
        let result = (step.check)(workspace);
        let (word, note) = match &result {
            Ok(Outcome::Done) => ("ok", String::new()),
            Ok(Outcome::Partly(note)) => ("partly", note.clone()),
            Ok(Outcome::Counted(count)) => {
                total = total.plus(*count);
                (
                    if count.failed == 0 { "ok" } else { "FAILED" },
                    count.to_string(),
                )
            }
            Err(error) => ("FAILED", format!("{error:#}")),
        };
        if word == "FAILED" {
            eprintln!("{}: {note}", step.name);
            failure = Some(step.name);
        }
        table.push(format!(
            "{:>8}  {:<12} {word:<7} {note}",
            seconds(step_started.elapsed()),
            step.name
        ));
        if failure.is_some() {
            break;
        }
    }
    heading(
        "summary",
        &format!(
            "{} of {} steps in {}",
            table.len(),
            steps.len(),
            seconds(started.elapsed())
        ),
    );
    for line in &table {
        println!("{line}");
    }
    if total != Count::default() {
        println!("{total}");
    }
    match failure {
        Some(name) => bail!("{name} failed; `cargo xtask test --only {name}` repeats it alone"),
        None => Ok(()),
    }
}

/// Says what is being done now.
pub(crate) fn heading(name: &str, about: &str) {
    println!("\n── {name}: {about}");
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

impl Count {
    fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

impl std::fmt::Display for Count {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}
