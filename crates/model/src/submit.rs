//! A submission: many payloads, one Batch job.

use serde::{Deserialize, Serialize};

use crate::settings::Runner;

/// What to submit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmitRequest {
    /// The account; `None` for the active one.
    #[serde(default)]
    pub account: Option<String>,
    /// The payloads, one task each.
    pub payloads: Vec<PayloadRef>,
    /// A name for the job; made from the payloads' names when absent.
    #[serde(default)]
    pub name: Option<String>,
    /// How it runs.
    #[serde(default)]
    pub overrides: Overrides,
    /// Whether more payloads are to come.
    #[serde(default)]
    pub open: bool,
}

/// A payload by path, with what inspection saw there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadRef {
    /// Where it is.
    pub path: String,
    /// The content that was reviewed; the submission is refused when it has changed. `None`: whatever is there.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// What differs from the account's settings in this submission.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Overrides {
    /// The pool.
    pub pool: Option<String>,
    /// The container image; an empty text for none.
    pub image: Option<String>,
    /// Which program runs the payloads.
    pub runner: Option<Runner>,
    /// The pool's identity that reaches storage; an empty text for signed addresses.
    pub node_identity: Option<String>,
    /// Tries after the first; −1 without limit.
    pub retries: Option<i32>,
    /// Seconds one try may run.
    pub time_limit: Option<u32>,
    /// Python packages to install where it runs, as pip reads them.
    pub packages: Vec<String>,
    /// Environment variables.
    pub env: Vec<(String, String)>,
    /// Arguments for scripts and bundles.
    pub args: Vec<String>,
}

/// What is wrong with an environment variable's name, or nothing.
pub fn env_name_error(name: &str) -> Option<&'static str> {
    let mut chars = name.chars();
    let first = chars.next();
    let fits = first.is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !fits {
        Some("A name of letters, digits and underscores, as in NAME=value.")
    } else if name.starts_with("AZ_BATCH_") || name.starts_with("LONGSHORE_") {
        Some("Names that start with AZ_BATCH_ or LONGSHORE_ are taken.")
    } else {
        None
    }
}
