//! Why a task failed and what to do about it: from what the service says, and from the runner's own account.

use longshore_batch_api::task::{FailureInfo, TaskExecutionInfo, failure_codes};
use longshore_model::{Code, Report, format, task::TaskFailure};
use serde::Deserialize;

/// `error.json` as the runner writes it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct ErrorFile {
    kind: String,
    #[serde(rename = "type")]
    class: String,
    message: String,
    traceback: String,
    module: Option<String>,
    python: String,
}

/// What the service alone can tell.
pub(super) fn of_service(info: &TaskExecutionInfo, time_limit: u32) -> TaskFailure {
    plain(match (&info.failure_info, info.exit_code) {
        (Some(failure), code) => by_code(failure, code, time_limit),
        (None, Some(code)) => exit(code),
        (None, None) => Report::new(
            Code::Service,
            "The task failed, and the service does not say why.",
            "Run it again.",
        ),
    })
}

fn by_code(info: &FailureInfo, exit_code: Option<i32>, time_limit: u32) -> Report {
    let is = |code: &str| info.code.eq_ignore_ascii_case(code);
    if is(failure_codes::EXIT_CODE) {
        return exit(exit_code.unwrap_or(1));
    }
    if is(failure_codes::TASK_ENDED) {
        return Report::new(Code::Cancelled, "The task was stopped.", "");
    }
    if info.code.to_ascii_lowercase().contains("wallclock") {
        let limit = format::clock(i64::from(time_limit) * 1_000);
        return Report::new(
            Code::Service,
            format!("The task ran into its time limit of {limit}."),
            "Raise the time limit and run it again.",
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
            "A task that waited for more than six days for a node has lost its access: run it again. Otherwise check that \
             the pool's network may reach the storage account.",
        );
    }
    if is(failure_codes::UPLOAD) {
        return Report::new(
            Code::Service,
            format!("The node could not send the results: {said}"),
            "Check that the pool's network may reach the storage account, then run it again.",
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
    details.join("\n")
}

fn exit(code: i32) -> Report {
    let guidance = match code {
        137 => {
            "It was killed, most often because memory ran out. Use a pool with more memory, or less data."
        }
        _ => "Its output, above all stderr, tells more.",
    };
    Report::new(
        Code::Service,
        format!("The task ended with exit code {code}."),
        guidance,
    )
}

/// The same with what the runner wrote down, which knows more unless the node itself failed.
pub(crate) fn explained(failure: TaskFailure, file: ErrorFile) -> TaskFailure {
    // A payload that was stopped by the service tells only of how it was cut off.
    if failure.report.title.contains("time limit") || failure.report.code == Code::Cancelled {
        return failure;
    }
    let first = file.message.lines().next().unwrap_or_default();
    let class = file.class.rsplit('.').next().unwrap_or_default();
    let missing = file
        .module
        .as_deref()
        .and_then(package_of)
        .filter(|_| file.kind == "missing_module");
    let (title, guidance) = match file.kind.as_str() {
        "missing_module" => {
            let module = file.module.as_deref().unwrap_or("it needs");
            let guidance = match &missing {
                Some(package) => {
                    format!("Run it again with the package {package}, or use an image that has it.")
                }
                None => "Run it again with the package it comes from.".into(),
            };
            (
                format!("The module {module} is not installed where the task ran."),
                guidance,
            )
        }
        "exception" if first.is_empty() => (class.to_owned(), corrected()),
        "exception" => (format!("{class}: {first}"), corrected()),
        "wrong_python" | "packages" | "payload" | "signal" => {
            (file.message.clone(), guidance_for(&file))
        }
        "result" => (
            format!("The result cannot be saved: {first}"),
            "Return plain values, or write files into the folder outputs.".into(),
        ),
        _ if file.message.is_empty() => (
            failure.report.title.clone(),
            failure.report.guidance.clone(),
        ),
        _ => (
            first.to_owned(),
            "Its output, above all stderr, tells more.".into(),
        ),
    };
    TaskFailure {
        report: Report {
            title,
            guidance,
            ..failure.report
        },
        exception: matches!(
            file.kind.as_str(),
            "exception" | "missing_module" | "result"
        )
        .then_some(file.class),
        traceback: (!file.traceback.is_empty()).then_some(file.traceback),
        missing_module: missing,
    }
}

fn corrected() -> String {
    "The traceback shows where. Correct the payload and run it again.".into()
}

fn guidance_for(file: &ErrorFile) -> String {
    match file.kind.as_str() {
        "wrong_python" => format!(
            "The node has Python {}. Use a pool or an image with the payload's Python, or make the payload anew.",
            file.python
        ),
        "packages" => "Check the packages' names, and that the pool may reach the package index. pip's own words are in stderr.".into(),
        "signal" => "If it was killed, memory may have run out.".into(),
        _ => "Look at the file again before you submit it.".into(),
    }
}

/// The package a module most likely comes from.
fn package_of(module: &str) -> Option<String> {
    let top = module.split('.').next().filter(|top| !top.is_empty())?;
    let package = match top {
        "bs4" => "beautifulsoup4",
        "cv2" => "opencv-python-headless",
        "dateutil" => "python-dateutil",
        "PIL" => "pillow",
        "skimage" => "scikit-image",
        "sklearn" => "scikit-learn",
        "yaml" => "pyyaml",
        other => other,
    };
    Some(package.to_owned())
}

fn plain(report: Report) -> TaskFailure {
    TaskFailure {
        report,
        exception: None,
        traceback: None,
        missing_module: None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn service(json: serde_json::Value) -> TaskFailure {
        of_service(&serde_json::from_value(json).unwrap(), 300)
    }

    fn runner(json: serde_json::Value) -> TaskFailure {
        let failed = service(serde_json::json!({"exitCode": 1}));
        explained(failed, serde_json::from_value(json).unwrap())
    }

    #[test]
    fn an_exception_is_told_by_class_message_and_traceback() {
        let failure = runner(serde_json::json!({
            "kind": "exception", "type": "ValueError", "message": "bad sweep\nmore", "traceback": "Traceback…", "module": null,
            "python": "3.11.7", "exit_code": 1
        }));
        assert_eq!(failure.report.title, "ValueError: bad sweep");
        assert_eq!(failure.exception.as_deref(), Some("ValueError"));
        assert_eq!(failure.traceback.as_deref(), Some("Traceback…"));
        assert_eq!(failure.missing_module, None);
    }

    #[test]
    fn a_missing_module_is_offered_as_the_package_it_comes_from() {
        let failure = runner(serde_json::json!({
            "kind": "missing_module", "type": "ModuleNotFoundError", "message": "No module named 'sklearn'",
            "module": "sklearn.svm", "python": "3.11.7"
        }));
        assert_eq!(failure.missing_module.as_deref(), Some("scikit-learn"));
        assert!(failure.report.title.contains("sklearn.svm"));
        assert!(failure.report.guidance.contains("scikit-learn"));
    }

    #[test]
    fn the_time_limit_is_named_and_stays_named_when_the_runner_tells_of_the_signal() {
        let limit = service(serde_json::json!({
            "failureInfo": {"category": "UserError", "code": "MaxWallClockTimeExceeded", "message": "x"}
        }));
        assert_eq!(
            limit.report.title,
            "The task ran into its time limit of 5:00."
        );
        let file = serde_json::from_value(
            serde_json::json!({"kind": "signal", "message": "ended by SIGTERM"}),
        )
        .unwrap();
        assert_eq!(explained(limit.clone(), file), limit);
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
