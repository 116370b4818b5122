//! What a list is asked for, as SQL: conditions, with their values apart, and the part of the rows that is wanted.

use rusqlite::types::Value;
use serde::Serialize;

use super::{
    signed,
    words::{contains, word},
};

/// Rows of a page when the query does not say.
const DEFAULT_LIMIT: u64 = 100;

/// Conditions that all hold.
#[derive(Debug, Default)]
pub(super) struct Clause {
    conditions: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Clause {
    /// `condition` with `?` where its value belongs.
    pub(super) fn and(mut self, condition: &str, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        let place = format!("?{}", self.values.len());
        self.conditions.push(condition.replace('?', &place));
        self
    }

    /// Part of the name or the id, in any case; nothing for all.
    pub(super) fn search(self, text: &str) -> Self {
        if text.trim().is_empty() {
            return self;
        }
        self.and(
            "(name LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\')",
            contains(text),
        )
    }

    /// One of these states; none for all.
    pub(super) fn states<T: Serialize + Copy>(mut self, states: &[T]) -> rusqlite::Result<Self> {
        let mut places = Vec::with_capacity(states.len());
        for state in states {
            self.values.push(word(*state)?.into());
            places.push(format!("?{}", self.values.len()));
        }
        match places.as_slice() {
            [] => {}
            // Not an `IN` of one: only of this does SQLite see that the index has the rows in order.
            [place] => self.conditions.push(format!("state = {place}")),
            places => self
                .conditions
                .push(format!("state IN ({})", places.join(", "))),
        }
        Ok(self)
    }

    /// For after `WHERE`.
    pub(super) fn sql(&self) -> String {
        if self.conditions.is_empty() {
            return "1".into();
        }
        self.conditions.join(" AND ")
    }
}

/// The rows of a page; `limit` may be 0 for the usual number.
pub(super) fn page(limit: u64, offset: u64) -> String {
    let limit = if limit == 0 { DEFAULT_LIMIT } else { limit };
    format!("LIMIT {} OFFSET {}", signed(limit), signed(offset))
}

/// The rows of a selection; `limit` may be 0 for all from `offset` on.
pub(super) fn chosen(limit: u64, offset: u64) -> String {
    match limit {
        0 => format!("LIMIT -1 OFFSET {}", signed(offset)),
        _ => page(limit, offset),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_model::task::TaskState;

    use super::*;

    #[test]
    fn every_condition_takes_the_place_of_its_own_value() {
        let clause = Clause::default()
            .and("job = ?", 7)
            .search(" 5% ")
            .states(&[TaskState::Failed, TaskState::Cancelled])
            .unwrap();
        assert_eq!(
            clause.sql(),
            "job = ?1 AND (name LIKE ?2 ESCAPE '\\' OR id LIKE ?2 ESCAPE '\\') AND state IN (?3, ?4)"
        );
        let texts = ["%5\\%%", "failed", "cancelled"].map(|text| Value::Text(text.into()));
        assert_eq!(clause.values[0], Value::Integer(7));
        assert_eq!(clause.values[1..], texts);
    }

    #[test]
    fn what_is_not_asked_for_is_no_condition() {
        let clause = Clause::default()
            .search("  ")
            .states::<TaskState>(&[])
            .unwrap();
        assert_eq!((clause.sql().as_str(), clause.values.len()), ("1", 0));
        assert_eq!(page(0, 3), "LIMIT 100 OFFSET 3");
    }
}
