//! Files of a task on its node.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One row of a file list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeFile {
    /// Path relative to the task's folder, with `/`: `stdout.txt`, `wd/outputs/a.png`.
    pub name: String,
    /// The file's address.
    #[serde(default)]
    pub url: String,
    /// Whether it is a folder.
    #[serde(default)]
    pub is_directory: bool,
    /// Size and times; folders have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub properties: Option<FileProperties>,
}

/// Size and times of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileProperties {
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub creation_time: Option<Timestamp>,
    /// When it last changed.
    pub last_modified: Timestamp,
    /// Bytes. A string on the wire (64-bit numbers are, in this dialect).
    #[serde(with = "number_as_text")]
    pub content_length: u64,
    /// Media type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Octal mode on Linux nodes, such as `0100644`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_mode: Option<String>,
}

mod number_as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(number: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Text(String),
            Number(u64),
        }
        match Either::deserialize(deserializer)? {
            Either::Text(text) => text.parse().map_err(D::Error::custom),
            Either::Number(number) => Ok(number),
        }
    }
}
