use std::process::ExitCode;

use longshore_engine::Engine;
use longshore_model::{
    Report,
    job::JobDetail,
    task::{TaskQuery, TaskRow},
};
use serde::Serialize;

use super::refresh;
use crate::{args::Show, print};

/// Tasks asked for at a time, so that a job of any size is told in bounded memory by the engine.
const PAGE: u64 = 500;

/// Tasks shown to people; `--json` has all.
const SHOWN: usize = 50;

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    job: JobDetail,
    task_list: Vec<TaskRow>,
}

/// Shows one job with its tasks.
pub async fn show(engine: &Engine, args: Show) -> Result<ExitCode, Report> {
    refresh(engine, &args.job).await?;
    let job = engine.job(&args.job).await?;
    let mut task_list = Vec::new();
    let total = loop {
        let query = TaskQuery {
            job: args.job.clone(),
            offset: task_list.len() as u64,
            limit: PAGE,
            ..TaskQuery::default()
        };
        let page = engine.tasks(query).await?;
        let got = page.tasks.len();
        task_list.extend(page.tasks);
        if got == 0
            || task_list.len() as u64 >= page.total
            || (!args.json && task_list.len() >= SHOWN)
        {
            break page.total;
        }
    };
    if args.json {
        print::json(&Document { job, task_list })?;
    } else {
        task_list.truncate(SHOWN);
        print::job(&job, &task_list, total);
    }
    Ok(ExitCode::SUCCESS)
}
