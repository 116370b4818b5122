//! `cargo xtask`: everything one does with this repository, as commands.
//!
//! Each command sets up what it needs (see [`setup`]) and says what it is doing; a second run with nothing to do takes
//! seconds. Nothing is installed outside the workspace except system packages and the Rust target.

mod bench;
mod bundle;
mod checks;
mod command;
mod crash;
mod fuzz;
mod layering;
mod programs;
mod python_package;
mod run;
mod setup;
mod shots;
mod steps;
mod ui;
mod weather;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use setup::Purpose;
use workspace::Workspace;

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "Run, test, lint, bench, shots and bundle Longshore"
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Open the desktop app on this computer's own embedded Azure
    Run(run::Options),
    /// Run every check that CI runs
    Test(checks::Options),
    /// The checks that need no test run: format, layering, clippy, licences
    Lint,
    /// Build the front end into ui/dist
    Ui(ui::Options),
    /// Install what building and running need; with an argument, what linting or testing need too
    Setup {
        /// What the machine should be able to do afterwards
        #[arg(value_enum, default_value_t = Purpose::Run)]
        purpose: Purpose,
    },
    /// Take a picture of every screen, light and dark, into docs/shots
    Shots(shots::Options),
    /// Build a Debian and an RPM package of the app and the command line
    Bundle,
    /// Pack development builds, install each package into a folder of its own, use what it brings, and remove it
    TestBundle,
    /// Build the Python package's wheel for this system, into target/wheels
    Wheel,
    /// Run libFuzzer over all that reads what others made; needs a nightly compiler
    Fuzz(fuzz::Options),
    /// Kill the command and its service over and over, and see that nothing is lost, done twice or left behind
    Crash(crash::Options),
    /// Run a job for each kind of request and each network fault, and see that all come to the right end
    Weather(weather::Options),
    /// Measure release builds; extra arguments go to the benchmark program
    Bench(bench::Options),
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> anyhow::Result<()> {
    let workspace = Workspace::discover()?;
    match task {
        Task::Run(options) => run::run(&workspace, &options),
        Task::Test(options) => checks::test(&workspace, &options),
        Task::Lint => checks::lint(&workspace),
        Task::Ui(options) => {
            setup::install(&workspace, Purpose::Run)?;
            ui::build(&workspace, &options)
        }
        Task::Setup { purpose } => setup::install(&workspace, purpose),
        Task::Shots(options) => shots::take(&workspace, &options),
        Task::Bundle => bundle::build(&workspace),
        Task::TestBundle => checks::test_bundle(&workspace),
        Task::Wheel => python_package::wheel(&workspace),
        Task::Fuzz(options) => fuzz::fuzz(&workspace, &options),
        Task::Crash(options) => crash::kill(&workspace, &options),
        Task::Weather(options) => weather::play(&workspace, &options),
        Task::Bench(options) => bench::measure(&workspace, &options),
    }
}
