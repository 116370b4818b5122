//! Files that go into a task's working folder, and out of it.

use serde::{Deserialize, Serialize};

use super::IdentityReference;
use crate::names::wire_enum;

wire_enum! {
    /// When an output file is uploaded.
    UploadCondition {
        /// After exit code 0.
        TaskSuccess => "tasksuccess",
        /// After any other.
        TaskFailure => "taskfailure",
        /// Always.
        TaskCompletion => "taskcompletion",
    }
}

/// A file (or a container's files) put into the working folder before the start. Addresses carry SAS tokens: they are
/// secrets as long as they live, so they are left out of `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceFile {
    /// One file's address; goes with `file_path`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub http_url: Option<String>,
    /// A container's address; goes with `blob_prefix`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_container_url: Option<String>,
    /// The part of the container that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blob_prefix: Option<String>,
    /// Where it goes, relative to the working folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_path: Option<String>,
    /// Octal mode on Linux nodes; `0770` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_mode: Option<String>,
    /// Access by the pool's identity instead of a SAS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_reference: Option<IdentityReference>,
}

impl std::fmt::Debug for ResourceFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResourceFile")
            .field("blob_prefix", &self.blob_prefix)
            .field("file_path", &self.file_path)
            .finish_non_exhaustive()
    }
}

/// Files taken out after the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OutputFile {
    /// Which: `*` and `?` within one folder, `**` across folders, relative to the working folder.
    pub file_pattern: String,
    /// Where to.
    pub destination: OutputDestination,
    /// When.
    pub upload_options: UploadOptions,
}

/// Where output files go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputDestination {
    /// A blob container.
    pub container: ContainerDestination,
}

/// A blob container that takes output files. The address carries a SAS token: it is left out of `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerDestination {
    /// Its address with a SAS that may write, or without one and an identity.
    pub container_url: String,
    /// For a pattern with wildcards the virtual folder, otherwise the blob's whole name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Access by the pool's identity instead of a SAS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_reference: Option<IdentityReference>,
}

impl std::fmt::Debug for ContainerDestination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerDestination")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// When output files go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadOptions {
    /// The condition.
    pub upload_condition: UploadCondition,
}
