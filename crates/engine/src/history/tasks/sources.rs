//! Where the payloads of tasks came from.

use std::path::PathBuf;

use crate::history::{History, Result, rows::path_from};

impl History {
    /// The paths below `folder` that tasks of this job were submitted from, and those of no other job.
    pub(crate) async fn own_sources(&self, job: &str, folder: PathBuf) -> Result<Vec<PathBuf>> {
        let job = job.to_owned();
        self.read(move |connection| {
            let of_job = "SELECT source FROM tasks WHERE job = (SELECT seq FROM jobs WHERE id = ?1)";
            let paths = |sql: &str| -> rusqlite::Result<Vec<PathBuf>> {
                connection
                    .prepare_cached(sql)?
                    .query_map([&job], |row| Ok(path_from(row.get("source")?)))?
                    .filter(|path| path.as_ref().map_or(true, |path| path.starts_with(&folder)))
                    .collect()
            };
            // Most jobs have none there: then all the others need not be gone through.
            if paths(of_job)?.is_empty() {
                return Ok(Vec::new());
            }
            paths(&format!(
                "{of_job} EXCEPT SELECT source FROM tasks WHERE job <> (SELECT seq FROM jobs WHERE id = ?1)"
            ))
        })
        .await
    }
}
