//! Results on this computer: `jobs/<job>/<task>/…` below the data folder, and copies where people want them.

mod copy;

use std::path::{Path, PathBuf};

use longshore_model::{
    Code, Report,
    preview::{ExportFormat, Preview},
    result_file::{DownloadReport, ResultFile},
    task::{TaskSelection, TaskState},
};

use crate::{
    engine::Core,
    error::{Error, Result},
    preview,
};

impl Core {
    /// Where a job's results are kept.
    pub(crate) fn job_folder(&self, job: &str) -> PathBuf {
        self.home.jobs_dir().join(job)
    }

    /// The files a task brought home.
    pub(crate) async fn result_files(&self, job: &str, task: &str) -> Result<Vec<ResultFile>> {
        let task = self.history.task(job, task).await?;
        let folder = self.job_folder(job).join(&task.id);
        if !task.state.ended() {
            return Ok(Vec::new());
        }
        tokio::task::spawn_blocking(move || {
            let mut found = Vec::new();
            walk(&folder, &mut |path, size| {
                found.push(ResultFile {
                    path: relative(&folder, path),
                    size,
                    local_path: path.to_string_lossy().into_owned(),
                });
                Ok(())
            })?;
            Ok(found)
        })
        .await?
    }

    /// Reads one of a task's files without running it.
    pub(crate) async fn preview(&self, job: &str, task: &str, path: &str) -> Result<Preview> {
        let file = self.result_file(job, task, path).await?;
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        Ok(tokio::task::spawn_blocking(move || {
            preview::preview_file(Path::new(&file.local_path), &name)
        })
        .await?)
    }

    /// The value in one of a task's files as JSON or CSV.
    pub(crate) async fn export(
        &self,
        job: &str,
        task: &str,
        path: &str,
        format: ExportFormat,
    ) -> Result<String> {
        let file = self.result_file(job, task, path).await?;
        let export = move || preview::export_file(Path::new(&file.local_path), format);
        Ok(tokio::task::spawn_blocking(export).await??)
    }

    async fn result_file(&self, job: &str, task: &str, path: &str) -> Result<ResultFile> {
        let files = self.result_files(job, task).await?;
        files
            .into_iter()
            .find(|file| file.path == path)
            .ok_or_else(|| {
                Error::Told(Report::new(
                    Code::NotFound,
                    format!("Task {task} has no file {path}."),
                    "See the list of its results.",
                ))
            })
    }

    /// Copies results of chosen tasks into `folder/<task>/`.
    pub(crate) async fn download(
        &self,
        job: &str,
        chosen: TaskSelection,
        folder: &Path,
    ) -> Result<DownloadReport> {
        let folder = std::path::absolute(folder).map_err(Error::file("find", folder))?;
        let mut report = DownloadReport {
            folder: folder.to_string_lossy().into_owned(),
            ..DownloadReport::default()
        };
        for task in self.history.chosen_tasks(job, chosen).await? {
            self.download_one(job, &task.id, task.state, &folder, &mut report)
                .await?;
        }
        Ok(report)
    }

    async fn download_one(
        &self,
        job: &str,
        task: &str,
        state: TaskState,
        folder: &Path,
        report: &mut DownloadReport,
    ) -> Result<()> {
        if !state.ended() {
            report
                .left_out
                .push((task.to_owned(), format!("{}.", state.label())));
            return Ok(());
        }
        let from = self.job_folder(job).join(task);
        if !from.is_dir() {
            report
                .left_out
                .push((task.to_owned(), "It left nothing.".into()));
            return Ok(());
        }
        let to = folder.join(task);
        let copied = tokio::task::spawn_blocking(move || copy::folder(&from, &to)).await??;
        report.files += copied.files;
        report.bytes += copied.bytes;
        report.unchanged += copied.unchanged;
        Ok(())
    }

    /// Whether a path is one of ours: below a folder of this installation.
    pub(crate) fn owns(&self, path: &Path) -> bool {
        let Ok(path) = path.canonicalize() else {
            return false;
        };
        [self.home.data_dir(), self.home.cache_dir()]
            .into_iter()
            .filter_map(|root| root.canonicalize().ok())
            .any(|root| path.starts_with(root))
    }
}

/// Every file below a folder, by name; those that are still on their way left out. Links are not followed.
fn walk(folder: &Path, each: &mut dyn FnMut(&Path, u64) -> Result<()>) -> Result<()> {
    let mut entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries
            .collect::<std::io::Result<Vec<_>>>()
            .map_err(Error::file("read", folder))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::file("read", folder)(error)),
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let metadata = entry.metadata().map_err(Error::file("read", &path))?;
        if metadata.is_dir() {
            walk(&path, each)?;
        } else if metadata.is_file() && path.extension().is_none_or(|extension| extension != "part")
        {
            each(&path, metadata.len())?;
        }
    }
    Ok(())
}

/// The path below a folder, with `/`.
fn relative(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}
