//! What can go wrong inside the engine, and how it is told at its border.

mod told;

pub(crate) use told::of_request;

use std::{io, path::PathBuf, time::Duration};

use longshore_model::{Code, Report};

use crate::history::HistoryError;

/// What can go wrong inside the engine.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// An account's service.
    #[error(transparent)]
    Azure(#[from] longshore_azure::Error),
    /// The history.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A file on this computer.
    #[error("could not {doing} {}: {source}", path.display())]
    File {
        /// A verb: `read`, `write`.
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// A rule of ours, already in the words for people.
    #[error("{}", .0.title)]
    Told(#[from] Report),
    /// A thread that did some work ended.
    #[error("a worker ended: {0}")]
    Worker(#[from] tokio::task::JoinError),
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// For `map_err` on what was done to a file.
    pub(crate) fn file(
        doing: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File {
            doing,
            path,
            source,
        }
    }

    /// Whether the same may succeed later although nobody does anything about it.
    pub(crate) fn retryable(&self) -> bool {
        match self {
            Self::Azure(error) => error.retryable(),
            Self::Told(report) => report.retryable,
            _ => false,
        }
    }

    /// Whether something answered that is not the service.
    pub(crate) fn is_garbled(&self) -> bool {
        use longshore_azure::ErrorKind;
        matches!(self, Self::Azure(error) if matches!(error.kind(), ErrorKind::Garbled { .. }))
    }

    /// How long the service asks to be left alone.
    pub(crate) fn retry_after(&self) -> Duration {
        match self {
            Self::Azure(error) => error.retry_after().unwrap_or_default(),
            _ => Duration::ZERO,
        }
    }

    /// Whether no repetition and no change of account will make it succeed: the job itself is what is refused.
    pub(crate) fn is_final(&self) -> bool {
        use longshore_azure::ErrorKind;
        use longshore_batch_api::codes;
        match self {
            Self::Azure(error) => match error.kind() {
                ErrorKind::NotFound { .. } | ErrorKind::Verification { .. } => true,
                ErrorKind::Conflict { code, .. } => {
                    code != codes::ACTIVE_JOB_QUOTA && code != "ContainerBeingDeleted"
                }
                // 407 is a proxy's: it says nothing of the job.
                ErrorKind::Service { status, .. } => (400..500).contains(status) && *status != 407,
                _ => false,
            },
            Self::Told(report) => matches!(
                report.code,
                Code::BadInput | Code::Conflict | Code::NotFound
            ),
            _ => false,
        }
    }
}

/// A 404 of the services.
pub(crate) fn is_gone(error: &longshore_azure::Error) -> bool {
    error.is_not_found()
}
