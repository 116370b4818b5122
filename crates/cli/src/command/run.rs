use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::Report;

use super::{output, submit, wait};
use crate::{args::Run, print, progress::Line};

/// Submits, waits, and brings the results home.
pub async fn run(engine: &Engine, args: Run) -> Result<ExitCode, Report> {
    if let Some(folder) = &args.output {
        output::check(folder)?;
    }
    let events = engine.events();
    let job = submit::hand_over(engine, args.what).await?;
    if args.json {
        print::json(&Line::Submitted { job: &job })?;
    }
    wait::until_home(engine, events, &job, args.output.as_deref(), args.json).await
}
