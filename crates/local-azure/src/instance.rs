//! One service for each data directory, found by whoever comes later.
//!
//! The serving process holds an exclusive lock on `service.lock` and leaves `endpoint.json` beside it. The lock
//! goes with the process however it ends, so a leftover endpoint file never points a client at a dead port.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Endpoint, Error, files};

const LOCK: &str = "service.lock";
const ENDPOINT: &str = "endpoint.json";

/// How often, and how long apart, a starter tries for the lock: [`find`] takes it for an instant.
const TRIES: u32 = 10;
const BETWEEN_TRIES: Duration = Duration::from_millis(30);

/// The running service of `data_dir`, if there is one and it has come up.
///
/// # Errors
/// The files cannot be read, or the endpoint file is not ours.
pub fn find(data_dir: &Path) -> Result<Option<Endpoint>, Error> {
    let lock_path = data_dir.join(LOCK);
    let lock = match File::open(&lock_path) {
        Ok(lock) => lock,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::file(&lock_path)(error)),
    };
    match lock.try_lock_shared() {
        Ok(()) => return Ok(None),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(Error::file(&lock_path)(error)),
    }
    let path = data_dir.join(ENDPOINT);
    let Some(content) = files::read_if_present(&path)? else {
        return Ok(None);
    };
    serde_json::from_slice(&content)
        .map(Some)
        .map_err(|error| Error::Damaged {
            path,
            reason: error.to_string(),
        })
}

/// The right to serve a data directory, held as long as this lives.
#[derive(Debug)]
pub(crate) struct Instance {
    data_dir: PathBuf,
    _lock: File,
}

impl Instance {
    /// Takes the directory, which must exist, for this process.
    pub(crate) async fn claim(data_dir: &Path) -> Result<Self, Error> {
        let path = data_dir.join(LOCK);
        let lock = files::private_options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::file(&path))?;
        for attempt in 1..=TRIES {
            match lock.try_lock() {
                Ok(()) => {
                    let instance = Self {
                        data_dir: data_dir.to_owned(),
                        _lock: lock,
                    };
                    instance.withdraw();
                    return Ok(instance);
                }
                Err(TryLockError::WouldBlock) if attempt < TRIES => {
                    tokio::time::sleep(BETWEEN_TRIES).await
                }
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(Error::file(&path)(error)),
            }
        }
        Err(Error::AlreadyRunning {
            data_dir: data_dir.to_owned(),
        })
    }

    /// Tells later comers how to reach this process.
    pub(crate) fn announce(&self, endpoint: &Endpoint) -> Result<(), Error> {
        let path = self.data_dir.join(ENDPOINT);
        let content = serde_json::to_vec_pretty(endpoint).map_err(|error| Error::File {
            path: path.clone(),
            source: error.into(),
        })?;
        files::write_private(&path, &content)
    }

    /// Takes the announcement back: before the port closes, and when an earlier process could not.
    pub(crate) fn withdraw(&self) {
        // Absent is what is wanted; anything else is harmless, since nobody believes the file without the lock.
        let _ = std::fs::remove_file(self.data_dir.join(ENDPOINT));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::keys::Keys;

    fn endpoint() -> Endpoint {
        Endpoint::new(
            &Keys::generate().unwrap(),
            "https://127.0.0.1:1",
            "ca.pem".into(),
        )
    }

    #[tokio::test]
    async fn a_directory_is_served_once_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let first = Instance::claim(dir.path()).await.unwrap();
        let refused = Instance::claim(dir.path()).await.unwrap_err();
        assert!(
            matches!(refused, Error::AlreadyRunning { .. }),
            "{refused:?}"
        );
        drop(first);
        Instance::claim(dir.path()).await.unwrap();
    }

    #[tokio::test]
    async fn an_endpoint_is_found_only_while_its_process_holds_the_lock() {
        let dir = tempfile::tempdir().unwrap();
        assert!(find(dir.path()).unwrap().is_none());
        let instance = Instance::claim(dir.path()).await.unwrap();
        assert!(find(dir.path()).unwrap().is_none());
        instance.announce(&endpoint()).unwrap();
        assert_eq!(
            find(dir.path()).unwrap().unwrap().authority,
            "https://127.0.0.1:1"
        );
        drop(instance);
        assert!(find(dir.path()).unwrap().is_none());
    }
}
