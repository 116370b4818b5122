//! The payloads under review, before anything is sent.

use longshore_model::{
    payload::{Payload, PayloadKind, PayloadReport},
    submit::PayloadRef,
};

use super::packages;
use crate::words::t;

/// One line of the review list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    /// The path as it was given: what a file is known by here.
    pub path: String,
    /// What inspection found, once it has.
    pub report: Option<PayloadReport>,
}

impl DraftRow {
    /// The payload, when it is one.
    pub fn payload(&self) -> Option<&Payload> {
        self.report.as_ref()?.payload()
    }

    /// The file's name.
    pub fn name(&self) -> String {
        match &self.report {
            Some(report) => report.name.clone(),
            None => self
                .path
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or(&self.path)
                .to_owned(),
        }
    }
}

/// The review list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Its lines, in the order the files came.
    pub rows: Vec<DraftRow>,
}

impl Draft {
    /// Adds files. One that is there already is read again instead of being listed twice. Answers what to inspect.
    pub fn add(&mut self, paths: Vec<String>) -> Vec<String> {
        let mut fresh: Vec<String> = Vec::new();
        for path in paths {
            if fresh.contains(&path) {
                continue;
            }
            match self.rows.iter_mut().find(|row| row.path == path) {
                Some(row) => row.report = None,
                None => self.rows.push(DraftRow {
                    path: path.clone(),
                    report: None,
                }),
            }
            fresh.push(path);
        }
        fresh
    }

    /// Takes what inspection found, in the order that was asked. A line that was removed meanwhile stays away.
    pub fn inspected(&mut self, paths: &[String], reports: Vec<PayloadReport>) {
        for (path, report) in paths.iter().zip(reports) {
            if let Some(row) = self.rows.iter_mut().find(|row| row.path == *path) {
                row.report = Some(report);
            }
        }
        // Whatever was not answered for cannot be submitted and must not look as if it still might.
        self.forget_unread(paths);
    }

    /// Inspection failed as a whole: these lines go again.
    pub fn forget_unread(&mut self, paths: &[String]) {
        self.rows
            .retain(|row| row.report.is_some() || !paths.contains(&row.path));
    }

    /// Takes a line out.
    pub fn remove(&mut self, path: &str) {
        self.rows.retain(|row| row.path != path);
    }

    /// Whether a file is still being read.
    pub fn reading(&self) -> bool {
        self.rows.iter().any(|row| row.report.is_none())
    }

    /// The lines that can be submitted.
    pub fn ready(&self) -> impl Iterator<Item = (&DraftRow, &Payload)> {
        self.rows
            .iter()
            .filter_map(|row| Some((row, row.payload()?)))
    }

    /// What to submit, with the content that was reviewed.
    pub fn references(&self) -> Vec<PayloadRef> {
        self.ready()
            .map(|(row, payload)| PayloadRef {
                path: row.path.clone(),
                sha256: Some(payload.sha256.clone()),
            })
            .collect()
    }

    /// Bytes of all that can be submitted.
    pub fn bytes(&self) -> u64 {
        self.ready()
            .filter_map(|(row, _)| row.report.as_ref())
            .map(|report| report.size)
            .sum()
    }

    /// Whether a pickle is among them.
    pub fn has_pickle(&self) -> bool {
        self.ready()
            .any(|(_, payload)| payload.kind == PayloadKind::Pickle)
    }

    /// Payloads that import modules for which no package is asked for, with these packages.
    pub fn uncovered(&self, asked: &[String]) -> Vec<(String, Vec<String>)> {
        self.ready()
            .filter_map(|(row, payload)| {
                let missing = uncovered(payload, asked);
                (!missing.is_empty()).then(|| (row.name(), missing))
            })
            .collect()
    }
}

/// Packages for modules of one payload that neither it nor the submission asks for. A payload that installs packages
/// while it runs is trusted to know them.
pub fn uncovered(payload: &Payload, asked: &[String]) -> Vec<String> {
    if payload.own_environment {
        return Vec::new();
    }
    let known: Vec<String> = payload.packages.iter().chain(asked).cloned().collect();
    packages::missing(payload.modules.iter().map(String::as_str), &known)
}

/// `Python 3.11 · numpy, sklearn` or `Python 3 · 214 files`.
pub fn needs(payload: &Payload) -> String {
    let mut parts = Vec::new();
    match (&payload.python, payload.kind) {
        (Some(version), _) => parts.push(format!("Python {version}")),
        (None, PayloadKind::Shell) => parts.push("sh".to_owned()),
        (None, _) => parts.push("Python 3".to_owned()),
    }
    if !payload.modules.is_empty() {
        parts.push(payload.modules.join(", "));
    }
    if payload.kind == PayloadKind::Bundle {
        parts.push(t!("count-files", count = payload.files));
    }
    parts.join(" · ")
}

#[cfg(test)]
mod tests;
