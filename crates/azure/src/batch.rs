//! The Batch service of an account.
//!
//! Every operation here may be repeated: ids are chosen by the caller, so a try whose reply was lost is found done by
//! the next one. That is why requests that change something are retried like those that read.

mod answer;
mod files;
mod jobs;
mod paging;
mod pools;
mod probe;
mod refusal;
mod request;
mod tasks;
mod version;

use std::{fmt, sync::Arc};

use url::Url;

use crate::{
    error::{Error, ErrorKind, Result},
    identity::Identity,
    tuning::Tuning,
};

pub use paging::{ListQuery, Pager};
pub use tasks::{TaskAddOutcome, TaskAdded};

/// The client of one Batch account. Cloning shares connections and token.
#[derive(Clone)]
pub struct Batch {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    base: Url,
    identity: Identity,
    tuning: Tuning,
    version: version::Version,
}

impl Batch {
    pub(crate) fn new(
        http: reqwest::Client,
        base: Url,
        identity: Identity,
        tuning: Tuning,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                http,
                base,
                identity,
                tuning,
                version: version::Version::default(),
            }),
        }
    }

    /// The address of a resource, each segment percent-encoded whole.
    fn url(&self, operation: &'static str, segments: &[&str]) -> Result<Url> {
        // A URL drops these segments and would lead elsewhere: to the parent, or to the list.
        if segments
            .iter()
            .any(|segment| matches!(*segment, "" | "." | ".."))
        {
            return Err(Error::new(
                operation,
                ErrorKind::Settings {
                    reason: "an id is empty or a dot".into(),
                },
            ));
        }
        let mut url = self.inner.base.clone();
        match url.path_segments_mut() {
            Ok(mut path) => path.pop_if_empty().extend(segments),
            Err(()) => {
                let reason = "the Batch account URL cannot have paths".into();
                return Err(Error::new(operation, ErrorKind::Settings { reason }));
            }
        };
        Ok(url)
    }
}

impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch")
            .field("url", &self.inner.base.as_str())
            .finish_non_exhaustive()
    }
}
