//! Clients for one Azure account: identity, Batch and Blob storage.
//!
//! An [`Azure`] is made once per account and kept: it holds one credential (tokens are cached in it), one HTTP client
//! (connections are pooled in it), one [`Batch`] client and one [`Blob`] client. Cloning it is cheap and shares all of
//! that. The account may live in Azure or on this computer; nothing here knows the difference.
//!
//! What this crate never does: decide anything about payloads or jobs, keep state on disk, or let a secret or a shared
//! access signature into an error, a log line or a `Debug` text.

mod account;
pub mod batch;
pub mod blob;
mod connection;
mod credential;
mod error;
mod identity;
mod retry;
mod tls;
mod transport;
mod tuning;

pub use account::Azure;
pub use batch::{Batch, ListQuery, Pager, TaskAddOutcome, TaskAdded};
pub use blob::{
    Blob, BlobBytes, BlobEntry, BlobPager, BlobProperties, Downloaded, MAX_SAS_LIFETIME,
    OwnContainer, Progress, SasPermissions, UploadOptions, Uploaded,
};
pub use connection::Connection;
pub use credential::Credential;
pub use error::{Error, ErrorKind, Result};
pub use tuning::Tuning;

/// Whether something asked for had to be made or was there before. Both are a success: ids are chosen by the caller,
/// so what is already there is what an earlier, interrupted attempt made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It was made by this call.
    New,
    /// It was there already.
    AlreadyThere,
}
