//! Reading, writing and deleting blobs.

use rusqlite::params;
use time::OffsetDateTime;

use super::super::conditions::Conditions;
use super::super::error::{BlobError, Code};
use super::blob::{Blob, NewBlob, Opened, Segment};
use super::blob_rows::{find, remove, replace, segments, unstage};
use super::{Address, Received, Store, Version, container_id, metadata_to_text};

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
        let (at, version) = (at.clone(), self.etags.next(new.now));
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
        let (at, version) = (at.clone(), self.etags.next(now));
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
