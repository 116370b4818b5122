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

/// A row of a list and the place after which the next begins.
pub(crate) type ListRow = (String, Value);

impl Store {
    /// Up to `limit` jobs that come after `after`.
    pub(crate) async fn job_rows(
        &self,
        after: &str,
        limit: usize,
        narrowed: &Narrowed,
    ) -> Result<Vec<ListRow>, Fault> {
        self.list_rows(
            "SELECT key, doc FROM job WHERE true",
            None,
            after,
            limit,
            narrowed,
        )
        .await
    }

    /// Up to `limit` tasks of a job that come after `after`.
    pub(crate) async fn task_rows(
        &self,
        job: &str,
        after: &str,
        limit: usize,
        narrowed: &Narrowed,
    ) -> Result<Vec<ListRow>, Fault> {
        let job = job.to_ascii_lowercase();
        let select = "SELECT key, doc FROM task WHERE job = ?";
        self.list_rows(select, Some(job), after, limit, narrowed)
            .await
    }

    async fn list_rows(
        &self,
        select: &'static str,
        job: Option<String>,
        after: &str,
        limit: usize,
        narrowed: &Narrowed,
    ) -> Result<Vec<ListRow>, Fault> {
        let mut sql = format!("{select} AND key > ?");
        let mut values: Vec<Box<dyn ToSql + Send>> = Vec::new();
        values.extend(
            job.clone()
                .map(|job| Box::new(job) as Box<dyn ToSql + Send>),
        );
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
            if let Some(job) = job {
                rows::job(db, &job)?;
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
