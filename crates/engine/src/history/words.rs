//! The model's enumerations as the words they are stored by, and its structures as JSON.

use rusqlite::types::Type;
use serde::{Serialize, de::DeserializeOwned};

/// The word of a field-less enumeration.
pub(super) fn word<T: Serialize>(value: T) -> rusqlite::Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        Ok(other) => Err(rusqlite::Error::ToSqlConversionFailure(
            format!("{other} is not a word").into(),
        )),
        Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.into())),
    }
}

/// The other way round, from column `index`.
pub(super) fn from_word<T: DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    index: &str,
) -> rusqlite::Result<T> {
    let word: String = row.get(index)?;
    serde_json::from_value(serde_json::Value::String(word)).map_err(unreadable)
}

pub(super) fn json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

pub(super) fn from_json<T: DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    index: &str,
) -> rusqlite::Result<T> {
    let text: String = row.get(index)?;
    serde_json::from_str(&text).map_err(unreadable)
}

pub(super) fn from_json_if_any<T: DeserializeOwned>(
    row: &rusqlite::Row<'_>,
    index: &str,
) -> rusqlite::Result<Option<T>> {
    let text: Option<String> = row.get(index)?;
    text.map(|text| serde_json::from_str(&text).map_err(unreadable))
        .transpose()
}

/// `%text%` for `LIKE … ESCAPE '\'`, with what `LIKE` would read as a pattern taken literally.
pub(super) fn contains(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into())
}
