use std::{path::Path, process::ExitCode};

use longshore_engine::Engine;
use longshore_model::{
    Report,
    event::Event,
    job::JobDetail,
    task::{TaskQuery, TaskSelection, TaskState},
};
use tokio::sync::broadcast::Receiver;

use super::{output, submit};
use crate::{
    args::Wait,
    exit, print,
    progress::{Line, Progress},
};

/// Waits for a job of the history, whoever submitted it.
pub async fn wait(engine: &Engine, args: Wait) -> Result<ExitCode, Report> {
    if let Some(folder) = &args.output {
        output::check(folder)?;
    }
    let events = engine.events();
    until_home(engine, events, &args.job, args.output.as_deref(), args.json).await
}

/// Waits until `job` has ended and its results are here; copies them to `output`.
pub async fn until_home(
    engine: &Engine,
    events: Receiver<Event>,
    job: &str,
    output: Option<&Path>,
    json: bool,
) -> Result<ExitCode, Report> {
    let progress = Progress::new(json);
    // What was found out before this program came tells no event.
    progress.waiting(engine.job(job).await?.summary.waiting.as_deref());
    let detail = tokio::select! {
        detail = engine.wait(job) => detail?,
        ended = progress.follow(events, job) => { ended?; return Ok(exit::service()) }
        _ = tokio::signal::ctrl_c() => { progress.finish(); return Ok(submit::interrupted(job)) }
    };
    progress.finish();
    let copied = match output {
        Some(folder) => {
            let copied = engine.download(job, TaskSelection::all(), folder).await;
            Some(copied.map_err(|report| output::kept(report, job))?)
        }
        None => None,
    };
    if json {
        print::json(&Line::Finished { job: &detail })?;
    } else {
        tell(engine, &detail).await?;
        match copied {
            Some(copied) => print::downloaded(&copied),
            None => print::line(&format!("Results: {}", detail.folder)),
        }
    }
    Ok(exit::of_job(
        detail.summary.state,
        detail.summary.problem.as_ref(),
    ))
}

async fn tell(engine: &Engine, detail: &JobDetail) -> Result<(), Report> {
    let summary = &detail.summary;
    print::line(&format!(
        "{}: {}, {}",
        summary.id,
        summary.state.label().to_lowercase(),
        print::tally(summary)
    ));
    if let Some(problem) = &summary.problem {
        print::report(problem);
    }
    if summary.tasks.failed > 0 {
        let failed = TaskQuery {
            job: summary.id.clone(),
            states: vec![TaskState::Failed],
            ..TaskQuery::default()
        };
        print::failures(&engine.tasks(failed).await?.tasks);
        print::line("");
    }
    Ok(())
}
