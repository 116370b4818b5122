//! What inspection found out about a file, without running it.

use serde::{Deserialize, Serialize};

use crate::Report;

/// What a payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayloadKind {
    /// A cloudpickle of `(function, args, kwargs)`.
    Pickle,
    /// A Python script.
    Python,
    /// A shell script.
    Shell,
    /// A folder, `.zip` or `.tar.gz` with `payload.toml` or `main.py`.
    Bundle,
}

impl PayloadKind {
    /// The word the runner knows it by.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pickle => "pickle",
            Self::Python => "python",
            Self::Shell => "shell",
            Self::Bundle => "bundle",
        }
    }
}

/// What inspection found out about one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadReport {
    /// The path as given; lossy when the name is not text.
    pub path: String,
    /// The file's name for people.
    pub name: String,
    /// Bytes (of all files, for a folder).
    pub size: u64,
    /// What it is, or why it cannot be submitted.
    pub outcome: Outcome,
}

/// What a file is, or why it cannot be submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// A payload.
    Payload(Payload),
    /// Not one: why, and what to do.
    Refused(Report),
}

/// A payload and what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// What it is.
    pub kind: PayloadKind,
    /// A word or two more: "Covalent function", "Bundle, main.py".
    pub title: String,
    /// SHA-256 of the content, hex. The submission is refused when the file no longer has it.
    pub sha256: String,
    /// Python it was made by or asks for, as `3.11`; `None` when any will do.
    pub python: Option<String>,
    /// Top-level modules outside the standard library that it imports, sorted.
    pub modules: Vec<String>,
    /// Requirements it names itself (`payload.toml`, PEP 723), as pip reads them.
    pub packages: Vec<String>,
    /// Command inside a bundle; empty for other kinds. `python` stands for the task's interpreter.
    pub entry: Vec<String>,
    /// Whether it changes its environment while it runs (Covalent's DepsPip) and so wants one of its own.
    pub own_environment: bool,
    /// Files in it; 1 unless a bundle.
    pub files: u64,
    /// Pickle protocol, for pickles.
    pub pickle_protocol: Option<u8>,
    /// What people should know before they submit it.
    pub warnings: Vec<String>,
}

impl PayloadReport {
    /// The payload, when it is one.
    pub fn payload(&self) -> Option<&Payload> {
        match &self.outcome {
            Outcome::Payload(payload) => Some(payload),
            Outcome::Refused(_) => None,
        }
    }
}
