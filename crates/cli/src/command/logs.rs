use std::{
    io::{self, Write as _},
    process::ExitCode,
    time::Duration,
};

use longshore_engine::Engine;
use longshore_model::{
    Code, Report,
    log::{LogChunk, LogRequest, Stream},
};

use crate::args::Logs;

/// How often a growing output is looked at.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Prints what a task wrote, from the beginning, in parts; with `--follow` until it ends.
pub async fn logs(engine: &Engine, args: Logs) -> Result<ExitCode, Report> {
    let mut request = LogRequest {
        job: args.job,
        task: args.task,
        stream: if args.stderr {
            Stream::Stderr
        } else {
            Stream::Stdout
        },
        offset: Some(0),
        limit: 0,
    };
    let mut told = false;
    loop {
        match engine.log(request.clone()).await? {
            LogChunk::Part {
                text,
                next,
                size,
                growing,
                ..
            } => {
                let mut out = io::stdout().lock();
                if out
                    .write_all(text.as_bytes())
                    .and_then(|()| out.flush())
                    .is_err()
                {
                    return Ok(ExitCode::SUCCESS);
                }
                let moved = request.offset != Some(next);
                request.offset = Some(next);
                if moved && next < size {
                    continue;
                }
                if !(args.follow && growing) {
                    return Ok(ExitCode::SUCCESS);
                }
            }
            LogChunk::NotStarted if args.follow => {
                if !told {
                    eprintln!("The task has not started.");
                    told = true;
                }
            }
            LogChunk::NotStarted => {
                return Err(Report::new(
                    Code::Conflict,
                    "The task has not started.",
                    "--follow waits for it.",
                ));
            }
            LogChunk::Removed => {
                return Err(Report::new(
                    Code::NotFound,
                    "The task's output is gone from its node and from storage.",
                    "Run the task again to have it anew.",
                ));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = tokio::signal::ctrl_c() => return Ok(crate::exit::interrupted()),
        }
    }
}
