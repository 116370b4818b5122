//! Blobs as rows of the database.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::super::error::BlobError;
use super::blob::{Blob, NewBlob, Segment};
use super::{Version, garbage, metadata_to_text};

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

pub(super) fn remove(transaction: &Transaction<'_>, blob: i64) -> rusqlite::Result<()> {
    garbage::discard(transaction, blob)?;
    transaction
        .prepare_cached("DELETE FROM blobs WHERE id = ?1")?
        .execute([blob])?;
    Ok(())
}

/// Forgets a blob's uncommitted blocks and names their files, for the caller to remove after the commit.
pub(super) fn unstage(
    transaction: &Transaction<'_>,
    container: i64,
    name: &str,
) -> rusqlite::Result<Vec<String>> {
    transaction
        .prepare_cached("DELETE FROM staged WHERE container = ?1 AND name = ?2 RETURNING file")?
        .query_map((container, name), |row| row.get(0))?
        .collect()
}
