//! `cargo xtask test` and `cargo xtask lint`: the checks, in the order that finds a mistake soonest.

mod code;
mod dependencies;
mod python;
mod testing;

use anyhow::{Result, bail};

use crate::bundle;
use crate::layering;
use crate::setup::{self, Purpose};
use crate::steps::{self, Outcome, Step, heading};
use crate::ui;
use crate::workspace::Workspace;
pub(crate) use code::NATIVE;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// These steps alone, without the set-up; may be given more than once
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Names the steps and ends
    #[arg(long)]
    list: bool,
}

const FMT: Step = Step {
    name: "fmt",
    about: "the code is formatted",
    check: code::fmt,
};
const LAYERING: Step = Step {
    name: "layering",
    about: "who may depend on whom",
    check: layering::check,
};
/// Before clippy, because the shell embeds the front end when it is compiled.
const UI: Step = Step {
    name: "ui",
    about: "the front end builds",
    check: build_ui,
};
const CLIPPY: Step = Step {
    name: "clippy",
    about: "no warnings, in tests either",
    check: code::clippy,
};
const DENY: Step = Step {
    name: "deny",
    about: "licences, sources and banned packages",
    check: dependencies::deny,
};
const ADVISORIES: Step = Step {
    name: "advisories",
    about: "known faults of dependencies",
    check: dependencies::advisories,
};
const DOC: Step = Step {
    name: "doc",
    about: "the documentation builds without warnings",
    check: code::doc,
};
const RUNNER: Step = Step {
    name: "runner",
    about: "the bundled Python runner's own tests",
    check: testing::runner,
};
const BUILD: Step = Step {
    name: "build",
    about: "the programs and the tests compile",
    check: code::build,
};
const XTASK: Step = Step {
    name: "xtask",
    about: "the tests of these commands",
    check: testing::xtask,
};
const UI_TESTS: Step = Step {
    name: "ui-tests",
    about: "the front end's own tests, without a browser",
    check: testing::front_end,
};
/// Before `tests`, some of which have Covalent use the package.
const PYTHON: Step = Step {
    name: "python",
    about: "the Python package: its wheel, installed, and what it does",
    check: python::package,
};
const TESTS: Step = Step {
    name: "tests",
    about: "unit and whole-system tests",
    check: testing::workspace,
};

/// Last, because it packs what `build` left, and drives the packages by what `tests` has shown to be right.
const BUNDLE: Step = Step {
    name: "bundle",
    about: "the packages install, run and are removed",
    check: bundle::installed::check,
};

/// What CI runs: the cheap first.
const ALL: &[&Step] = &[
    &FMT,
    &LAYERING,
    &DENY,
    &ADVISORIES,
    &XTASK,
    &UI,
    &CLIPPY,
    &DOC,
    &RUNNER,
    &BUILD,
    &UI_TESTS,
    &PYTHON,
    &TESTS,
    &BUNDLE,
];

/// The checks that run no test.
const LINT: &[&Step] = &[&FMT, &LAYERING, &DENY, &ADVISORIES, &UI, &CLIPPY];

/// Runs every check, or those named.
pub(crate) fn test(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.list {
        for step in ALL {
            println!("{:<12} {}", step.name, step.about);
        }
        return Ok(());
    }
    if options.only.is_empty() {
        heading("setup", "what building and testing need");
        setup::install(workspace, Purpose::Test)?;
        return steps::perform(workspace, ALL);
    }
    steps::perform(workspace, &named(&options.only)?)
}

/// Runs the checks that run no test.
pub(crate) fn lint(workspace: &Workspace) -> Result<()> {
    setup::install(workspace, Purpose::Lint)?;
    steps::perform(workspace, LINT)
}

/// Packs development builds and tries the packages.
pub(crate) fn test_bundle(workspace: &Workspace) -> Result<()> {
    setup::install(workspace, Purpose::Test)?;
    steps::perform(workspace, &[&UI, &BUILD, &BUNDLE])
}

/// The steps of those names, in their usual order.
fn named(names: &[String]) -> Result<Vec<&'static Step>> {
    if let Some(unknown) = names
        .iter()
        .find(|name| ALL.iter().all(|step| step.name != **name))
    {
        let known: Vec<&str> = ALL.iter().map(|step| step.name).collect();
        bail!(
            "there is no step {unknown}; the steps are {}",
            known.join(", ")
        );
    }
    Ok(ALL
        .iter()
        .filter(|step| names.iter().any(|name| name == step.name))
        .copied()
        .collect())
}

fn build_ui(workspace: &Workspace) -> Result<Outcome> {
    ui::build(workspace, &ui::Options::default())?;
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::named;

    #[test]
    fn named_steps_run_in_their_usual_order() {
        let steps = named(&["tests".to_owned(), "fmt".to_owned()]).unwrap();
        assert_eq!(
            steps.iter().map(|step| step.name).collect::<Vec<_>>(),
            ["fmt", "tests"]
        );
    }

    #[test]
    fn an_unknown_step_is_refused_with_the_known_ones() {
        let error = named(&["lint".to_owned()])
            .map(|_| ())
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("there is no step lint; the steps are fmt, layering,"),
            "{error}"
        );
    }
}
