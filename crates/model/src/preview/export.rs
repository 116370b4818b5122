use serde::{Deserialize, Serialize};

/// What a result can be written as, where that is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// JSON (RFC 8259).
    Json,
    /// Comma-separated values (RFC 4180), UTF-8.
    Csv,
}

impl ExportFormat {
    /// What its files end with, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// A name from an extension.
    pub fn from_extension(extension: &str) -> Option<Self> {
        [Self::Json, Self::Csv]
            .into_iter()
            .find(|format| format.extension() == extension)
    }
}
