//! Some of a list.

use serde::{Deserialize, Serialize};

/// What was chosen of a list, without naming each where they are many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Selection<Q> {
    /// These.
    These {
        /// Their ids.
        ids: Vec<String>,
    },
    /// All that a query finds, from its offset and up to its limit (0: no limit here).
    Found {
        /// The query.
        query: Q,
        /// The ids of those that were taken out again.
        except: Vec<String>,
    },
}

impl<Q> Selection<Q> {
    /// All that a query finds.
    pub const fn found(query: Q) -> Self {
        Self::Found {
            query,
            except: Vec::new(),
        }
    }
}
