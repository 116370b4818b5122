//! What a blob is.

use rusqlite::Row;
use time::OffsetDateTime;

use super::super::conditions::{Conditions, Current};
use super::super::error::{BlobError, Code};
use super::garbage::Lease;
use super::{Metadata, Version, metadata_from_text};

/// The headers a client wants a blob to be served with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::blob) struct HttpHeaders {
    pub(in crate::blob) content_type: Option<String>,
    pub(in crate::blob) content_encoding: Option<String>,
    pub(in crate::blob) content_language: Option<String>,
    pub(in crate::blob) content_disposition: Option<String>,
    pub(in crate::blob) cache_control: Option<String>,
    /// The hash of the whole content, as the client says or as it was found to be.
    pub(in crate::blob) md5: Option<[u8; 16]>,
}

/// A blob, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::blob) struct Blob {
    pub(super) id: i64,
    pub(in crate::blob) name: String,
    pub(in crate::blob) size: u64,
    pub(in crate::blob) version: Version,
    /// Seconds since 1970.
    pub(in crate::blob) created: i64,
    pub(in crate::blob) http: HttpHeaders,
    pub(in crate::blob) tier: Option<String>,
    pub(in crate::blob) metadata: Metadata,
}

impl Blob {
    pub(super) const COLUMNS: &'static str = "id, name, size, etag, created, modified, md5, content_type, \
        content_encoding, content_language, content_disposition, cache_control, tier, metadata";

    pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            size: row.get::<_, i64>(2)?.unsigned_abs(),
            version: Version {
                etag: row.get(3)?,
                modified: row.get(5)?,
            },
            created: row.get(4)?,
            http: HttpHeaders {
                md5: row.get(6)?,
                content_type: row.get(7)?,
                content_encoding: row.get(8)?,
                content_language: row.get(9)?,
                content_disposition: row.get(10)?,
                cache_control: row.get(11)?,
            },
            tier: row.get(12)?,
            metadata: metadata_from_text(&row.get::<_, String>(13)?),
        })
    }

    pub(in crate::blob) fn current(&self) -> Current<'_> {
        Current {
            etag: &self.version.etag,
            modified: self.version.modified,
        }
    }
}

/// What a write makes of a blob, apart from its content.
#[derive(Debug, Clone)]
pub(in crate::blob) struct NewBlob {
    pub(in crate::blob) http: HttpHeaders,
    pub(in crate::blob) tier: Option<String>,
    pub(in crate::blob) metadata: Metadata,
    pub(in crate::blob) conditions: Conditions,
    /// Whether the client may replace a blob that is there.
    pub(in crate::blob) may_overwrite: bool,
    pub(in crate::blob) now: OffsetDateTime,
}

/// A file that is, or becomes, part of a blob.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) block: Option<String>,
    pub(super) file: String,
    pub(super) length: u64,
}

/// A blob whose content can be read for as long as `lease` lives.
#[derive(Debug)]
pub(in crate::blob) struct Opened {
    pub(in crate::blob) blob: Blob,
    pub(super) segments: Vec<Segment>,
    pub(super) lease: Lease,
}

impl NewBlob {
    pub(super) fn check(&self, existing: Option<&Blob>) -> Result<(), BlobError> {
        self.conditions.check_write(existing.map(Blob::current))?;
        if existing.is_some() && !self.may_overwrite {
            return Err(Code::AuthorizationPermissionMismatch.into());
        }
        Ok(())
    }
}
