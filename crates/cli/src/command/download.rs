use std::{path::Path, process::ExitCode};

use longshore_engine::Engine;
use longshore_model::{
    Report,
    preview::ExportFormat,
    result_file::DownloadReport,
    task::{TaskQuery, TaskRow, TaskSelection},
};

use super::refresh;
use crate::{args, exit, print};

/// What a task's value is in, among its results.
const RESULT: &str = "result.pkl";

/// Tasks asked for at a time.
const PAGE: u64 = 500;

/// Copies results into a folder, after fetching what is ready and not here yet.
pub async fn download(engine: &Engine, args: args::Download) -> Result<ExitCode, Report> {
    refresh(engine, &args.job).await?;
    let mut done = engine
        .download(
            &args.job,
            TaskSelection::named(args.tasks.clone()),
            &args.output,
        )
        .await?;
    let all = match args.format {
        Some(format) => export(engine, &args, format, &mut done).await?,
        None => true,
    };
    print::downloaded(&done);
    for (task, why) in &done.left_out {
        print::complain(&format!("{task}: {why}"));
    }
    Ok(if all {
        ExitCode::SUCCESS
    } else {
        exit::bad_input()
    })
}

/// Writes the values beside their pickles, and counts them among what was written; whether all could be written exactly.
async fn export(
    engine: &Engine,
    args: &args::Download,
    format: ExportFormat,
    done: &mut DownloadReport,
) -> Result<bool, Report> {
    let mut all = true;
    if !args.tasks.is_empty() {
        for task in &args.tasks {
            all &= export_one(engine, args, task, format, done).await?;
        }
    } else {
        let mut query = TaskQuery {
            job: args.job.clone(),
            limit: PAGE,
            ..TaskQuery::default()
        };
        loop {
            let page = engine.tasks(query.clone()).await?;
            if page.tasks.is_empty() {
                break;
            }
            query.offset += page.tasks.len() as u64;
            for TaskRow { id, .. } in &page.tasks {
                all &= export_one(engine, args, id, format, done).await?;
            }
        }
    }
    Ok(all)
}

/// Whether a task's value was written, or there is none.
async fn export_one(
    engine: &Engine,
    args: &args::Download,
    task: &str,
    format: ExportFormat,
    done: &mut DownloadReport,
) -> Result<bool, Report> {
    let files = engine.result_files(&args.job, task).await?;
    if !files.iter().any(|file| file.path == RESULT) {
        return Ok(true);
    }
    let text = match engine.export(&args.job, task, RESULT, format).await {
        Ok(text) => text,
        Err(report) => {
            print::complain(&format!("{task}: {report}"));
            return Ok(false);
        }
    };
    let path = args
        .output
        .join(task)
        .join(Path::new(RESULT).with_extension(format.extension()));
    // As with what is downloaded: what is there already, and is something else, is the person's.
    match std::fs::read(&path) {
        Ok(there) if there == text.as_bytes() => done.unchanged += 1,
        Ok(_) => {
            print::complain(&format!(
                "{task}: {} is there with other content.",
                path.display()
            ));
            return Ok(false);
        }
        Err(_) => {
            let bytes = text.len() as u64;
            engine.save_text(&path, text).await?;
            done.files += 1;
            done.bytes += bytes;
            print::line(&path.display().to_string());
        }
    }
    Ok(true)
}
