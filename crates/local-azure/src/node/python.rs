//! The Python environment tasks get without asking: a private one with cloudpickle, made at first need.

mod make;

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use longshore_batch_api::task::FailureInfo;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::failure;

/// How soon a failed installation of cloudpickle is tried again.
const AGAIN_AFTER: Duration = Duration::from_secs(60);

/// The private environment.
pub(super) struct Python {
    folder: PathBuf,
    base: Option<PathBuf>,
    /// Held while it is made, so that it is made once.
    made: Mutex<Option<Made>>,
}

/// An environment that this process has seen to work.
#[derive(Clone)]
struct Made {
    /// Why cloudpickle is missing, and when that was found out.
    lacking: Option<(String, Instant)>,
}

/// What a task gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ready {
    /// The folder that goes first on its `PATH`.
    pub(super) bin: PathBuf,
    /// What the task's user should know.
    pub(super) note: Option<String>,
}

/// What is kept beside an environment: whether it is the one wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    /// The interpreter it was made from.
    base: PathBuf,
    /// That interpreter's version when it was.
    version: String,
    has_cloudpickle: bool,
}

/// Whether a command's program is the interpreter by name.
pub(super) fn is_needed_by(program: &str) -> bool {
    matches!(program, "python3" | "python")
}

impl Python {
    /// The environment kept in `folder`, made from `base` or else from the `python3` on `PATH`.
    pub(super) fn new(folder: PathBuf, base: Option<PathBuf>) -> Self {
        Self {
            folder,
            base,
            made: Mutex::new(None),
        }
    }

    /// Where its programs are, if it has been made: for tasks that do not wait for it.
    pub(super) fn bin_if_ready(&self) -> Option<PathBuf> {
        make::read_stamp(&self.folder).map(|_| make::bin(&self.folder))
    }

    /// The environment, made now if need be.
    ///
    /// # Errors
    /// There is no Python, or it can make no environments.
    pub(super) async fn ready(&self) -> Result<Ready, FailureInfo> {
        let mut made = self.made.lock().await;
        let is_due = match &*made {
            None => true,
            Some(made) => made
                .lacking
                .as_ref()
                .is_some_and(|(_, since)| since.elapsed() > AGAIN_AFTER),
        };
        // Its interpreter may have been removed from under it since.
        if is_due || !make::interpreter(&self.folder).is_file() {
            *made = None;
            *made = Some(self.provide().await.map_err(unavailable)?);
        }
        let lacking = made.as_ref().and_then(|made| made.lacking.as_ref());
        Ok(Ready {
            bin: make::bin(&self.folder),
            note: lacking.map(|(reason, _)| {
                format!("cloudpickle could not be installed, which .pkl payloads need: {reason}")
            }),
        })
    }

    async fn provide(&self) -> Result<Made, make::Unavailable> {
        let base = make::base(self.base.as_deref())?;
        let version = make::version(&base).await?;
        let stamp = make::read_stamp(&self.folder)
            .filter(|stamp| stamp.base == base && stamp.version == version)
            .filter(|_| make::interpreter(&self.folder).is_file());
        if stamp.is_none() {
            make::environment(&base, &self.folder).await?;
        }
        if stamp.is_some_and(|stamp| stamp.has_cloudpickle) {
            return Ok(Made { lacking: None });
        }
        let lacking = make::install_cloudpickle(&self.folder).await.err();
        let stamp = Stamp {
            base,
            version,
            has_cloudpickle: lacking.is_none(),
        };
        make::write_stamp(&self.folder, &stamp)?;
        Ok(Made {
            lacking: lacking.map(|reason| (reason, Instant::now())),
        })
    }
}

fn unavailable(why: make::Unavailable) -> FailureInfo {
    failure::by_user(failure::PYTHON_UNAVAILABLE, why.to_string())
}

#[cfg(test)]
mod tests;
