use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{Report, job::JobQuery};
use serde_json::json;

use super::refresh;
use crate::{args::Jobs, print};

/// Lists jobs. Those that have not ended are asked about first, so that the list tells the truth.
pub async fn jobs(engine: &Engine, args: Jobs) -> Result<ExitCode, Report> {
    let query = JobQuery {
        states: args.state,
        account: args.account,
        limit: args.limit,
        ..JobQuery::default()
    }
    .typed(&args.search);
    let everything = JobQuery {
        limit: args.limit,
        ..JobQuery::default()
    };
    for job in engine.jobs(query.clone()).await?.jobs {
        if !job.state.ended() {
            refresh(engine, &job.id).await?;
        }
    }
    let page = engine.jobs(query.clone()).await?;
    if args.json {
        print::json(&json!({ "jobs": page.jobs, "total": page.total }))?;
        return Ok(ExitCode::SUCCESS);
    }
    if page.jobs.is_empty() {
        if query == everything {
            print::complain("No jobs yet. `longshore run script.py` makes one.");
        } else {
            print::complain("No job fits. `longshore jobs` lists all of them.");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = vec![
        [
            "JOB",
            "STATE",
            "TASKS",
            "SUBMITTED",
            "TOOK",
            "ACCOUNT",
            "NAME",
        ]
        .map(String::from)
        .to_vec(),
    ];
    rows.extend(page.jobs.iter().map(|job| {
        vec![
            job.id.clone(),
            job.state.label().into(),
            format!(
                "{}/{}",
                job.tasks.succeeded + job.tasks.failed + job.tasks.cancelled,
                job.tasks.total
            ),
            print::moment(job.created),
            print::took(job),
            job.account.clone(),
            print::name(job),
        ]
    }));
    print::table(&rows);
    let shown = page.jobs.len() as u64;
    if shown < page.total {
        print::complain(&format!(
            "{shown} of {} jobs; -n {} shows more.",
            page.total, page.total
        ));
    }
    Ok(ExitCode::SUCCESS)
}
