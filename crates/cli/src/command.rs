//! The subcommands, one a file.

mod accounts;
mod cancel;
mod check;
mod clean;
mod diagnose;
mod download;
mod inspect;
mod jobs;
mod local;
mod logs;
mod output;
mod pools;
mod run;
mod show;
mod submit;
mod wait;

use std::process::ExitCode;

use clap::CommandFactory as _;
use longshore_engine::Engine;
use longshore_host::open_engine;
use longshore_model::Report;

use crate::args::{Cli, Command};

/// Runs a subcommand and says how the process ends.
pub async fn run(command: Command) -> Result<ExitCode, Report> {
    match command {
        Command::Run(args) => run::run(&open_engine().await?, args).await,
        Command::Submit(args) => submit::submit(&open_engine().await?, args).await,
        Command::Wait(args) => wait::wait(&open_engine().await?, args).await,
        Command::Jobs(args) => jobs::jobs(&open_engine().await?, args).await,
        Command::Show(args) => show::show(&open_engine().await?, args).await,
        Command::Logs(args) => logs::logs(&open_engine().await?, args).await,
        Command::Cancel(args) => cancel::cancel(&open_engine().await?, args).await,
        Command::Download(args) => download::download(&open_engine().await?, args).await,
        Command::Clean(args) => clean::clean(&open_engine().await?, args).await,
        Command::Inspect(args) => inspect::inspect(&open_engine().await?, args).await,
        Command::Pools(args) => pools::pools(&open_engine().await?, args).await,
        Command::Accounts(args) => accounts::accounts(&open_engine().await?, args).await,
        Command::Local(args) => local::local(args).await,
        Command::Diagnose(args) => diagnose::diagnose(args).await,
        Command::Completions { shell } => {
            // By way of memory: `generate` panics when whoever reads has had enough.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "longshore", &mut script);
            crate::print::line(String::from_utf8_lossy(&script).trim_end());
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The account that counts when none is named.
async fn active_account(engine: &Engine) -> Result<String, Report> {
    let accounts = engine.accounts().await?;
    let active = accounts.into_iter().find(|account| account.active);
    Ok(active.map_or_else(
        || longshore_model::THIS_COMPUTER.to_owned(),
        |account| account.name,
    ))
}

/// Asks the service about a job once. What it cannot tell now is told from history, with a word about it.
async fn refresh(engine: &Engine, job: &str) -> Result<(), Report> {
    let state = engine.job(job).await?.summary.state;
    if !state.ended()
        && let Err(report) = engine.refresh(job).await
    {
        crate::print::report(&report);
    }
    Ok(())
}
