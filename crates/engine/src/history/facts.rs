//! What can be told of the file itself, whatever state it is in. It is read only, and never changed or made.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, ErrorCode, OpenFlags, params, types::FromSql};
use serde_json::{Map, Value, json};
use url::Url;

use super::schema;

/// The faults of a damaged file that are named at most.
const FAULTS: u32 = 20;

/// The latest jobs that are told of.
const JOBS: u32 = 50;

/// For a program that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// Its format, whether it is whole, and how many jobs and tasks are in which state; `None` when there is no file.
///
/// # Errors
/// The file cannot be opened.
pub(crate) fn facts(path: &Path) -> rusqlite::Result<Option<Value>> {
    let Some(file) = read_only(path)? else {
        return Ok(None);
    };
    Ok(Some(json!({
        "file": path.to_string_lossy(),
        "bytes": size(path),
        "bytes_of_write_ahead_log": size(&path.with_extension("db-wal")),
        "format": told(file.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))),
        "format_of_this_program": schema::known(),
        "quick_check": told(faults(&file)),
        "jobs_by_state": told(counts(&file, "SELECT state, count(*) FROM jobs GROUP BY state")),
        "tasks_by_state": told(counts(&file, "SELECT state, sum(tasks) FROM counts GROUP BY state")),
        "latest_jobs": told(jobs(&file)),
    })))
}

/// The latest events of all jobs, oldest first; none when there is no file.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn events(path: &Path, most: u32) -> rusqlite::Result<Vec<Value>> {
    let Some(file) = read_only(path)? else {
        return Ok(Vec::new());
    };
    let mut rows = rows(
        &file,
        "SELECT events.at, jobs.id, events.text FROM events JOIN jobs ON jobs.seq = events.job \
         ORDER BY events.rowid DESC LIMIT ?1",
        most,
        &["at", "job", "text"],
    )?;
    rows.reverse();
    Ok(rows)
}

fn read_only(path: &Path) -> rusqlite::Result<Option<Connection>> {
    if !path.exists() {
        return Ok(None);
    }
    let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    file.busy_timeout(PATIENCE)?;
    let read = file.pragma_query_value(None, "user_version", |_| Ok(()));
    // Even reading beside a write-ahead log writes beside the file. Where that is not allowed nobody else writes either,
    // and it can be read as what never changes.
    match (read, Url::from_file_path(path)) {
        (Err(error), Ok(mut url)) if cannot_write(&error) => {
            url.set_query(Some("immutable=1"));
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(url.as_str(), flags).map(Some)
        }
        _ => Ok(Some(file)),
    }
}

fn cannot_write(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen)
    )
}

fn size(path: &Path) -> Option<u64> {
    path.metadata().ok().map(|there| there.len())
}

/// A value, or why there is none.
fn told<T: Into<Value>>(found: rusqlite::Result<T>) -> Value {
    found.map_or_else(|error| json!({ "failed": error.to_string() }), Into::into)
}

/// `["ok"]` for a file that is whole.
fn faults(file: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = file.prepare(&format!("PRAGMA quick_check({FAULTS})"))?;
    check.query_map([], |row| row.get(0))?.collect()
}

fn counts(file: &Connection, sql: &str) -> rusqlite::Result<Map<String, Value>> {
    let mut rows = file.prepare(sql)?;
    let pairs = rows.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.into()))
    })?;
    pairs.collect()
}

fn jobs(file: &Connection) -> rusqlite::Result<Vec<Value>> {
    rows(
        file,
        "SELECT id, account, pool, state, phase, cancel, \
         strftime('%Y-%m-%dT%H:%M:%SZ', created / 1000, 'unixepoch'), \
         strftime('%Y-%m-%dT%H:%M:%SZ', ended / 1000, 'unixepoch'), problem \
         FROM jobs ORDER BY seq DESC LIMIT ?1",
        JOBS,
        &[
            "id", "account", "pool", "state", "phase", "cancel", "created", "ended", "problem",
        ],
    )
}

fn rows(file: &Connection, sql: &str, most: u32, names: &[&str]) -> rusqlite::Result<Vec<Value>> {
    let mut found = file.prepare(sql)?;
    let rows = found.query_map(params![most], |row| {
        let mut object = Map::new();
        for (at, name) in names.iter().enumerate() {
            object.insert((*name).to_owned(), row.get::<_, Any>(at)?.0);
        }
        Ok(object.into())
    })?;
    rows.collect()
}

/// A number or a text; what is JSON itself is shown as that.
struct Any(Value);

impl FromSql for Any {
    fn column_result(value: rusqlite::types::ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        use rusqlite::types::ValueRef;
        Ok(Self(match value {
            ValueRef::Integer(number) => number.into(),
            ValueRef::Text(text) => {
                let text = String::from_utf8_lossy(text);
                match text.starts_with('{') {
                    true => serde_json::from_str(&text).unwrap_or_else(|_| text.into()),
                    false => text.into(),
                }
            }
            _ => Value::Null,
        }))
    }
}
