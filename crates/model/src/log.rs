//! Parts of a task's output.

use serde::{Deserialize, Serialize};

/// Which output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// Standard output.
    #[default]
    Stdout,
    /// Standard error.
    Stderr,
}

impl Stream {
    /// The file it is kept in.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Stdout => "stdout.txt",
            Self::Stderr => "stderr.txt",
        }
    }
}

/// Which part of an output.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogRequest {
    /// The job.
    pub job: String,
    /// The task.
    pub task: String,
    /// Which output.
    pub stream: Stream,
    /// First byte wanted; `None` for the last `limit` bytes there are.
    pub offset: Option<u64>,
    /// Bytes at most; 0 for 64 KiB; never more than 1 MiB.
    pub limit: u64,
}

/// Part of an output, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "log", rename_all = "snake_case")]
pub enum LogChunk {
    /// The task has not started.
    NotStarted,
    /// Here it is.
    Part {
        /// The text; bytes that are not UTF-8 are shown as U+FFFD. Cut at character borders.
        text: String,
        /// First byte of `text` in the output.
        offset: u64,
        /// Byte after the last: where to go on reading.
        next: u64,
        /// Bytes there are in all so far.
        size: u64,
        /// Whether more may come.
        growing: bool,
    },
    /// It ran, and its files are gone from node and storage.
    Removed,
}
