use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{Code, Report, job::JobState, payload::Outcome, submit::Overrides};
use serde_json::json;

use crate::{
    args::{SubmitArgs, What},
    exit, print, progress,
};

/// Submits and returns when the tasks are at the service.
pub async fn submit(engine: &Engine, args: SubmitArgs) -> Result<ExitCode, Report> {
    let events = engine.events();
    let job = hand_over(engine, args.what).await?;
    let bar = progress::Progress::new(false);
    let row = tokio::select! {
        row = progress::submitted(engine, events, &job) => row?,
        ended = bar.follow(engine.events(), &job) => { ended?; return Ok(exit::service()) }
        _ = tokio::signal::ctrl_c() => return Ok(interrupted(&job)),
    };
    bar.finish();
    bar.waiting(row.waiting.as_deref());
    if row.state == JobState::NeedsAttention {
        let problem = row
            .problem
            .clone()
            .unwrap_or_else(|| Report::new(Code::Service, "It was not submitted.", ""));
        print::report(&problem);
        return Ok(exit::of(&problem));
    }
    if args.json {
        print::json(&json!({ "job": row.id, "account": row.account, "tasks": row.tasks.total }))?;
    } else {
        print::line(&row.id);
        print::complain(&format!(
            "Submitted. `longshore wait {}` waits for it and brings the results home.",
            row.id
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the payloads, refuses all when any is refused, and writes the submission down.
pub async fn hand_over(engine: &Engine, what: What) -> Result<String, Report> {
    let preset = match &what.preset {
        Some(name) => engine.preset(name).await?.overrides,
        None => Overrides::default(),
    };
    let reports = engine.inspect(what.paths()).await;
    let mut refused = Vec::new();
    let mut hashes = Vec::new();
    for report in &reports {
        match &report.outcome {
            Outcome::Payload(payload) => {
                payload
                    .warnings
                    .iter()
                    .for_each(|warning| print::complain(&format!("{}: {warning}", report.name)));
                hashes.push(Some(payload.sha256.clone()));
            }
            Outcome::Refused(why) => refused.push(format!("{}: {why}", report.name)),
        }
    }
    if refused.is_empty() {
        let submission = what.into_submission(hashes, preset);
        if let Some(concern) = engine.node_access_concern(&submission).await? {
            print::warning(&concern.to_string());
        }
        return engine.submit(submission).await;
    }
    Err(Report::new(
        Code::BadInput,
        refused.join("\n"),
        "Nothing was submitted.",
    ))
}

/// What Ctrl+C does while a job is waited for: the job goes on.
pub fn interrupted(job: &str) -> ExitCode {
    print::complain(&format!(
        "\nNo longer waiting for {job}. `longshore wait {job}` goes on, `longshore cancel {job}` stops it."
    ));
    exit::interrupted()
}
