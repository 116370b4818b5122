//! Payloads before they are submitted.

use std::path::PathBuf;

use futures::{StreamExt, stream};
use longshore_model::{
    Code, Report,
    payload::{Outcome, PayloadReport},
};

use super::{Engine, told};
use crate::{files, inspect, sample};

/// Files inspected at once.
const PARALLEL: usize = 4;

impl Engine {
    /// Reads files without running them, in the order given. Never fails as a whole.
    pub async fn inspect(&self, paths: &[PathBuf]) -> Vec<PayloadReport> {
        stream::iter(paths.to_vec())
            .map(inspect_one)
            .buffered(PARALLEL)
            .collect()
            .await
    }

    /// The folder for payloads that a program makes to submit them at once: nobody else may read it, and what lies there is
    /// removed with the last job that names it.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn payloads_folder(&self) -> Result<PathBuf, Report> {
        let folder = self.core.home.payloads_dir();
        files::make_folder(&folder).map_err(told)?;
        Ok(folder)
    }

    /// Writes the sample payload and reads it like any other.
    ///
    /// # Errors
    /// The cache folder cannot be written.
    pub async fn sample(&self) -> Result<PayloadReport, Report> {
        let path = sample::write(&self.core.home).map_err(told)?;
        Ok(inspect_one(path).await)
    }
}

async fn inspect_one(path: PathBuf) -> PayloadReport {
    let file = path.clone();
    let report = tokio::task::spawn_blocking(move || inspect::inspect_path(&file)).await;
    report.unwrap_or_else(|error| PayloadReport {
        path: path.to_string_lossy().into_owned(),
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        size: 0,
        outcome: Outcome::Refused(Report::new(
            Code::Internal,
            format!("The file could not be inspected: {error}."),
            "Please report it, with the file if you may.",
        )),
    })
}
