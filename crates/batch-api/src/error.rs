//! The error body of the Batch service.

use serde::{Deserialize, Serialize};

/// The body of every reply that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}: {}", message.as_ref().map_or("", |m| m.value.as_str()))]
pub struct BatchError {
    /// The service's error code, one of [`codes`] or a newer one.
    pub code: String,
    /// What it says for people; carries the request id and the time in further lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<ErrorMessage>,
    /// Details by key, such as the name of the property that was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ErrorDetail>,
}

/// A message in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorMessage {
    /// The language, `en-US`.
    #[serde(default)]
    pub lang: String,
    /// The text.
    #[serde(default)]
    pub value: String,
}

/// One detail of an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// What it is about, such as `PropertyName`.
    pub key: String,
    /// The value.
    #[serde(default)]
    pub value: String,
}

impl BatchError {
    /// An error with a message and no details.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: Some(ErrorMessage {
                lang: "en-US".into(),
                value: message.into(),
            }),
            values: Vec::new(),
        }
    }

    /// The same with one more detail.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.values.push(ErrorDetail {
            key: key.into(),
            value: value.into(),
        });
        self
    }

    /// The first line of the message: what a person needs; the lines after it repeat the request id and the time.
    pub fn summary(&self) -> &str {
        self.message
            .as_ref()
            .and_then(|m| m.value.lines().next())
            .unwrap_or_default()
    }
}

/// Error codes of the service, spelled as it spells them.
#[allow(missing_docs)]
pub mod codes {
    pub const ACTIVE_JOB_QUOTA: &str = "ActiveJobAndScheduleQuotaReached";
    pub const AUTHENTICATION_FAILED: &str = "AuthenticationFailed";
    pub const CONDITION_NOT_MET: &str = "ConditionNotMet";
    pub const FILE_NOT_FOUND: &str = "FileNotFound";
    pub const INTERNAL_ERROR: &str = "InternalError";
    pub const INVALID_AUTHENTICATION_INFO: &str = "InvalidAuthenticationInfo";
    pub const INVALID_PROPERTY_VALUE: &str = "InvalidPropertyValue";
    pub const INVALID_QUERY_PARAMETER: &str = "InvalidQueryParameterValue";
    pub const INVALID_RANGE: &str = "InvalidRange";
    pub const INVALID_REQUEST_BODY: &str = "InvalidRequestBody";
    pub const JOB_BEING_DELETED: &str = "JobBeingDeleted";
    pub const JOB_BEING_TERMINATED: &str = "JobBeingTerminated";
    pub const JOB_COMPLETED: &str = "JobCompleted";
    pub const JOB_DISABLED: &str = "JobDisabled";
    pub const JOB_EXISTS: &str = "JobExists";
    pub const JOB_NOT_FOUND: &str = "JobNotFound";
    pub const MISSING_REQUIRED_PROPERTY: &str = "MissingRequiredProperty";
    pub const NODE_NOT_FOUND: &str = "NodeNotFound";
    pub const NOT_IMPLEMENTED: &str = "NotImplemented";
    pub const OPERATION_INVALID_FOR_STATE: &str = "OperationInvalidForCurrentState";
    pub const OPERATION_TIMED_OUT: &str = "OperationTimedOut";
    pub const POOL_NOT_FOUND: &str = "PoolNotFound";
    pub const REQUEST_BODY_TOO_LARGE: &str = "RequestBodyTooLarge";
    pub const SERVER_BUSY: &str = "ServerBusy";
    pub const TASK_COMPLETED: &str = "TaskCompleted";
    pub const TASK_EXISTS: &str = "TaskExists";
    pub const TASK_FILES_CLEANED_UP: &str = "TaskFilesCleanedup";
    pub const TASK_FILES_UNAVAILABLE: &str = "TaskFilesUnavailable";
    pub const TASK_NOT_FOUND: &str = "TaskNotFound";
    pub const TOO_MANY_REQUESTS: &str = "TooManyRequests";
    pub const UNSUPPORTED_VERSION: &str = "UnsupportedRequestVersion";
}
