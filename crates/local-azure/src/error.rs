//! Why the service could not start.

use std::io;
use std::path::{Path, PathBuf};

/// Why [`Service::start`](crate::Service::start) failed. Once it runs, failures go to the client that caused them.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another process serves this data directory. [`instance::find`](crate::instance::find) tells how to reach it.
    #[error("the local service is already running for {}", .data_dir.display())]
    AlreadyRunning {
        /// The directory both want to serve.
        data_dir: PathBuf,
    },
    /// Another program listens on the port asked for.
    #[error(
        "port {port} on 127.0.0.1 is taken by another program: choose another port, or 0 for any free one"
    )]
    PortTaken {
        /// The port asked for.
        port: u16,
    },
    /// The port cannot be listened on for another reason, such as a privileged number.
    #[error("cannot listen on port {port} of 127.0.0.1")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder below the data directory cannot be read or written.
    #[error("cannot use {}", .path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of ours does not hold what was written to it.
    #[error("{} is damaged ({reason}): move it away to have a new one made", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A database below the data directory cannot be opened.
    #[error("cannot open the database {}", .path.display())]
    Database {
        /// The database file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The TLS certificate could not be made or loaded.
    #[error("cannot make the TLS certificate of the local service")]
    Certificate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The system has no random numbers to give.
    #[error("the system's random number generator failed")]
    Random,
}

impl Error {
    /// Turns an I/O error into [`Error::File`], naming the path it is about.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self::File {
            path: path.to_owned(),
            source,
        }
    }

    /// Turns any error of the certificate library into [`Error::Certificate`].
    pub(crate) fn certificate(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Certificate(Box::new(source))
    }
}
