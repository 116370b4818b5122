//! The Azure Batch data-plane REST dialect as types: requests, replies, errors, filters, durations.
//!
//! Client ([`longshore-azure`]) and service ([`longshore-local-azure`]) both speak through these types and through
//! nothing else they share. There is no I/O here, no clock and no policy.
//!
//! Source of the shapes: Azure Batch REST reference, api-version `2025-06-01`. Unknown fields are ignored on reading,
//! absent optional fields are not written, and enumerations are read without regard to case, as the service does.
//!
//! [`longshore-azure`]: ../longshore_azure/index.html
//! [`longshore-local-azure`]: ../longshore_local_azure/index.html

pub mod duration;
pub mod error;
pub mod filter;
pub mod id;
pub mod job;
mod names;
pub mod node;
pub mod page;
pub mod pool;
pub mod task;
pub mod task_file;
mod wire_time;

pub use error::{BatchError, ErrorDetail, ErrorMessage, codes};
pub use page::Page;
pub use wire_time::Timestamp;

/// The api-version this crate's shapes were taken from, and the one our client asks for.
pub const API_VERSION: &str = "2025-06-01";

/// The media type of every Batch request and reply body.
pub const CONTENT_TYPE: &str = "application/json; odata=minimalmetadata";

/// The most tasks one `addtaskcollection` call may carry.
pub const MAX_TASKS_PER_ADD: usize = 100;

/// The most bytes one `addtaskcollection` body may have; above it the service answers 413 `RequestBodyTooLarge`.
pub const MAX_ADD_BYTES: usize = 1_048_576;

/// A name and value pair: metadata of a job or a pool.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NameValue {
    /// The name.
    pub name: String,
    /// The value; absent means empty.
    #[serde(default)]
    pub value: String,
}
