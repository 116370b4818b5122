//! `error.json`: the runner's own account of why a task failed.

use std::path::Path;

use longshore_model::{
    Report,
    task::{FailureCause, TaskFailure},
};
use serde::Deserialize;

/// Its name in a task's folder.
pub(super) const NAME: &str = "error.json";

/// The largest that is read; the runner writes far less.
const MAX: u64 = 1 << 20;

/// What the runner writes down.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct ErrorFile {
    kind: String,
    #[serde(rename = "type")]
    class: String,
    message: String,
    traceback: String,
    module: Option<String>,
    python: String,
    exit_code: Option<i32>,
}

impl ErrorFile {
    /// Whether it can be of the try that ended with `exit_code`. Storage and the node keep what an earlier try left when
    /// the last one was cut off before it could write its own.
    pub(super) fn is_of(&self, exit_code: Option<i32>) -> bool {
        self.exit_code.is_none() || self.exit_code == exit_code
    }
}

/// Reads it, if the task left one.
pub(super) fn read(folder: &Path) -> Option<ErrorFile> {
    let path = folder.join(NAME);
    let size = std::fs::metadata(&path).ok()?.len();
    if size > MAX {
        return None;
    }
    let text = std::fs::read(&path).ok()?;
    serde_json::from_slice(&text)
        .inspect_err(|error| tracing::warn!(path = %path.display(), %error, "the runner's account cannot be read"))
        .ok()
}

/// The same with what the runner wrote down, which knows more unless the node itself failed.
pub(super) fn explained(failure: TaskFailure, file: ErrorFile) -> TaskFailure {
    // A payload that the service stopped tells only of how it was cut off.
    if failure.cause != FailureCause::Task {
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
        cause: failure.cause,
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_model::Code;

    use super::*;

    fn of_service(cause: FailureCause) -> TaskFailure {
        let report = Report::new(Code::Service, "What the service says.", "");
        TaskFailure {
            cause,
            ..report.into()
        }
    }

    fn runner(json: serde_json::Value) -> TaskFailure {
        explained(
            of_service(FailureCause::Task),
            serde_json::from_value(json).unwrap(),
        )
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
    fn an_account_that_ends_with_another_exit_code_is_of_an_earlier_try() {
        let file = |json| serde_json::from_value::<ErrorFile>(json).unwrap();
        let known = file(serde_json::json!({"kind": "exit", "exit_code": 3}));
        assert_eq!(
            [Some(3), Some(137), None].map(|code| known.is_of(code)),
            [true, false, false]
        );
        assert!(file(serde_json::json!({"kind": "exit"})).is_of(Some(137)));
    }

    #[test]
    fn what_the_service_ended_is_told_as_the_service_tells_it() {
        for cause in [FailureCause::TimeLimit, FailureCause::Stopped] {
            let file = serde_json::from_value(
                serde_json::json!({"kind": "signal", "message": "ended by SIGTERM"}),
            )
            .unwrap();
            assert_eq!(explained(of_service(cause), file), of_service(cause));
        }
    }

    #[test]
    fn words_about_a_time_limit_in_a_payloads_own_failure_decide_nothing() {
        let mut failed = of_service(FailureCause::Task);
        failed.report.title = "The task failed (X): a time limit of the network".into();
        let file = serde_json::from_value(
            serde_json::json!({"kind": "exception", "type": "ValueError", "message": "bad"}),
        )
        .unwrap();
        assert_eq!(explained(failed, file).report.title, "ValueError: bad");
    }
}
