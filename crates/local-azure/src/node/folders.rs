//! Where things are on the node: the layout of Azure's own nodes.

use std::{io, path::PathBuf};

/// The node's folders, below its root.
#[derive(Debug, Clone)]
pub(super) struct Folders {
    pub(super) root: PathBuf,
}

impl Folders {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// What all tasks share.
    pub(super) fn shared(&self) -> PathBuf {
        self.root.join("shared")
    }

    /// A task's folder. Ids have no characters that mean anything to a file system.
    pub(super) fn task(&self, job: &str, task: &str) -> PathBuf {
        self.job(job).join("job-1").join(task)
    }

    /// A task's working directory.
    pub(super) fn work(&self, job: &str, task: &str) -> PathBuf {
        self.task(job, task).join("wd")
    }

    pub(super) async fn remove_job(&self, job: &str) -> io::Result<()> {
        remove(self.job(job)).await
    }

    pub(super) async fn remove_task(&self, job: &str, task: &str) -> io::Result<()> {
        remove(self.task(job, task)).await
    }

    /// Removes what a task worked with; its output stays.
    pub(super) async fn remove_work(&self, job: &str, task: &str) -> io::Result<()> {
        remove(self.work(job, task)).await
    }

    fn job(&self, job: &str) -> PathBuf {
        self.root.join("workitems").join(job)
    }
}

/// Removes a folder; one that is not there is fine.
async fn remove(folder: PathBuf) -> io::Result<()> {
    match tokio::fs::remove_dir_all(folder).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
