//! Containers.

use rusqlite::{OptionalExtension as _, Row};
use time::OffsetDateTime;

use super::super::conditions::{Conditions, Current};
use super::super::error::{BlobError, Code};
use super::listing::Page;
use super::{
    Metadata, Store, Version, container_id, garbage, metadata_from_text, metadata_to_text,
};

/// A container, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::blob) struct Container {
    pub(in crate::blob) name: String,
    pub(in crate::blob) version: Version,
    pub(in crate::blob) metadata: Metadata,
}

impl Container {
    const COLUMNS: &'static str = "name, etag, modified, metadata";

    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            name: row.get(0)?,
            version: Version {
                etag: row.get(1)?,
                modified: row.get(2)?,
            },
            metadata: metadata_from_text(&row.get::<_, String>(3)?),
        })
    }

    fn current(&self) -> Current<'_> {
        Current {
            etag: &self.version.etag,
            modified: self.version.modified,
        }
    }
}

impl Store {
    pub(in crate::blob) async fn create_container(
        &self,
        name: &str,
        metadata: Metadata,
        now: OffsetDateTime,
    ) -> Result<Version, BlobError> {
        let (name, version) = (name.to_owned(), self.etags.next(now));
        self.database
            .call(move |connection| {
                let added = connection.execute(
                    "INSERT OR IGNORE INTO containers (name, etag, modified, metadata) VALUES (?1, ?2, ?3, ?4)",
                    (&name, &version.etag, version.modified, metadata_to_text(&metadata)),
                )?;
                if added == 0 { Err(Code::ContainerAlreadyExists.into()) } else { Ok(version) }
            })
            .await
    }

    pub(in crate::blob) async fn container(&self, name: &str) -> Result<Container, BlobError> {
        let name = name.to_owned();
        self.database
            .call(move |connection| read(connection, &name))
            .await
    }

    pub(in crate::blob) async fn set_container_metadata(
        &self,
        name: &str,
        metadata: Metadata,
        conditions: Conditions,
        now: OffsetDateTime,
    ) -> Result<Version, BlobError> {
        let (name, version) = (name.to_owned(), self.etags.next(now));
        self.database
            .call(move |connection| {
                let transaction = connection.transaction()?;
                conditions.check_write(Some(read(&transaction, &name)?.current()))?;
                transaction.execute(
                    "UPDATE containers SET etag = ?2, modified = ?3, metadata = ?4 WHERE name = ?1",
                    (
                        &name,
                        &version.etag,
                        version.modified,
                        metadata_to_text(&metadata),
                    ),
                )?;
                transaction.commit()?;
                Ok(version)
            })
            .await
    }

    /// Deletes a container with all that is in it.
    pub(in crate::blob) async fn delete_container(
        &self,
        name: &str,
        conditions: Conditions,
    ) -> Result<(), BlobError> {
        let name = name.to_owned();
        let staged = self
            .database
            .call(move |connection| {
                let transaction = connection.transaction()?;
                conditions.check_write(Some(read(&transaction, &name)?.current()))?;
                let id = container_id(&transaction, &name)?;
                let blobs: Vec<i64> = transaction
                    .prepare("SELECT id FROM blobs WHERE container = ?1")?
                    .query_map([id], |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?;
                for blob in blobs {
                    garbage::discard(&transaction, blob)?;
                }
                let staged: Vec<String> = transaction
                    .prepare("DELETE FROM staged WHERE container = ?1 RETURNING file")?
                    .query_map([id], |row| row.get(0))?
                    .collect::<rusqlite::Result<_>>()?;
                transaction.execute("DELETE FROM blobs WHERE container = ?1", [id])?;
                transaction.execute("DELETE FROM containers WHERE id = ?1", [id])?;
                transaction.commit()?;
                Ok::<_, BlobError>(staged)
            })
            .await?;
        self.remove(staged).await?;
        self.sweep_later();
        Ok(())
    }

    /// Containers in order of their names, from `page.from` on.
    pub(in crate::blob) async fn containers(
        &self,
        page: Page,
    ) -> Result<(Vec<Container>, Option<String>), BlobError> {
        self.database
            .call(move |connection| {
                let sql = format!(
                    "SELECT {} FROM containers WHERE name >= ?1 ORDER BY name",
                    Container::COLUMNS
                );
                let mut statement = connection.prepare_cached(&sql)?;
                let mut found = Vec::new();
                for container in statement.query_map([page.first()], Container::of_row)? {
                    let container = container?;
                    if !container.name.starts_with(&page.prefix) {
                        break;
                    }
                    if found.len() == page.limit {
                        return Ok((found, Some(container.name)));
                    }
                    found.push(container);
                }
                Ok((found, None))
            })
            .await
    }
}

fn read(connection: &rusqlite::Connection, name: &str) -> Result<Container, BlobError> {
    let sql = format!(
        "SELECT {} FROM containers WHERE name = ?1",
        Container::COLUMNS
    );
    connection
        .prepare_cached(&sql)?
        .query_row([name], Container::of_row)
        .optional()?
        .ok_or_else(|| Code::ContainerNotFound.into())
}
