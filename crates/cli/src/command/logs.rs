use std::{pin::pin, process::ExitCode, time::Duration};

use longshore_engine::Engine;
use longshore_model::{
    Code, Report,
    log::{LogChunk, LogRequest, Stream},
};

use crate::{args::Logs, print};

/// How often a growing output is looked at.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The longest pause after a service could not be reached.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

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
    // Once it is listened for, nothing else ends the program.
    let mut interrupted = pin!(tokio::signal::ctrl_c());
    let mut told = false;
    let mut pause = LOOK_AGAIN;
    loop {
        let answer = tokio::select! {
            answer = engine.log(request.clone()) => answer,
            _ = &mut interrupted => return Ok(crate::exit::interrupted()),
        };
        let chunk = match answer {
            // The task goes on without us, and what it writes meanwhile is still there afterwards.
            Err(report) if args.follow && report.retryable => {
                if pause == LOOK_AGAIN {
                    print::warning(&report.to_string());
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
                tokio::select! {
                    () = tokio::time::sleep(pause) => continue,
                    _ = &mut interrupted => return Ok(crate::exit::interrupted()),
                }
            }
            outcome => outcome?,
        };
        pause = LOOK_AGAIN;
        match chunk {
            LogChunk::Part {
                text,
                next,
                size,
                growing,
                ..
            } => {
                if !print::put(&text) {
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
                    print::complain("The task has not started.");
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
            _ = &mut interrupted => return Ok(crate::exit::interrupted()),
        }
    }
}
