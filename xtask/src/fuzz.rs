//! `cargo xtask fuzz`: libFuzzer over the targets of `fuzz`, for as long as one likes. `cargo xtask test` runs the same
//! targets over the kept corpus and a few thousand changes of it, without any of what this needs.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::command::{Command, on_path};
use crate::steps::heading;
use crate::workspace::Workspace;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// This target alone; may be given more than once
    #[arg(long, value_name = "TARGET")]
    target: Vec<String>,
    /// How long each target runs
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    seconds: u64,
}

/// The workspace of the programs.
const FOLDER: &str = "fuzz/libfuzzer";
/// What each input may take, in seconds and in MiB: a pickle made to be as large as possible stays below.
const LIMITS: [&str; 3] = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=16384"];

/// Runs the targets one after the other; the first finding ends it.
pub(crate) fn fuzz(workspace: &Workspace, options: &Options) -> Result<()> {
    let targets = chosen(&all(workspace)?, &options.target)?;
    require()?;
    let mut table = Vec::new();
    for target in &targets {
        heading(target, &format!("{} s of changes", options.seconds));
        let corpus = workspace.path(&format!("{FOLDER}/corpus/{target}"));
        fs::create_dir_all(&corpus).context("making a folder for new inputs")?;
        let (succeeded, lines) = Command::new("rustup")
            .args(["run", "nightly", "cargo", "fuzz", "run"])
            .args(["--fuzz-dir", FOLDER, target])
            .arg(corpus)
            .arg(workspace.path(&format!("fuzz/corpus/{target}")))
            .args(["--", "-print_final_stats=1"])
            .args(LIMITS)
            .arg(format!("-max_total_time={}", options.seconds))
            .directory(workspace.root())
            .run_reading_errors()?;
        if !succeeded {
            bail!("{target}: something does not hold; the input is named above");
        }
        let ran = executions(&lines).context("libFuzzer did not say how often it ran")?;
        table.push(format!("{ran:>12}  {target}"));
    }
    heading("summary", "executions without a finding");
    table.iter().for_each(|line| println!("{line}"));
    Ok(())
}

/// The targets, by their programs.
fn all(workspace: &Workspace) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace.path(FOLDER).join("fuzz_targets"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn chosen(all: &[String], wanted: &[String]) -> Result<Vec<String>> {
    if let Some(unknown) = wanted.iter().find(|name| !all.contains(name)) {
        bail!(
            "there is no target {unknown}; the targets are {}",
            all.join(", ")
        );
    }
    Ok(if wanted.is_empty() { all } else { wanted }.to_vec())
}

/// Says what is missing, all of it, and how to get it.
fn require() -> Result<()> {
    let nightly = Command::new("rustup")
        .args(["run", "nightly", "cargo", "--version"])
        .succeeds();
    let needs = [
        (
            nightly,
            "a nightly compiler, which libFuzzer's instruments need: rustup toolchain install nightly",
        ),
        (
            on_path("cargo-fuzz"),
            "cargo-fuzz: cargo install --locked cargo-fuzz",
        ),
        (
            on_path("c++"),
            "a C++ compiler, for libFuzzer itself: the package g++ or clang",
        ),
    ];
    let missing: Vec<&str> = needs
        .iter()
        .filter(|(is_there, _)| !is_there)
        .map(|(_, what)| *what)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "this machine lacks\n  {}\n`cargo nextest run -p longshore-fuzz` runs the targets without",
        missing.join("\n  ")
    );
}

/// `stat::number_of_executed_units: 12345` among libFuzzer's closing lines.
fn executions(lines: &[String]) -> Option<u64> {
    let closing = lines
        .iter()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    closing.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn executions_are_read_from_the_closing_lines() {
        let lines = owned(&[
            "Done 812 runs in 2 second(s)",
            "stat::number_of_executed_units: 812",
        ]);
        assert_eq!(executions(&lines), Some(812));
        assert_eq!(executions(&lines[..1]), None);
    }

    #[test]
    fn an_unknown_target_is_refused_with_the_known_ones() {
        let all = owned(&["filters", "pickles"]);
        assert_eq!(chosen(&all, &[]).unwrap(), all);
        assert_eq!(chosen(&all, &all[1..]).unwrap(), ["pickles"]);
        let refused = chosen(&all, &owned(&["pickle"])).unwrap_err().to_string();
        assert_eq!(
            refused,
            "there is no target pickle; the targets are filters, pickles"
        );
    }
}
