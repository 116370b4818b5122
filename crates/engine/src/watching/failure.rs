//! Why a task failed and what to do about it, as far as the service can tell.

use longshore_batch_api::task::{FailureInfo, TaskExecutionInfo, failure_codes};
use longshore_model::{
    Code, Report, format,
    settings::Runner,
    task::{FailureCause, TaskFailure},
};

/// What the service alone can tell.
pub(super) fn of_service(info: &TaskExecutionInfo, time_limit: u32, runner: Runner) -> TaskFailure {
    let cause = info.failure_info.as_ref().map(cause).unwrap_or_default();
    let report = match (cause, &info.failure_info, info.exit_code) {
        (FailureCause::Stopped, ..) => Report::new(
            Code::Cancelled,
            "The task was stopped.",
            "Run it again if that was a mistake.",
        ),
        (FailureCause::TimeLimit, ..) => {
            let limit = format::duration(i64::from(time_limit) * 1_000);
            Report::new(
                Code::Service,
                format!("The task ran into its time limit of {limit}."),
                "Raise the time limit and run it again.",
            )
        }
        (FailureCause::Task, Some(failure), code) => by_code(failure, code, runner),
        (FailureCause::Task, None, Some(code)) => exit(code, None),
        (FailureCause::Task, None, None) => Report::new(
            Code::Service,
            "The task failed, and the service does not say why.",
            "Run it again.",
        ),
    };
    TaskFailure {
        cause,
        ..report.into()
    }
}

fn cause(info: &FailureInfo) -> FailureCause {
    if info.code.eq_ignore_ascii_case(failure_codes::TASK_ENDED) {
        FailureCause::Stopped
    } else if info.is_time_limit() {
        FailureCause::TimeLimit
    } else {
        FailureCause::Task
    }
}

fn by_code(info: &FailureInfo, exit_code: Option<i32>, runner: Runner) -> Report {
    let is = |code: &str| info.code.eq_ignore_ascii_case(code);
    if is(failure_codes::EXIT_CODE) {
        let lost = info
            .details
            .iter()
            .find(|detail| detail.name.eq_ignore_ascii_case(failure_codes::UPLOAD));
        return exit(
            exit_code.unwrap_or(1),
            lost.map(|detail| detail.value.as_str()),
        );
    }
    if is(failure_codes::COMMAND_NOT_FOUND) && runner == Runner::Image {
        let said = info.message.lines().next().unwrap_or_default();
        return Report::new(
            Code::Service,
            format!("The image's own runner did not start: {said}"),
            "The image needs an entry point, and the pool has to run containers. Otherwise use Longshore's own runner \
             (--runner bundled).",
        );
    }
    if is(failure_codes::COMMAND_NOT_FOUND) {
        return Report::new(
            Code::Service,
            "The node has no python3.",
            "Use a pool, or a container image, that has Python 3.8 or later as python3.",
        );
    }
    let said = info.message.lines().next().unwrap_or_default();
    if is(failure_codes::RESOURCE_DOWNLOAD) || is(failure_codes::RESOURCE_DOWNLOAD_MISC) {
        return Report::new(
            Code::Service,
            format!("The node could not fetch the payload: {said}"),
            "A task that waited longer than its job was thought to take has lost its access: run it again. Otherwise check \
             that the pool's network may reach the storage account, and the role of its identity there if it uses one.",
        );
    }
    if is(failure_codes::UPLOAD) {
        return Report::new(
            Code::Service,
            format!("The node could not send the results: {said}"),
            "Check that the pool's network may reach the storage account, and the role of its identity there if it uses one; \
             then run it again.",
        );
    }
    Report::new(
        Code::Service,
        format!("The task failed ({}): {said}", info.code),
        guidance_from(info),
    )
}

fn guidance_from(info: &FailureInfo) -> String {
    let details: Vec<_> = info
        .details
        .iter()
        .map(|detail| format!("{}: {}", detail.name, detail.value))
        .collect();
    match details.is_empty() {
        true => {
            "Run it again; if it fails so again, its output and the pool's state tell more.".into()
        }
        false => details.join("\n"),
    }
}

/// `lost` is why its output is not here, if it is not.
fn exit(code: i32, lost: Option<&str>) -> Report {
    let guidance = match (code, lost) {
        (137, _) => {
            "It was killed, most often because memory ran out. Use a pool with more memory, or less data."
        }
        (_, Some(why)) => why,
        (_, None) => "Its output, above all stderr, tells more.",
    };
    Report::new(
        Code::Service,
        format!("The task ended with exit code {code}."),
        guidance,
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn service(json: serde_json::Value) -> TaskFailure {
        of_service(&serde_json::from_value(json).unwrap(), 300, Runner::Bundled)
    }

    #[test]
    fn an_images_runner_that_does_not_start_is_not_told_as_a_missing_python() {
        let info = serde_json::json!({
            "failureInfo": {"category": "UserError", "code": "CommandProgramNotFound", "message": "no entry point"}
        });
        let info = serde_json::from_value(info).unwrap();
        let title = |runner| of_service(&info, 300, runner).report.title;
        assert_eq!(
            title(Runner::Image),
            "The image's own runner did not start: no entry point"
        );
        assert_eq!(title(Runner::Bundled), "The node has no python3.");
    }

    #[test]
    fn the_time_limit_is_named_and_is_the_cause() {
        for code in ["MaxWallClockTimeExceeded", "wallclocktimeexpired"] {
            let failure = service(serde_json::json!({
                "exitCode": 143, "failureInfo": {"category": "UserError", "code": code, "message": "x"}
            }));
            assert_eq!(failure.cause, FailureCause::TimeLimit);
            assert_eq!(
                failure.report.title,
                "The task ran into its time limit of 5:00."
            );
        }
    }

    #[test]
    fn a_task_that_was_ended_is_told_as_stopped() {
        let failure = service(serde_json::json!({
            "failureInfo": {"category": "UserError", "code": "taskended", "message": "x"}
        }));
        assert_eq!(
            (failure.cause, failure.report.code),
            (FailureCause::Stopped, Code::Cancelled)
        );
    }

    #[test]
    fn a_failure_without_a_reason_says_so() {
        let failure = service(serde_json::json!({}));
        assert_eq!(failure.cause, FailureCause::Task);
        assert_eq!(
            failure.report.title,
            "The task failed, and the service does not say why."
        );
    }

    #[test]
    fn a_script_that_exits_badly_is_told_by_its_code() {
        let failure = service(serde_json::json!({
            "exitCode": 3, "failureInfo": {"category": "UserError", "code": "FailureExitCode", "message": "x"}
        }));
        assert_eq!(failure.report.title, "The task ended with exit code 3.");
        assert_eq!(failure.exception, None);
    }

    #[test]
    fn output_that_was_lost_is_not_promised() {
        let failure = service(serde_json::json!({
            "exitCode": 3, "failureInfo": {
                "category": "UserError", "code": "FailureExitCode", "message": "x",
                "details": [{"name": "FileUploadMiscError", "value": "There was no room."}]}
        }));
        assert_eq!(failure.report.title, "The task ended with exit code 3.");
        assert_eq!(failure.report.guidance, "There was no room.");
    }

    #[test]
    fn every_failure_is_told_with_a_title_and_a_next_step() {
        for code in [
            "FailureExitCode",
            "CommandProgramNotFound",
            "TaskEnded",
            "MaxWallClockTimeExceeded",
            "ResourceContainerAccessDenied",
            "BlobDownloadMiscError",
            "FileUploadMiscError",
            "DiskFull",
            "NodePreempted",
            "AFutureCode",
            "",
        ] {
            for exit in [None, Some(0), Some(1), Some(137)] {
                let failure = service(serde_json::json!({
                    "exitCode": exit, "failureInfo": {"category": "UserError", "code": code, "message": "said"}
                }));
                assert!(
                    failure.report.title.len() > 15,
                    "{code}: {}",
                    failure.report
                );
                assert!(
                    failure.report.guidance.len() > 15,
                    "{code}: {}",
                    failure.report
                );
            }
        }
        assert!(!service(serde_json::json!({})).report.guidance.is_empty());
    }

    #[test]
    fn a_code_of_the_future_is_told_as_it_is() {
        let failure = service(serde_json::json!({
            "failureInfo": {"category": "ServerError", "code": "MoonPhase", "message": "wrong moon\nRequestId:1",
                "details": [{"name": "Moon", "value": "new"}]}
        }));
        assert_eq!(
            failure.report.title,
            "The task failed (MoonPhase): wrong moon"
        );
        assert_eq!(failure.report.guidance, "Moon: new");
    }
}
