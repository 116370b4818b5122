//! One task's files: from storage into its folder.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use longshore_azure::BlobEntry;
use longshore_model::{Code, Report, settings::Runner, task::TaskState};
use tokio_util::sync::CancellationToken;

use super::{
    Retriever, account,
    manifest::{self, Promised},
};
use crate::{
    error::{Error, Result},
    files,
    history::{Ended, Outcome},
    names,
};

/// A function's result among a task's files.
const RESULT: &str = "result.pkl";

impl Retriever<'_> {
    /// Brings a task's files home. Answers how the task went, and the bytes of its results.
    pub(super) async fn fetch(
        &self,
        task: &Ended,
        entries: &[BlobEntry],
    ) -> Result<(Outcome, u64)> {
        let folder = self
            .core
            .home
            .jobs_dir()
            .join(&self.row.job.id)
            .join(&task.id);
        files::make_folder(&folder)?;
        let prefix = names::task_folder(&task.id).len();
        let by_image = self.row.job.how.runner == Runner::Image;
        let image_result = names::image_result(&task.id);
        let named: Vec<(&str, &BlobEntry)> = entries
            .iter()
            .filter_map(|entry| {
                let name = match by_image && entry.name.eq_ignore_ascii_case(&image_result) {
                    true => RESULT,
                    false => entry.name.get(prefix..)?,
                };
                Some((name, entry))
            })
            .collect();
        let entry_of: HashMap<&str, &BlobEntry> = named.iter().copied().collect();
        let manifest = entry_of.get(manifest::NAME);
        let promised = match manifest {
            Some(entry) => {
                manifest::read(self.azure.blob(), &self.row.job.id, &entry.name, entry.size).await?
            }
            // An image's own runner writes none: its result is judged by its size, and by the service's own checksum of it.
            None if by_image => {
                let there = named.iter().any(|(name, _)| *name == RESULT);
                if task.outcome.state == TaskState::Succeeded && !there {
                    return Err(no_result(&image_result));
                }
                Promised::new()
            }
            // The runner leaves one whatever happens to the payload; a task that was killed may have none.
            None if task.outcome.state == TaskState::Succeeded => {
                return Err(incomplete(manifest::NAME));
            }
            None => Promised::new(),
        };
        if let Some(missing) = promised
            .keys()
            .find(|path| !entry_of.contains_key(path.as_str()))
        {
            return Err(incomplete(missing));
        }
        let mut bytes = 0;
        let mut taken = HashSet::new();
        for (name, entry) in named {
            // An account of a failure that the last try does not name is an earlier try's: storage keeps it.
            let stale = name == account::NAME && manifest.is_some() && !promised.contains_key(name);
            if name == manifest::NAME || stale {
                continue;
            }
            let Some(path) = names::local_path(name, cfg!(windows)) else {
                tracing::warn!(
                    job = self.row.job.id,
                    task = task.id,
                    name,
                    "a result with an unusable name is left in storage"
                );
                continue;
            };
            let path = unused(path, &mut taken);
            self.file(&folder.join(path), entry, promised.get(name))
                .await?;
            if name != "stdout.txt" && name != "stderr.txt" {
                bytes += entry.size;
            }
        }
        let mut outcome = task.outcome.clone();
        if let Some(failure) = outcome.failure.take() {
            outcome.failure = Some(match account::read(&folder) {
                Some(file) if file.is_of(task.exit_code) => account::explained(failure, file),
                _ => failure,
            });
        }
        Ok((outcome, bytes))
    }

    async fn file(
        &self,
        path: &Path,
        entry: &BlobEntry,
        promised: Option<&(u64, [u8; 32])>,
    ) -> Result<()> {
        if let Some((size, _)) = promised
            && *size != entry.size
        {
            return Err(differs(&entry.name));
        }
        if let Some(folder) = path.parent() {
            files::make_folder(folder)?;
        }
        if entry.size == 0 {
            // There is nothing to ask for: an empty log, most often.
            return tokio::fs::write(path, b"")
                .await
                .map_err(Error::file("write", path));
        }
        if is_here(path, promised).await? {
            return Ok(());
        }
        let part = part_of(path);
        let never = CancellationToken::new();
        let blob = self.azure.blob();
        let got = blob
            .download_file(
                &self.row.job.id,
                &entry.name,
                &part,
                Some(entry.size),
                Arc::new(|_| {}),
                never,
            )
            .await;
        let got = match got.map_err(here_or_there) {
            Ok(got) => got,
            Err(error) => {
                // It is fetched anew, and where the disk is full half of it is in the way.
                let _ = tokio::fs::remove_file(&part).await;
                return Err(error);
            }
        };
        if promised.is_some_and(|(_, hash)| *hash != got.sha256) {
            return Err(differs(&entry.name));
        }
        tokio::fs::rename(&part, path)
            .await
            .map_err(Error::file("write", path))
    }
}

/// A failed download is a matter of this computer when the file is at fault.
fn here_or_there(error: longshore_azure::Error) -> Error {
    use longshore_azure::ErrorKind;
    match error.kind() {
        ErrorKind::Io { path, error } => Error::File {
            doing: "write",
            path: path.clone(),
            source: match error.raw_os_error() {
                Some(code) => std::io::Error::from_raw_os_error(code),
                None => std::io::Error::new(error.kind(), error.to_string()),
            },
        },
        _ => Error::Azure(error),
    }
}

/// Whether an earlier, interrupted retrieval has brought the file already.
async fn is_here(path: &Path, promised: Option<&(u64, [u8; 32])>) -> Result<bool> {
    let Some((size, hash)) = promised else {
        return Ok(false);
    };
    if std::fs::metadata(path).map(|metadata| metadata.len()).ok() != Some(*size) {
        return Ok(false);
    }
    let here = path.to_owned();
    let (here, _) = tokio::task::spawn_blocking(move || files::hash(&here)).await??;
    Ok(here == names::hex(hash))
}

/// A path of its own where the file system does not tell upper from lower case.
fn unused(path: PathBuf, taken: &mut HashSet<String>) -> PathBuf {
    let key = |path: &Path| path.to_string_lossy().to_lowercase();
    let mut free = path.clone();
    let mut number = 2;
    while !taken.insert(key(&free)) {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!("~{number}"));
        free = path.with_file_name(name);
        number += 1;
    }
    free
}

pub(crate) fn part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn incomplete(path: &str) -> Error {
    Error::Told(Report::new(
        Code::Verification,
        format!("{path} was promised and did not arrive."),
        "Run the task again.",
    ))
}

fn no_result(blob: &str) -> Error {
    Error::Told(Report::new(
        Code::Verification,
        format!("The image's runner left no result: there is no blob {blob}."),
        "Its output tells more. The image must follow Covalent's contract, and the pool's identity needs the role Storage \
         Blob Data Contributor.",
    ))
}

fn differs(name: &str) -> Error {
    Error::Told(Report::new(
        Code::Verification,
        format!("{name} is not what the task wrote."),
        "Run the task again.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_differ_in_case_only_are_all_kept() {
        let mut taken = HashSet::new();
        let paths = ["outputs/A.txt", "outputs/a.txt", "outputs/a.TXT"];
        let kept: Vec<_> = paths
            .into_iter()
            .map(|path| unused(path.into(), &mut taken))
            .collect();
        assert_eq!(
            kept,
            ["outputs/A.txt", "outputs/a.txt~2", "outputs/a.TXT~3"].map(PathBuf::from)
        );
    }
}
