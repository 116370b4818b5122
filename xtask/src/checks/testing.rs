//! The tests that run, and how many they were.

use anyhow::{Result, bail};

use super::code::NATIVE;
use crate::command::Command;
use crate::programs;
use crate::steps::{Count, Outcome};
use crate::workspace::Workspace;

/// The tests of `runner.py` with a Python that has cloudpickle, as the nodes have.
pub(super) fn runner(workspace: &Workspace) -> Result<Outcome> {
    let (succeeded, lines) = Command::new(workspace.python("python"))
        .args(["-m", "unittest", "discover", "--start-directory"])
        .arg("crates/engine/runner/tests")
        .directory(workspace.root())
        .run_reading_errors()?;
    match count_unittest(&lines) {
        Some(count) if succeeded => Ok(Outcome::Counted(count)),
        _ => bail!("the runner's tests failed"),
    }
}

/// The tests of this crate, built alone as the running one was.
pub(super) fn xtask(workspace: &Workspace) -> Result<Outcome> {
    nextest(workspace, &["--package", "xtask"])
}

/// The tests of what the front end decides without a browser, compiled for this computer. A step of its own, because the
/// features it asks of common dependencies must not have all other members compiled once more; in the same profile, so
/// that what they do share is compiled once.
pub(super) fn front_end(workspace: &Workspace) -> Result<Outcome> {
    nextest(workspace, &["--package", "longshore-ui"])
}

/// Unit tests, then the whole-system tests with the programs that the `build` step left.
pub(super) fn workspace(workspace: &Workspace) -> Result<Outcome> {
    nextest(workspace, NATIVE)
}

fn nextest(workspace: &Workspace, packages: &[&str]) -> Result<Outcome> {
    let (succeeded, lines) = Command::cargo()
        .args(["nextest", "run", "--no-fail-fast"])
        .args(packages)
        .envs(programs::environment(workspace, "debug")?)
        .run_reading_errors()?;
    match count_nextest(&lines) {
        Some(count) if succeeded == (count.failed == 0) => Ok(Outcome::Counted(count)),
        _ => bail!("nextest ended before it could count the tests"),
    }
}

/// The numbers in nextest's closing line: `Summary [ 1.2s] 5 tests run: 4 passed (1 slow), 1 failed, 2 skipped`.
fn count_nextest(lines: &[String]) -> Option<Count> {
    let (_, numbers) = lines
        .iter()
        .rev()
        .find(|line| line.trim_start().starts_with("Summary ["))?
        .split_once(" run: ")?;
    let mut count = Count::default();
    for part in without_parentheses(numbers).split(", ") {
        let (number, what) = part.trim().split_once(' ')?;
        let number = number.parse::<u64>().ok()?;
        match what.trim() {
            "passed" => count.passed += number,
            "skipped" => count.skipped += number,
            // "failed", "timed out", "exec failed": whatever is neither of the two above did not pass.
            _ => count.failed += number,
        }
    }
    Some(count)
}

/// The numbers in the closing lines of Python's unittest where all passed: `Ran 5 tests in 0.1s`, `OK (skipped=1)`.
pub(super) fn count_unittest(lines: &[String]) -> Option<Count> {
    let ran = lines
        .iter()
        .rev()
        .find_map(|line| line.strip_prefix("Ran "))?;
    let ran = ran.split(' ').next()?.parse::<u64>().ok()?;
    let skipped = lines.last().and_then(|line| {
        line.strip_prefix("OK (skipped=")?
            .strip_suffix(')')?
            .parse()
            .ok()
    });
    let skipped = skipped.unwrap_or(0);
    Some(Count {
        passed: ran.checked_sub(skipped)?,
        failed: 0,
        skipped,
    })
}

/// The text less what stands in parentheses: nextest adds there how many of those that passed were slow or flaky.
fn without_parentheses(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|&letter| {
            let shown = !inside && letter != '(';
            inside = letter == '(' || (inside && letter != ')');
            shown
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Count, count_nextest, count_unittest};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_closing_line_of_nextest_is_counted() {
        assert_eq!(
            count_nextest(&lines(
                "   Compiling a\n     Summary [   0.012s] 7 tests run: 7 passed, 0 skipped"
            )),
            Some(Count {
                passed: 7,
                failed: 0,
                skipped: 0
            })
        );
        assert_eq!(
            count_nextest(&lines(
                "     Summary [  31.012s] 9 tests run: 5 passed (1 slow, 1 flaky), 3 failed, 1 timed out, 2 skipped\n\
                 error: test run failed"
            )),
            Some(Count {
                passed: 5,
                failed: 4,
                skipped: 2
            })
        );
    }

    #[test]
    fn the_closing_lines_of_unittest_are_counted() {
        assert_eq!(
            count_unittest(&lines("....\n---\nRan 4 tests in 0.034s\n\nOK")),
            Some(Count {
                passed: 4,
                failed: 0,
                skipped: 0
            })
        );
        assert_eq!(
            count_unittest(&lines("...s\n---\nRan 4 tests in 0.034s\n\nOK (skipped=1)")),
            Some(Count {
                passed: 3,
                failed: 0,
                skipped: 1
            })
        );
    }

    #[test]
    fn without_a_closing_line_nothing_is_counted() {
        assert_eq!(count_nextest(&lines("error: could not compile `a`")), None);
        assert_eq!(count_unittest(&lines("No module named unittest")), None);
    }
}
