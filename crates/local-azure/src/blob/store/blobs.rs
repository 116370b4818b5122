//! Blobs.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use time::OffsetDateTime;

use super::super::conditions::{Conditions, Current};
use super::super::error::{BlobError, Code};
use super::garbage::{self, Lease};
use super::{
    Address, Metadata, Received, Store, Version, container_id, metadata_from_text, metadata_to_text,
};

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

impl Store {
    pub(in crate::blob) async fn blob(&self, at: &Address) -> Result<Blob, BlobError> {
        let at = at.clone();
        self.database
            .call(move |connection| {
                let container = container_id(connection, &at.container)?;
                find(connection, container, &at.blob)?.ok_or_else(|| Code::BlobNotFound.into())
            })
            .await
    }

    /// A blob and its content.
    pub(in crate::blob) async fn open_blob(&self, at: &Address) -> Result<Opened, BlobError> {
        let (at, store) = (at.clone(), self.clone());
        self.database
            .call(move |connection| {
                let container = container_id(connection, &at.container)?;
                let blob = find(connection, container, &at.blob)?.ok_or(Code::BlobNotFound)?;
                let segments = segments(connection, blob.id)?;
                let lease = store.readers.enter(&store, blob.id);
                Ok(Opened {
                    blob,
                    segments,
                    lease,
                })
            })
            .await
    }

    /// Checks that a write would be allowed now, before its content is received. It is checked again at the end.
    pub(in crate::blob) async fn check_write(
        &self,
        at: &Address,
        new: &NewBlob,
    ) -> Result<(), BlobError> {
        let (at, new) = (at.clone(), new.clone());
        self.database
            .call(move |connection| {
                let container = container_id(connection, &at.container)?;
                new.check(find(connection, container, &at.blob)?.as_ref())
            })
            .await
    }

    /// Makes `received` the content of a blob, in place of what was there.
    pub(in crate::blob) async fn put(
        &self,
        at: &Address,
        new: NewBlob,
        received: Received,
    ) -> Result<Version, BlobError> {
        let (at, version) = (at.clone(), self.versions.next(new.now));
        let segment = Segment {
            block: None,
            file: received.name().to_owned(),
            length: received.length,
        };
        let (version, unused) = self
            .database
            .call(move |connection| {
                let transaction = connection.transaction()?;
                let container = container_id(&transaction, &at.container)?;
                replace(
                    &transaction,
                    container,
                    &at.blob,
                    &new,
                    &version,
                    &[segment],
                )?;
                let unused = unstage(&transaction, container, &at.blob)?;
                transaction.commit()?;
                Ok::<_, BlobError>((version, unused))
            })
            .await?;
        received.keep();
        self.remove(unused).await?;
        self.sweep_later();
        Ok(version)
    }

    /// Changes a blob's metadata or headers; its content stays.
    pub(in crate::blob) async fn update_blob(
        &self,
        at: &Address,
        conditions: Conditions,
        now: OffsetDateTime,
        change: impl FnOnce(&mut Blob) + Send + 'static,
    ) -> Result<Version, BlobError> {
        let (at, version) = (at.clone(), self.versions.next(now));
        self.database
            .call(move |connection| {
                let transaction = connection.transaction()?;
                let container = container_id(&transaction, &at.container)?;
                let mut blob = find(&transaction, container, &at.blob)?.ok_or(Code::BlobNotFound)?;
                conditions.check_write(Some(blob.current()))?;
                change(&mut blob);
                transaction.execute(
                    "UPDATE blobs SET etag = ?2, modified = ?3, md5 = ?4, content_type = ?5, content_encoding = ?6, \
                     content_language = ?7, content_disposition = ?8, cache_control = ?9, metadata = ?10 \
                     WHERE id = ?1",
                    params![
                        blob.id,
                        version.etag,
                        version.modified,
                        blob.http.md5,
                        blob.http.content_type,
                        blob.http.content_encoding,
                        blob.http.content_language,
                        blob.http.content_disposition,
                        blob.http.cache_control,
                        metadata_to_text(&blob.metadata),
                    ],
                )?;
                transaction.commit()?;
                Ok(version)
            })
            .await
    }

    pub(in crate::blob) async fn delete_blob(
        &self,
        at: &Address,
        conditions: Conditions,
    ) -> Result<(), BlobError> {
        let at = at.clone();
        let unused = self
            .database
            .call(move |connection| {
                let transaction = connection.transaction()?;
                let container = container_id(&transaction, &at.container)?;
                let blob = find(&transaction, container, &at.blob)?.ok_or(Code::BlobNotFound)?;
                conditions.check_write(Some(blob.current()))?;
                remove(&transaction, blob.id)?;
                let unused = unstage(&transaction, container, &at.blob)?;
                transaction.commit()?;
                Ok::<_, BlobError>(unused)
            })
            .await?;
        self.remove(unused).await?;
        self.sweep_later();
        Ok(())
    }
}

impl NewBlob {
    fn check(&self, existing: Option<&Blob>) -> Result<(), BlobError> {
        self.conditions.check_write(existing.map(Blob::current))?;
        if existing.is_some() && !self.may_overwrite {
            return Err(Code::AuthorizationPermissionMismatch.into());
        }
        Ok(())
    }
}

pub(super) fn find(
    connection: &Connection,
    container: i64,
    name: &str,
) -> Result<Option<Blob>, BlobError> {
    let sql = format!(
        "SELECT {} FROM blobs WHERE container = ?1 AND name = ?2",
        Blob::COLUMNS
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row((container, name), Blob::of_row)
        .optional()?)
}

/// The content of a blob, in order.
pub(super) fn segments(connection: &Connection, blob: i64) -> rusqlite::Result<Vec<Segment>> {
    connection
        .prepare_cached(
            "SELECT block, file, length FROM segments WHERE blob = ?1 ORDER BY position",
        )?
        .query_map([blob], |row| {
            Ok(Segment {
                block: row.get(0)?,
                file: row.get(1)?,
                length: row.get::<_, i64>(2)?.unsigned_abs(),
            })
        })?
        .collect()
}

/// Writes a blob in place of what may be there, whose conditions it checks.
pub(super) fn replace(
    transaction: &Transaction<'_>,
    container: i64,
    name: &str,
    new: &NewBlob,
    version: &Version,
    segments: &[Segment],
) -> Result<(), BlobError> {
    let existing = find(transaction, container, name)?;
    new.check(existing.as_ref())?;
    if let Some(existing) = &existing {
        remove(transaction, existing.id)?;
    }
    let created = existing.map_or(version.modified, |existing| existing.created);
    let size: u64 = segments.iter().map(|segment| segment.length).sum();
    transaction
        .prepare_cached(
            "INSERT INTO blobs (container, name, size, etag, created, modified, md5, content_type, content_encoding, \
             content_language, content_disposition, cache_control, tier, metadata) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            container,
            name,
            size.cast_signed(),
            version.etag,
            created,
            version.modified,
            new.http.md5,
            new.http.content_type,
            new.http.content_encoding,
            new.http.content_language,
            new.http.content_disposition,
            new.http.cache_control,
            new.tier,
            metadata_to_text(&new.metadata),
        ])?;
    let blob = transaction.last_insert_rowid();
    let mut insert = transaction.prepare_cached(
        "INSERT INTO segments (blob, position, block, file, length) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, segment) in (0_i64..).zip(segments) {
        insert.execute(params![
            blob,
            position,
            segment.block,
            segment.file,
            segment.length.cast_signed()
        ])?;
    }
    Ok(())
}

fn remove(transaction: &Transaction<'_>, blob: i64) -> rusqlite::Result<()> {
    garbage::discard(transaction, blob)?;
    transaction
        .prepare_cached("DELETE FROM blobs WHERE id = ?1")?
        .execute([blob])?;
    Ok(())
}

/// Forgets a blob's uncommitted blocks and names their files, for the caller to remove after the commit.
fn unstage(
    transaction: &Transaction<'_>,
    container: i64,
    name: &str,
) -> rusqlite::Result<Vec<String>> {
    transaction
        .prepare_cached("DELETE FROM staged WHERE container = ?1 AND name = ?2 RETURNING file")?
        .query_map((container, name), |row| row.get(0))?
        .collect()
}
