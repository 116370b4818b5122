//! Results, logs and where they are.

use std::path::Path;

use longshore_model::{
    Report,
    log::{LogChunk, LogRequest},
    preview::{ExportFormat, Preview},
    result_file::{DownloadReport, ResultFile},
    task::TaskSelection,
};

use super::{Engine, told};
use crate::{error::Error, files};

impl Engine {
    /// Part of a task's output: from here once it was fetched, before that from the node, at last from storage.
    ///
    /// # Errors
    /// There is no such task, or the service cannot be reached.
    pub async fn log(&self, request: LogRequest) -> Result<LogChunk, Report> {
        self.core.log(&request).await.map_err(told)
    }

    /// Copies results of chosen tasks to `folder/<task>/…`. A file that is there with other content is
    /// left alone and named in the error.
    ///
    /// # Errors
    /// There is no such job or task, or a file cannot be written.
    pub async fn download(
        &self,
        job: &str,
        chosen: TaskSelection,
        folder: &Path,
    ) -> Result<DownloadReport, Report> {
        self.core.download(job, chosen, folder).await.map_err(told)
    }

    /// Files a task brought home.
    ///
    /// # Errors
    /// There is no such task, or its folder cannot be read.
    pub async fn result_files(&self, job: &str, task: &str) -> Result<Vec<ResultFile>, Report> {
        self.core.result_files(job, task).await.map_err(told)
    }

    /// Reads one of them without running it.
    ///
    /// # Errors
    /// There is no such file.
    pub async fn preview(&self, job: &str, task: &str, path: &str) -> Result<Preview, Report> {
        self.core.preview(job, task, path).await.map_err(told)
    }

    /// The value in one of them as text of that format, where that is exact.
    ///
    /// # Errors
    /// There is no such file, or what the format cannot carry, and where.
    pub async fn export(
        &self,
        job: &str,
        task: &str,
        path: &str,
        format: ExportFormat,
    ) -> Result<String, Report> {
        self.core
            .export(job, task, path, format)
            .await
            .map_err(told)
    }

    /// Writes a text into a file the person chose, whole or not at all.
    ///
    /// # Errors
    /// It cannot be written; what was there before is still there.
    pub async fn save_text(&self, path: &Path, text: String) -> Result<(), Report> {
        let path = path.to_owned();
        let write = move || files::write_private(&path, &text);
        let written = tokio::task::spawn_blocking(write);
        written.await.map_err(Error::from)?.map_err(told)
    }

    /// Whether a path is one of this installation's own files.
    pub async fn owns(&self, path: &Path) -> bool {
        self.core.owns(path)
    }
}
