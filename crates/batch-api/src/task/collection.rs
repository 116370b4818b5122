//! Many tasks in one call.

use serde::{Deserialize, Serialize};

use super::TaskAdd;
use crate::{Timestamp, error::BatchError, names::wire_enum};

wire_enum! {
    /// Outcome of one task of a collection.
    AddStatus {
        /// Added.
        Success => "success",
        /// Refused; sending it again unchanged is of no use.
        ClientError => "clienterror",
        /// Not added; may be sent again.
        ServerError => "servererror",
    }
}

/// Body of `addtaskcollection`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskCollection {
    /// At most [`crate::MAX_TASKS_PER_ADD`].
    pub value: Vec<TaskAdd>,
}

/// Reply of `addtaskcollection`; the order need not be the request's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskCollectionReply {
    /// One outcome per task.
    #[serde(default)]
    pub value: Vec<TaskAddResult>,
}

/// Outcome of one task of a collection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskAddResult {
    /// What happened.
    pub status: AddStatus,
    /// Which task.
    pub task_id: String,
    /// Version of the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_tag: Option<String>,
    /// When it was added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<Timestamp>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// Why it was not added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<BatchError>,
}
