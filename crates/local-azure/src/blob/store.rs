//! What the blob service remembers.
//!
//! Containers, blobs and blocks are rows of a SQLite database; their content lies in files named by ids of our own,
//! never by the names clients choose. A blob's content is a list of segments, each a whole file: Put Blob makes one,
//! Put Block List names those the blocks were received in, so that committing a large blob copies nothing.

mod blob;
mod blob_rows;
mod blobs;
mod blocks;
mod containers;
mod content;
mod etags;
mod garbage;
mod listing;
mod read;
mod receive;
mod schema;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _};

pub(super) use blob::{Blob, HttpHeaders, NewBlob, Opened};
pub(super) use blocks::Choice;
pub(super) use containers::Container;
pub(super) use listing::{Entry, Page};
pub(super) use receive::Received;

use super::error::{BlobError, Code};
use crate::Error;
use crate::database::Database;
use content::Content;
use etags::Etags;
use garbage::Readers;

/// The containers and blobs of the account. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    database: Database,
    content: Content,
    readers: Readers,
    etags: Arc<Etags>,
}

impl Store {
    /// Opens the store kept in `folder`, making it when there is none, and clears away what a crash left behind.
    pub(crate) async fn open(folder: &Path) -> Result<Self, Error> {
        let content = Content::open(folder)?;
        let path = folder.join("blob.sqlite");
        let store = Self {
            database: Database::open(&path, schema::MIGRATIONS)?,
            content,
            readers: Readers::default(),
            etags: Arc::new(Etags::default()),
        };
        store
            .clear_leftovers(time::OffsetDateTime::now_utc())
            .await
            .map_err(|_| Error::Damaged {
                path,
                reason: "its tables cannot be read".to_owned(),
            })?;
        Ok(store)
    }
}

/// Which blob: the container's name and the blob's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) container: String,
    pub(super) blob: String,
}

impl Address {
    pub(super) fn new(container: &str, blob: &str) -> Self {
        Self {
            container: container.to_owned(),
            blob: blob.to_owned(),
        }
    }
}

/// A version of a container or blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    /// The entity tag, without quotes.
    pub(super) etag: String,
    /// Seconds since 1970.
    pub(super) modified: i64,
}

/// Name-value pairs a client attached.
pub(super) type Metadata = BTreeMap<String, String>;

fn metadata_to_text(metadata: &Metadata) -> String {
    // A map of strings always serialises.
    serde_json::to_string(metadata).unwrap_or_default()
}

fn metadata_from_text(text: &str) -> Metadata {
    serde_json::from_str(text).unwrap_or_default()
}

/// The id of a container that must be there.
fn container_id(connection: &Connection, name: &str) -> Result<i64, BlobError> {
    connection
        .prepare_cached("SELECT id FROM containers WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Code::ContainerNotFound.into())
}
