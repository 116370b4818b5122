//! How anything that went wrong is told at the border.

use serde::{Deserialize, Serialize};

/// What kind of thing went wrong, for code that must decide (exit codes, which screen to offer). A variant is added only
/// when someone decides by it; nobody matches texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The user's input is not usable as it stands.
    BadInput,
    /// Something named does not exist.
    NotFound,
    /// It exists already, or the state does not allow it now.
    Conflict,
    /// The account's secret is missing, wrong or expired.
    SignIn,
    /// Signed in, but not allowed.
    NotAllowed,
    /// The service could not be reached.
    Unreachable,
    /// The service refused or failed.
    Service,
    /// A local file, folder or database could not be read or written.
    LocalFiles,
    /// There is no usable keyring.
    NoKeyring,
    /// What arrived is not what was sent (size or hash).
    Verification,
    /// The user cancelled it.
    Cancelled,
    /// A fault of Longshore itself.
    Internal,
}

/// One thing that went wrong, with what to do about it. Never carries a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The kind.
    pub code: Code,
    /// One sentence: what went wrong.
    pub title: String,
    /// What to do next; empty when there is nothing to add.
    #[serde(default)]
    pub guidance: String,
    /// Whether the same request may succeed later unchanged.
    #[serde(default)]
    pub retryable: bool,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs_url: Option<String>,
    /// The service's id of the request and ours, for its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Report {
    /// A report with its title; `guidance` may be empty.
    pub fn new(code: Code, title: impl Into<String>, guidance: impl Into<String>) -> Self {
        Self {
            code,
            title: title.into(),
            guidance: guidance.into(),
            retryable: false,
            docs_url: None,
            request_id: None,
        }
    }

    /// The same, marked as worth another try.
    #[must_use]
    pub fn retryable(mut self) -> Self {
        self.retryable = true;
        self
    }

    /// The same with the service's request id.
    #[must_use]
    pub fn with_request_id(mut self, id: Option<String>) -> Self {
        self.request_id = id;
        self
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.title)?;
        if !self.guidance.is_empty() {
            write!(f, "\n  {}", self.guidance)?;
        }
        if let Some(id) = &self.request_id {
            write!(f, "\n  Request id: {id}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}
