//! The one error of this crate.
//!
//! Rules: it says which operation failed and, when the service answered, that answer's code and request id. Whoever
//! handles it matches on [`ErrorKind`], never on text. All text from outside is scrubbed when the error is made, so
//! that an error can be shown and logged as it is.

mod classify;
mod garbled;
mod scrub;

use std::{path::PathBuf, time::Duration};

pub(crate) use classify::{is_connecting, tls_reason};
pub(crate) use garbled::Garbled;
pub(crate) use scrub::scrub;

/// What every fallible function here returns.
pub type Result<T> = std::result::Result<T, Error>;

/// A failed operation on an account.
#[derive(Debug, thiserror::Error)]
#[error("{operation}: {kind}")]
pub struct Error {
    operation: &'static str,
    #[source]
    kind: Box<ErrorKind>,
    request_id: Option<String>,
    client_request_id: Option<String>,
}

/// In which way an operation failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The identity service refused the service principal.
    #[error("sign-in refused: {reason}")]
    SignIn {
        /// The number after `AADSTS`: 7000215 is a wrong secret, 7000222 an expired one, 700016 an unknown client,
        /// 90002 an unknown tenant.
        aadsts: Option<u32>,
        /// What it said.
        reason: String,
    },
    /// The service does not accept the token (401) or it gives no right to this (403).
    #[error("refused ({status} {code}): {message}")]
    Refused {
        /// 401 or 403.
        status: u16,
        /// The service's code.
        code: String,
        /// What it said.
        message: String,
    },
    /// What was asked for does not exist (404).
    #[error("not found ({code}): {message}")]
    NotFound {
        /// The service's code, such as `JobNotFound` or `BlobNotFound`.
        code: String,
        /// What it said.
        message: String,
    },
    /// The state of things does not allow it (409), or a condition of the request did not hold (412).
    #[error("conflict ({code}): {message}")]
    Conflict {
        /// The service's code, such as `JobCompleted` or `ConditionNotMet`.
        code: String,
        /// What it said.
        message: String,
    },
    /// Too much was asked for at once, and waiting as long as our patience goes did not help.
    #[error("the service is busy ({code}): {message}")]
    Throttled {
        /// The service's code.
        code: String,
        /// What it said.
        message: String,
        /// How long the service asks to wait.
        retry_after: Option<Duration>,
    },
    /// Any other answer that is not a success.
    #[error("the service answered {status} {code}: {message}")]
    Service {
        /// The HTTP status.
        status: u16,
        /// The service's code.
        code: String,
        /// What it said.
        message: String,
    },
    /// No answer: no network, no such host, connection refused or broken, or time out.
    #[error("could not be reached: {reason}")]
    Unreachable {
        /// The chain of causes.
        reason: String,
    },
    /// Nobody here knows an address for the host: no network, no name service, or a mistake in the name.
    #[error("no address is known for {host}: {reason}")]
    UnknownHost {
        /// The name.
        host: String,
        /// What was said to the question for it.
        reason: String,
    },
    /// What came is no answer of the service: a page of something in between, or bytes that are not whole. Whether what was
    /// asked for was done nobody knows.
    #[error("no answer of the service: {received}")]
    Garbled {
        /// What came, without its content.
        received: String,
    },
    /// No secure connection, most often a certificate that is not trusted.
    #[error("secure connection failed: {reason}")]
    Tls {
        /// What TLS says.
        reason: String,
    },
    /// An answer that does not make sense in the protocol.
    #[error("unexpected answer: {reason}")]
    Protocol {
        /// What is wrong with it.
        reason: String,
    },
    /// What arrived, or what was to be sent, is not what was promised: another size or another hash.
    #[error("verification failed: {reason}")]
    Verification {
        /// What differs.
        reason: String,
    },
    /// A value given to this crate that no request can be made with.
    #[error("{reason}")]
    Settings {
        /// Which and why.
        reason: String,
    },
    /// A file on this computer could not be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        #[source]
        error: std::io::Error,
    },
    /// The caller cancelled it.
    #[error("cancelled")]
    Cancelled,
}

impl Error {
    pub(crate) fn new(operation: &'static str, kind: ErrorKind) -> Self {
        Self {
            operation,
            kind: Box::new(kind),
            request_id: None,
            client_request_id: None,
        }
    }

    #[must_use]
    pub(crate) fn with_request_id(mut self, id: Option<String>) -> Self {
        self.request_id = id;
        self
    }

    #[must_use]
    pub(crate) fn with_client_request_id(mut self, id: Option<String>) -> Self {
        self.client_request_id = id;
        self
    }

    pub(crate) fn io(
        operation: &'static str,
        path: impl Into<PathBuf>,
        error: std::io::Error,
    ) -> Self {
        Self::new(
            operation,
            ErrorKind::Io {
                path: path.into(),
                error,
            },
        )
    }

    /// Which operation failed, in words: `create job`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// In which way.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The service's name for the failed request, to give to its support.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Our own name for the failed request, which the service's logs have too: also of one that got no answer.
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// How long the service asks to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        match self.kind() {
            ErrorKind::Throttled { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// The service's error code, when the service answered with one.
    pub fn code(&self) -> Option<&str> {
        match self.kind() {
            ErrorKind::Refused { code, .. }
            | ErrorKind::NotFound { code, .. }
            | ErrorKind::Conflict { code, .. }
            | ErrorKind::Throttled { code, .. }
            | ErrorKind::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether the same may succeed later although nothing is changed. This crate has then tried as often as its
    /// tuning allows.
    pub fn retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Throttled { .. }
            | ErrorKind::Unreachable { .. }
            | ErrorKind::UnknownHost { .. }
            | ErrorKind::Garbled { .. } => true,
            ErrorKind::Service { status, .. } => crate::retry::PASSING.contains(status),
            _ => false,
        }
    }

    /// Whether what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self.kind(), ErrorKind::NotFound { .. })
    }

    pub(crate) fn is_conflict(&self, codes: &[&str]) -> bool {
        matches!(self.kind(), ErrorKind::Conflict { code, .. } if codes.contains(&code.as_str()))
    }
}

#[cfg(test)]
mod tests;
