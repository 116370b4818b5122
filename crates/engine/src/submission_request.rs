//! What the engine is asked to submit.

use std::path::PathBuf;

use longshore_model::submit::{Overrides, SubmitRequest};

/// Like [`SubmitRequest`], with real paths: file names need not be UTF-8.
#[derive(Debug, Clone, Default)]
pub struct Submission {
    /// The account; `None` for the active one.
    pub account: Option<String>,
    /// The payloads, one task each, with the SHA-256 that was reviewed: the submission is refused when the content has
    /// changed since. `None` takes whatever is there.
    pub payloads: Vec<(PathBuf, Option<String>)>,
    /// A name for the job; made from the payloads' names when absent.
    pub name: Option<String>,
    /// How it runs.
    pub overrides: Overrides,
    /// Whether more payloads are to come: see [`Engine::extend`](crate::Engine::extend).
    pub open: bool,
}

impl From<SubmitRequest> for Submission {
    fn from(request: SubmitRequest) -> Self {
        Self {
            account: request.account,
            payloads: request
                .payloads
                .into_iter()
                .map(|payload| (PathBuf::from(payload.path), payload.sha256))
                .collect(),
            name: request.name,
            overrides: request.overrides,
            open: request.open,
        }
    }
}
