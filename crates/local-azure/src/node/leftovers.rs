//! Processes of tasks that outlived an earlier service.

use std::path::PathBuf;

/// Kills every process whose environment says that it belongs to one of these task folders. The folders are below
/// this installation's data directory, which one service at a time uses, so it can be no one else's. Where processes
/// do not show their environment (anywhere but on Linux) nothing is done.
pub(super) async fn end(folders: Vec<PathBuf>) {
    if folders.is_empty() {
        return;
    }
    #[cfg(target_os = "linux")]
    if let Err(error) = tokio::task::spawn_blocking(move || linux::end(&folders)).await {
        tracing::warn!(%error, "what is left of earlier tasks cannot be ended");
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{collections::HashSet, os::unix::ffi::OsStrExt as _, path::PathBuf};

    use nix::{
        sys::signal::{Signal, kill},
        unistd::Pid,
    };

    pub(super) fn end(folders: &[PathBuf]) {
        let marks: HashSet<Vec<u8>> = folders
            .iter()
            .map(|folder| [b"AZ_BATCH_TASK_DIR=", folder.as_os_str().as_bytes()].concat())
            .collect();
        let own = Pid::this();
        for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let name = process.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            let pid = Pid::from_raw(id);
            let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
            let is_ours = environment
                .split(|byte| *byte == 0)
                .any(|entry| marks.contains(entry));
            if is_ours && pid != own {
                tracing::info!(pid = id, "ending what is left of an earlier task");
                // It may have ended since we looked.
                let _ = kill(pid, Signal::SIGKILL);
            }
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::process::Command;

    use super::*;

    #[tokio::test]
    async fn only_processes_of_the_named_tasks_are_ended() {
        let dir = tempfile::tempdir().unwrap();
        let (mine, other) = (dir.path().join("t1"), dir.path().join("t10"));
        let start = |folder: &PathBuf| {
            Command::new("sleep")
                .arg("60")
                .env("AZ_BATCH_TASK_DIR", folder)
                .spawn()
                .unwrap()
        };
        let (mut left, mut stranger) = (start(&mine), start(&other));
        end(vec![mine]).await;
        let status = left.wait().unwrap();
        assert_eq!(status.code(), None);
        assert_eq!(stranger.try_wait().unwrap(), None);
        stranger.kill().unwrap();
        stranger.wait().unwrap();
    }
}
