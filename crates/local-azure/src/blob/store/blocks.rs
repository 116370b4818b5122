//! Blocks: content that is received in pieces and then committed as a list.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Transaction};
use time::OffsetDateTime;

use super::super::error::{BlobError, Code};
use super::blob::{Blob, NewBlob, Segment};
use super::blob_rows;
use super::{Address, Received, Store, Version, container_id};

/// Where a block list takes a block from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::blob) enum Choice {
    /// The blob as it is.
    Committed(String),
    /// What was received since.
    Uncommitted(String),
    /// What was received since, or else the blob as it is.
    Latest(String),
}

/// A block, committed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::blob) struct Block {
    pub(in crate::blob) id: String,
    /// In bytes.
    pub(in crate::blob) size: u64,
}

impl Block {
    /// The block a segment is; the one segment of a Put Blob is none.
    fn of(segment: Segment) -> Option<Self> {
        Some(Self {
            id: segment.block?,
            size: segment.length,
        })
    }
}

impl Store {
    /// Whether a container is there to receive blocks.
    pub(in crate::blob) async fn check_container(&self, at: &Address) -> Result<(), BlobError> {
        let name = at.container.clone();
        self.database
            .call(move |connection| container_id(connection, &name).map(drop))
            .await
    }

    /// Remembers a block, in place of one of the same id.
    pub(in crate::blob) async fn stage(
        &self,
        at: &Address,
        block: String,
        received: Received,
        now: OffsetDateTime,
    ) -> Result<(), BlobError> {
        let (at, file, length) = (at.clone(), received.name().to_owned(), received.length);
        let replaced = self
            .database
            .call(move |connection| {
                let transaction = connection.transaction()?;
                let container = container_id(&transaction, &at.container)?;
                check_id_length(&transaction, container, &at.blob, &block)?;
                let replaced: Vec<String> = transaction
                    .prepare_cached(
                        "DELETE FROM staged WHERE container = ?1 AND name = ?2 AND block = ?3 RETURNING file",
                    )?
                    .query_map((container, &at.blob, &block), |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?;
                transaction
                    .prepare_cached(
                        "INSERT INTO staged (container, name, block, file, length, received) \
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute((container, &at.blob, &block, &file, length.cast_signed(), now.unix_timestamp()))?;
                transaction.commit()?;
                // As with a whole blob: whoever waits for this may be gone when it is done.
                received.keep();
                Ok::<_, BlobError>(replaced)
            })
            .await?;
        self.remove(replaced).await
    }

    /// Makes the chosen blocks the content of a blob, and forgets the others that were received for it.
    pub(in crate::blob) async fn commit_blocks(
        &self,
        at: &Address,
        new: NewBlob,
        choices: Vec<Choice>,
    ) -> Result<Version, BlobError> {
        let (at, version) = (at.clone(), self.etags.next(new.now));
        let (version, unused) = self
            .database
            .call(move |connection| {
                let transaction = connection.transaction()?;
                let container = container_id(&transaction, &at.container)?;
                let staged = take_staged(&transaction, container, &at.blob)?;
                let committed = match blob_rows::find(&transaction, container, &at.blob)? {
                    Some(blob) => blob_rows::segments(&transaction, blob.id)?,
                    None => Vec::new(),
                };
                let segments = choose(choices, &staged, &committed)?;
                blob_rows::replace(&transaction, container, &at.blob, &new, &version, &segments)?;
                transaction.commit()?;
                let used: HashSet<String> =
                    segments.into_iter().map(|segment| segment.file).collect();
                let unused = staged
                    .into_iter()
                    .map(|segment| segment.file)
                    .filter(|file| !used.contains(file))
                    .collect();
                Ok::<_, BlobError>((version, unused))
            })
            .await?;
        self.remove(unused).await?;
        self.sweep_later();
        Ok(version)
    }

    /// A blob, its blocks, and those received for it, which alone make a blob to be found.
    pub(in crate::blob) async fn blocks(
        &self,
        at: &Address,
    ) -> Result<(Option<Blob>, Vec<Block>, Vec<Block>), BlobError> {
        let at = at.clone();
        self.database
            .call(move |connection| {
                let container = container_id(connection, &at.container)?;
                let blob = blob_rows::find(connection, container, &at.blob)?;
                let staged = staged(connection, container, &at.blob)?;
                let committed = match &blob {
                    Some(blob) => blob_rows::segments(connection, blob.id)?,
                    None if staged.is_empty() => return Err(Code::BlobNotFound.into()),
                    None => Vec::new(),
                };
                let blocks =
                    |segments: Vec<Segment>| segments.into_iter().filter_map(Block::of).collect();
                Ok((blob, blocks(committed), blocks(staged)))
            })
            .await
    }
}

/// All block ids of a blob have one length.
fn check_id_length(
    connection: &Connection,
    container: i64,
    name: &str,
    block: &str,
) -> Result<(), BlobError> {
    let differs: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM staged WHERE container = ?1 AND name = ?2 AND length(block) <> length(?3))",
        )?
        .query_row((container, name, block), |row| row.get(0))?;
    if differs {
        return Err(BlobError::from(Code::InvalidBlobOrBlock)
            .because("the block ids of a blob must have one length"));
    }
    Ok(())
}

fn staged(connection: &Connection, container: i64, name: &str) -> rusqlite::Result<Vec<Segment>> {
    connection
        .prepare_cached("SELECT block, file, length FROM staged WHERE container = ?1 AND name = ?2 ORDER BY block")?
        .query_map((container, name), |row| {
            Ok(Segment {
                block: row.get(0)?,
                file: row.get(1)?,
                length: row.get::<_, i64>(2)?.unsigned_abs(),
            })
        })?
        .collect()
}

fn take_staged(
    transaction: &Transaction<'_>,
    container: i64,
    name: &str,
) -> rusqlite::Result<Vec<Segment>> {
    let staged = staged(transaction, container, name)?;
    transaction
        .prepare_cached("DELETE FROM staged WHERE container = ?1 AND name = ?2")?
        .execute((container, name))?;
    Ok(staged)
}

/// The segments a block list names. One that names a block that is not there names none at all.
fn choose(
    choices: Vec<Choice>,
    staged: &[Segment],
    committed: &[Segment],
) -> Result<Vec<Segment>, BlobError> {
    fn by_id(segments: &[Segment]) -> HashMap<&str, &Segment> {
        segments
            .iter()
            .filter_map(|segment| Some((segment.block.as_deref()?, segment)))
            .collect()
    }
    let (staged, committed) = (by_id(staged), by_id(committed));
    choices
        .into_iter()
        .map(|choice| {
            let found = match &choice {
                Choice::Committed(id) => committed.get(id.as_str()),
                Choice::Uncommitted(id) => staged.get(id.as_str()),
                Choice::Latest(id) => staged
                    .get(id.as_str())
                    .or_else(|| committed.get(id.as_str())),
            };
            found
                .map(|segment| (*segment).clone())
                .ok_or_else(|| Code::InvalidBlockList.into())
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn segment(block: &str, file: &str) -> Segment {
        Segment {
            block: Some(block.to_owned()),
            file: file.to_owned(),
            length: 1,
        }
    }

    #[test]
    fn a_list_takes_blocks_from_where_it_says_and_as_often_as_it_says() {
        let (staged, committed) = (
            [segment("a", "new-a")],
            [segment("a", "old-a"), segment("b", "old-b")],
        );
        let id = |id: &str| id.to_owned();
        let chosen = choose(
            vec![
                Choice::Latest(id("b")),
                Choice::Latest(id("a")),
                Choice::Committed(id("a")),
                Choice::Uncommitted(id("a")),
            ],
            &staged,
            &committed,
        );
        let files: Vec<String> = chosen
            .unwrap()
            .into_iter()
            .map(|segment| segment.file)
            .collect();
        assert_eq!(files, ["old-b", "new-a", "old-a", "new-a"]);
    }

    #[test]
    fn a_list_with_an_unknown_block_is_refused_whole() {
        let staged = [segment("a", "new-a")];
        for choice in [
            Choice::Latest("x".to_owned()),
            Choice::Committed("a".to_owned()),
        ] {
            assert!(choose(vec![Choice::Latest("a".to_owned()), choice], &staged, &[]).is_err());
        }
    }
}
