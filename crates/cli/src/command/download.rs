use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::Report;

use super::refresh;
use crate::{args, print};

/// Copies results into a folder, after fetching what is ready and not here yet.
pub async fn download(engine: &Engine, args: args::Download) -> Result<ExitCode, Report> {
    refresh(engine, &args.job).await?;
    let done = engine
        .download(&args.job, &args.tasks, &args.output)
        .await?;
    print::downloaded(&done);
    for (task, why) in &done.left_out {
        eprintln!("{task}: {why}");
    }
    Ok(ExitCode::SUCCESS)
}
