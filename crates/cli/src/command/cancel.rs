use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::Report;

use crate::{args::JobOnly, print};

/// Stops a job and waits until the service has confirmed it.
pub async fn cancel(engine: &Engine, args: JobOnly) -> Result<ExitCode, Report> {
    engine.cancel(&args.job).await?;
    let job = tokio::select! {
        job = engine.wait(&args.job) => job?.summary,
        _ = tokio::signal::ctrl_c() => return Ok(crate::exit::interrupted()),
    };
    print::line(&format!(
        "{}: {}, {}",
        job.id,
        job.state.label().to_lowercase(),
        print::tally(&job)
    ));
    Ok(ExitCode::SUCCESS)
}
