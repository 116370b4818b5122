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
                // Here, not when this is done: whoever waits for it may be gone by then, and it is done all the same.
                received.keep();
                Ok::<_, BlobError>((version, unused))
            })
            .await?;
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::Body;
    use futures::StreamExt as _;

    use super::super::Metadata;
    use super::super::blob::HttpHeaders;
    use super::*;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    /// A store with a container that is called `job`.
    async fn with_container() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        store
            .create_container("job", Metadata::default(), NOW)
            .await
            .unwrap();
        (folder, store)
    }

    async fn content(store: &Store, at: &Address) -> Vec<u8> {
        let opened = store.open_blob(at).await.unwrap();
        let range = 0..opened.blob.size;
        let mut pieces = std::pin::pin!(opened.read(store, range));
        let mut all = Vec::new();
        while let Some(piece) = pieces.next().await {
            all.extend(piece.unwrap());
        }
        all
    }

    /// Keeps the database busy until what this answers is dropped: what is asked of it meanwhile waits.
    async fn busy(store: &Store) -> std::sync::mpsc::Sender<()> {
        let (until, dropped) = std::sync::mpsc::channel();
        let call = store.database.call(move |_| {
            let _ = dropped.recv();
            Ok::<_, BlobError>(())
        });
        assert!(futures::poll!(std::pin::pin!(call)).is_pending());
        until
    }

    async fn received(store: &Store) -> Received {
        let mut body = Body::from("abc");
        store.receive(&mut body, 3, false).await.unwrap()
    }

    #[tokio::test]
    async fn a_client_that_goes_away_as_its_blob_is_recorded_leaves_a_whole_one() {
        let (_folder, store) = with_container().await;
        let at = Address::new("job", "a");
        let new = NewBlob {
            http: HttpHeaders::default(),
            tier: None,
            metadata: Metadata::default(),
            conditions: Conditions::default(),
            may_overwrite: true,
            now: NOW,
        };
        let received = received(&store).await;
        let until = busy(&store).await;
        {
            let putting = std::pin::pin!(store.put(&at, new, received));
            assert!(futures::poll!(putting).is_pending());
        }
        drop(until);
        while store.blob(&at).await.is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(content(&store, &at).await, b"abc");
    }

    #[tokio::test]
    async fn a_client_that_goes_away_as_its_block_is_recorded_leaves_a_whole_one() {
        let (_folder, store) = with_container().await;
        let at = Address::new("job", "a");
        let received = received(&store).await;
        let file = store.content.complete(received.name());
        let until = busy(&store).await;
        {
            let staging = std::pin::pin!(store.stage(&at, "QQ==".into(), received, NOW));
            assert!(futures::poll!(staging).is_pending());
        }
        drop(until);
        // What has the database next has it after that.
        assert!(store.blob(&at).await.is_err());
        assert!(file.exists());
    }
}
