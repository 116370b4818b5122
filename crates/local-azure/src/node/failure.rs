//! Why a task failed, for its `failureInfo`.

use longshore_batch_api::{
    NameValue,
    task::{ErrorCategory, FailureInfo},
};

/// The interpreter or its environment cannot be provided. A code of our own: Azure's nodes provide none.
pub(super) const PYTHON_UNAVAILABLE: &str = "LongshorePythonUnavailable";

/// The node cannot keep the task's files: a full disk, above all.
pub(super) const NODE_FILES: &str = "TaskPreparationError";

/// A failure the user can do something about.
pub(super) fn by_user(code: &str, message: impl Into<String>) -> FailureInfo {
    failure(ErrorCategory::UserError, code, message.into())
}

/// A failure of the node itself.
pub(super) fn by_node(code: &str, message: impl Into<String>) -> FailureInfo {
    failure(ErrorCategory::ServerError, code, message.into())
}

/// The same with one more detail.
pub(super) fn with(mut failure: FailureInfo, name: &str, value: impl Into<String>) -> FailureInfo {
    failure.details.push(NameValue {
        name: name.into(),
        value: value.into(),
    });
    failure
}

/// The node's files cannot be used.
pub(super) fn of_files(what: &str, error: &std::io::Error) -> FailureInfo {
    by_node(NODE_FILES, format!("{what}: {error}"))
}

fn failure(category: ErrorCategory, code: &str, message: String) -> FailureInfo {
    FailureInfo {
        category,
        code: code.into(),
        message,
        details: Vec::new(),
    }
}
