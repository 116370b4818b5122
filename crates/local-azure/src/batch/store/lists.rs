//! Rows of lists, some at a time, in the order of their ids.

use longshore_batch_api::filter::{Filter, Literal, Operator};
use rusqlite::{ToSql, params_from_iter};
use serde_json::Value;

use super::{Store, rows};
use crate::batch::{clock::micros, fault::Fault};

/// What of a filter the database can decide. Only ever leaves out rows that the filter would leave out too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Narrowed {
    state: Option<String>,
    changed_from: Option<i64>,
}

impl Narrowed {
    /// Reads the conditions that all must hold for one on `state` and one on `stateTransitionTime`.
    pub(crate) fn from(filter: Option<&Filter>) -> Self {
        let mut narrowed = Self::default();
        for part in filter.map(Filter::conjuncts).unwrap_or_default() {
            let Filter::Compare {
                path,
                operator,
                literal,
            } = part
            else {
                continue;
            };
            match (path.as_str(), operator, literal) {
                ("state", Operator::Eq, Literal::Text(state)) => {
                    narrowed.state = Some(state.to_lowercase());
                }
                ("stateTransitionTime", Operator::Gt | Operator::Ge, Literal::Moment(from)) => {
                    narrowed.changed_from = Some(micros(*from));
                }
                _ => {}
            }
        }
        narrowed
    }
}

/// Whose rows a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// The account's jobs.
    Jobs,
    /// The tasks of a job.
    TasksOf(String),
}

impl Store {
    /// Up to `limit` rows that come after the place `after`, each with its own place.
    ///
    /// # Errors
    /// The job is not there.
    pub(crate) async fn rows(
        &self,
        source: Source,
        after: &str,
        limit: usize,
        narrowed: &Narrowed,
    ) -> Result<Vec<(String, Value)>, Fault> {
        let mut values: Vec<Box<dyn ToSql + Send>> = Vec::new();
        let mut sql = match &source {
            Source::Jobs => "SELECT key, doc FROM job WHERE key > ?".to_owned(),
            Source::TasksOf(job) => {
                values.push(Box::new(job.to_ascii_lowercase()));
                "SELECT key, doc FROM task WHERE job = ? AND key > ?".to_owned()
            }
        };
        values.push(Box::new(after.to_owned()));
        if let Some(state) = narrowed.state.clone() {
            sql += " AND state = ?";
            values.push(Box::new(state));
        }
        if let Some(from) = narrowed.changed_from {
            sql += " AND changed >= ?";
            values.push(Box::new(from));
        }
        sql += " ORDER BY key LIMIT ?";
        values.push(Box::new(i64::try_from(limit).unwrap_or(i64::MAX)));
        self.transact(move |db, _| {
            if let Source::TasksOf(job) = &source {
                rows::job(db, job)?;
            }
            let mut statement = db.prepare_cached(&sql)?;
            let found = statement.query_map(params_from_iter(values), |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })?;
            found
                .map(|row| {
                    let (key, doc) = row?;
                    Ok((key, serde_json::from_str(&doc)?))
                })
                .collect()
        })
        .await
    }
}
