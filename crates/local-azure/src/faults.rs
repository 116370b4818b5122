//! Told to misbehave, for tests.
//!
//! A file of JSON ([`Plan`]) says which requests go wrong and how, and in what state the account is. It is named by
//! the environment variable `LONGSHORE_LOCAL_FAULTS` of the service's own process or by
//! [`Options::faults`](crate::Options::faults), never by a request, and is read anew for each request, so that a test
//! changes the weather by writing the file. Without such a file nothing here does anything.
//! `docs/local-azure.md` describes the file for those who write one.

mod answer;
mod plan;
mod rule;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

pub(crate) use answer::{Dialect, cut_off, kept_short, slowed, spoiled};
pub(crate) use plan::{Denied, Plan, SignIn};
pub(crate) use rule::{Asked, Asker, Moment, Rule};

use crate::{Error, files};

/// The variable that names the file.
pub(crate) const VARIABLE: &str = "LONGSHORE_LOCAL_FAULTS";

/// What the service is told to get wrong: nothing, unless it was started with a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    path: Option<PathBuf>,
    current: Mutex<Current>,
}

#[derive(Debug, Default)]
struct Current {
    text: Option<Vec<u8>>,
    plan: Arc<Plan>,
    /// How often each rule of the plan has matched.
    matched: Vec<u64>,
}

impl Faults {
    /// Follows the file at `path`, which must be in order now if it exists. Later mistakes in it leave the last
    /// good plan in force.
    pub(crate) fn follow(path: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let text = files::read_if_present(path)?;
        let plan = parse(text.as_deref()).map_err(|error| Error::Damaged {
            path: path.to_owned(),
            reason: error.to_string(),
        })?;
        tracing::warn!(path = %path.display(), "the local service gets things wrong as this file says");
        Ok(Self(Arc::new(Inner {
            path: Some(path.to_owned()),
            current: Mutex::new(Current::of(text, plan)),
        })))
    }

    /// Whether there is a file that may say something new at any time.
    pub(crate) fn may_change(&self) -> bool {
        self.0.path.is_some()
    }

    /// The plan as the file has it now.
    pub(crate) fn plan(&self) -> Arc<Plan> {
        self.with_current(|current| Arc::clone(&current.plan))
    }

    /// The rule that strikes this request, if one does. It is counted as used.
    pub(crate) fn strike(&self, asked: &Asked) -> Option<Rule> {
        self.0.path.as_ref()?;
        self.with_current(|current| {
            let plan = Arc::clone(&current.plan);
            plan.rules
                .iter()
                .zip(&mut current.matched)
                .filter(|(rule, _)| rule.is_for(asked))
                .find_map(|(rule, matched)| {
                    *matched += 1;
                    rule.strikes(*matched).then(|| rule.clone())
                })
        })
    }

    /// The time by the service's clock, which a plan may set wrong.
    pub(crate) fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + Duration::seconds(self.plan().clock_offset_seconds)
    }

    fn with_current<T>(&self, work: impl FnOnce(&mut Current) -> T) -> T {
        let mut current = self
            .0
            .current
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = &self.0.path {
            current.follow(path);
        }
        work(&mut current)
    }
}

impl Current {
    fn of(text: Option<Vec<u8>>, plan: Plan) -> Self {
        Self {
            text,
            matched: vec![0; plan.rules.len()],
            plan: Arc::new(plan),
        }
    }

    /// Takes up what the file says, if that is something new. The file is small, and only tests have one.
    fn follow(&mut self, path: &Path) {
        let text = match files::read_if_present(path) {
            Ok(text) if text == self.text => return,
            Ok(text) => text,
            Err(error) => return tracing::warn!(%error, "the file of faults cannot be read"),
        };
        match parse(text.as_deref()) {
            Ok(plan) => *self = Self::of(text, plan),
            Err(error) => tracing::warn!(%error, "the file of faults is not in order"),
        }
    }
}

/// A file that is not there asks for nothing.
fn parse(text: Option<&[u8]>) -> Result<Plan, serde_json::Error> {
    text.map_or_else(|| Ok(Plan::default()), serde_json::from_slice)
}
