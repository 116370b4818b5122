//! Files a task brought home.

use serde::{Deserialize, Serialize};

use crate::format::count;

/// One file of a task's results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultFile {
    /// Path in the task's folder, with `/`: `result.pkl`, `outputs/plot.png`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Where it is on this computer.
    pub local_path: String,
}

/// What a download did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DownloadReport {
    /// The folder it went to.
    pub folder: String,
    /// Files written.
    pub files: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Files that were there already, the same to the last byte.
    #[serde(default)]
    pub unchanged: u64,
    /// Tasks that have no results (yet), with the reason.
    pub left_out: Vec<(String, String)>,
}

impl DownloadReport {
    /// `; 6 files were there already`, to follow what was written; empty when none were.
    pub fn already(&self) -> String {
        match self.unchanged {
            0 => String::new(),
            1 => "; 1 file was there already".into(),
            more => format!("; {} were there already", count(more, "file", "files")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_were_there_already_are_told_in_number() {
        let told = |unchanged| {
            DownloadReport {
                unchanged,
                ..DownloadReport::default()
            }
            .already()
        };
        assert_eq!(
            [0, 1, 6].map(told),
            [
                "",
                "; 1 file was there already",
                "; 6 files were there already"
            ]
        );
    }
}
