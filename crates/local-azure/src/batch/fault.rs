//! What goes wrong, in the service's words.

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use longshore_batch_api::{BatchError, codes};

/// An error on its way to the client. The envelope gives it its body, which names the request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault(pub(crate) BatchError);

/// Codes of the service that the shared list does not name.
pub(crate) mod more_codes {
    /// Seen in the wild for a principal without a role: <https://github.com/Azure/BatchExplorer/issues/2203>.
    pub(crate) const AUTHORIZATION_FAILURE: &str = "AuthorizationFailure";
    pub(crate) const INVALID_HEADER: &str = "InvalidHeaderValue";
    pub(crate) const MISSING_QUERY_PARAMETER: &str = "MissingRequiredQueryParameter";
    pub(crate) const POOL_EXISTS: &str = "PoolExists";
}

impl Fault {
    /// A fault with a message of its own.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self(BatchError::new(code, message))
    }

    /// A property of the body is not what it must be.
    pub(crate) fn property(name: &str, value: impl Into<String>, reason: &str) -> Self {
        Self(
            BatchError::new(
                codes::INVALID_PROPERTY_VALUE,
                "The value provided for one of the properties in the request body is invalid.",
            )
            .with("PropertyName", name)
            .with("PropertyValue", value)
            .with("Reason", reason),
        )
    }

    /// A property the body must have is absent.
    pub(crate) fn missing_property(name: &str) -> Self {
        Self(
            BatchError::new(
                codes::MISSING_REQUIRED_PROPERTY,
                "A required property was not specified in the request body.",
            )
            .with("PropertyName", name),
        )
    }

    /// A query parameter is not what it must be.
    pub(crate) fn parameter(name: &str, value: &str, reason: &str) -> Self {
        Self(
            BatchError::new(
                codes::INVALID_QUERY_PARAMETER,
                "Value for one of the query parameters specified in the request URI is invalid.",
            )
            .with("QueryParameterName", name)
            .with("QueryParameterValue", value)
            .with("Reason", reason),
        )
    }

    /// Something the request asks for that this service does not do.
    pub(crate) fn not_implemented(what: &str) -> Self {
        Self::new(
            codes::NOT_IMPLEMENTED,
            format!("The local service does not implement {what}."),
        )
    }

    pub(crate) fn job_not_found() -> Self {
        Self::new(codes::JOB_NOT_FOUND, "The specified job does not exist.")
    }

    pub(crate) fn task_not_found() -> Self {
        Self::new(codes::TASK_NOT_FOUND, "The specified task does not exist.")
    }

    /// The status that goes with the code.
    pub(crate) fn status(&self) -> StatusCode {
        use codes::*;
        match self.0.code.as_str() {
            AUTHENTICATION_FAILED | INVALID_AUTHENTICATION_INFO => StatusCode::UNAUTHORIZED,
            more_codes::AUTHORIZATION_FAILURE => StatusCode::FORBIDDEN,
            FILE_NOT_FOUND | JOB_NOT_FOUND | NODE_NOT_FOUND | POOL_NOT_FOUND | TASK_NOT_FOUND => {
                StatusCode::NOT_FOUND
            }
            ACTIVE_JOB_QUOTA
            | JOB_BEING_DELETED
            | JOB_BEING_TERMINATED
            | JOB_COMPLETED
            | JOB_DISABLED
            | JOB_EXISTS
            | OPERATION_INVALID_FOR_STATE
            | TASK_COMPLETED
            | TASK_EXISTS
            | TASK_FILES_CLEANED_UP
            | TASK_FILES_UNAVAILABLE
            | more_codes::POOL_EXISTS => StatusCode::CONFLICT,
            CONDITION_NOT_MET => StatusCode::PRECONDITION_FAILED,
            REQUEST_BODY_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE,
            INVALID_RANGE => StatusCode::RANGE_NOT_SATISFIABLE,
            TOO_MANY_REQUESTS => StatusCode::TOO_MANY_REQUESTS,
            INTERNAL_ERROR | OPERATION_TIMED_OUT => StatusCode::INTERNAL_SERVER_ERROR,
            NOT_IMPLEMENTED => StatusCode::NOT_IMPLEMENTED,
            SERVER_BUSY => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        tracing::error!(%error, "the Batch database failed");
        Self::new(
            codes::INTERNAL_ERROR,
            "The server encountered an internal error: its database failed. Please retry the request.",
        )
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "a row of the Batch database is damaged");
        Self::new(
            codes::INTERNAL_ERROR,
            "The server encountered an internal error: a stored row is damaged.",
        )
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        tracing::error!(%error, "a file of the node cannot be used");
        Self::new(
            codes::INTERNAL_ERROR,
            format!("The server encountered an internal error: {error}."),
        )
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
