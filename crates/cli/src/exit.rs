//! Exit codes, as scripts rely on them.

use std::process::ExitCode;

use longshore_model::{Code, Report, job::JobState};

const TASK_FAILED: u8 = 1;
const BAD_INPUT: u8 = 2;
const SERVICE: u8 = 3;
const INTERRUPTED: u8 = 130;

/// Bad usage or input.
pub fn bad_input() -> ExitCode {
    BAD_INPUT.into()
}

/// The service refused, or could not be reached.
pub fn service() -> ExitCode {
    SERVICE.into()
}

/// The person pressed Ctrl+C.
pub fn interrupted() -> ExitCode {
    INTERRUPTED.into()
}

/// The exit code of something that went wrong before or beside the tasks.
pub fn of(report: &Report) -> ExitCode {
    of_code(report.code).into()
}

/// The exit code of a job that is no longer waited for.
pub fn of_job(state: JobState, problem: Option<&Report>) -> ExitCode {
    match state {
        JobState::Succeeded => ExitCode::SUCCESS,
        JobState::NeedsAttention => problem
            .map_or(SERVICE, |report| of_code(report.code))
            .into(),
        // It was not the tasks: the service would not have the job, or not give the results.
        JobState::Failed if problem.is_some() => SERVICE.into(),
        _ => TASK_FAILED.into(),
    }
}

const fn of_code(code: Code) -> u8 {
    match code {
        Code::BadInput | Code::NotFound | Code::Conflict | Code::LocalFiles => BAD_INPUT,
        Code::Cancelled => TASK_FAILED,
        Code::SignIn
        | Code::NotAllowed
        | Code::Unreachable
        | Code::Service
        | Code::NoKeyring
        | Code::Verification
        | Code::Internal => SERVICE,
    }
}
