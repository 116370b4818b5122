//! One program at a time works at a job. Window and command line share a history; the one that comes second follows
//! what the first writes there, and takes over when that one ends.

use std::{
    fs::{File, TryLockError},
    path::PathBuf,
    time::Duration,
};

use longshore_model::event::Event;

use crate::{
    engine::Core,
    error::{Error, Result},
    files,
    history::{HistoryError, Phase},
};

/// How often a follower looks at the history.
const LOOK: Duration = Duration::from_millis(500);

/// The right to work at a job, which goes with the process however it ends.
#[derive(Debug)]
pub(super) struct Owner {
    path: PathBuf,
    _lock: File,
}

impl Owner {
    /// The job has ended: nobody needs the right to it any more, and whoever waits for it sees that.
    pub(super) fn done(self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::debug!(path = %self.path.display(), %error, "a lock file stays");
        }
    }
}

/// Waits until this program may work at the job; `None` when the job has ended by then.
pub(super) async fn become_owner(core: &Core, job: &str) -> Result<Option<Owner>> {
    let folder = locks(core);
    files::make_folder(&folder)?;
    let path = folder.join(job);
    let mut told = None;
    loop {
        let owner = try_lock(path.clone()).await?;
        if owner.is_some() && told.is_none() {
            return Ok(owner);
        }
        // Also when its turn has come: the last that the other did has not been told here.
        let summary = core.history.summary(job).await?;
        let ended = summary.state.ended();
        if told.as_ref() != Some(&summary) {
            core.events.tell(Event::JobChanged {
                job: summary.clone(),
            });
            told = Some(summary);
        }
        if ended || owner.is_some() {
            return Ok(owner.filter(|_| !ended));
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Removes what programs have left that were ended between the end of a job and their own.
pub(crate) async fn remove_idle_locks(core: &Core) -> Result<()> {
    for (path, job) in lock_files(core)? {
        let has_ended = match core.history.row(&job).await {
            Ok(row) => row.phase == Phase::Ended,
            // Not of this history: it is not ours to judge.
            Err(HistoryError::Missing { .. }) => false,
            Err(error) => return Err(error.into()),
        };
        if has_ended && let Some(owner) = try_lock(path).await? {
            owner.done();
        }
    }
    Ok(())
}

fn lock_files(core: &Core) -> Result<Vec<(PathBuf, String)>> {
    let folder = locks(core);
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::file("read", &folder)(error)),
    };
    // What has gone meanwhile, or bears a name that no job has, is nothing to remove.
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Ok(names.map(|job| (folder.join(&job), job)).collect())
}

fn locks(core: &Core) -> PathBuf {
    core.home.data_dir().join("locks")
}

async fn try_lock(path: PathBuf) -> Result<Option<Owner>> {
    tokio::task::spawn_blocking(move || {
        let open = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let lock = open.map_err(Error::file("open", &path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Owner { path, _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(Error::file("lock", &path)(error)),
        }
    })
    .await?
}
