//! The tables, and how an older file comes to have them.

use std::path::Path;

use rusqlite::Connection;

use super::{HistoryError, Result};

/// Each entry brings a file from the version of its place to the next. Never changed once released, only added to.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
];

/// The version that this program writes.
pub(super) fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings the file up to date.
pub(super) fn update(connection: &mut Connection, path: &Path) -> Result<()> {
    let sqlite = |source| HistoryError::Sqlite {
        path: path.to_owned(),
        source,
    };
    let known = known();
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)
        .map_err(sqlite)?;
    let found: i64 = transaction
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(sqlite)?;
    if found > known {
        return Err(HistoryError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    for migration in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
        transaction.execute_batch(migration).map_err(sqlite)?;
    }
    transaction
        .pragma_update(None, "user_version", known)
        .map_err(sqlite)?;
    transaction.commit().map_err(sqlite)
}
