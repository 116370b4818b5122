//! Processes of tasks that outlived their try, or an earlier service.

use std::path::PathBuf;

/// The variable that names the folder a process works in.
pub(super) const MARK: &str = "AZ_BATCH_TASK_DIR";

/// Kills every process whose environment says that it belongs to one of these task folders, with the process groups
/// that these are in, and returns when none of them runs any more, or after five seconds, with a line in the log: what is run
/// anew must not meet itself, but what the system does not end must not hold up the others. The folders are
/// below this installation's data directory, which one service at a time uses, so it can be no one else's. Where processes
/// do not show their environment (anywhere but on Linux) nothing is done.
pub(super) async fn end(folders: Vec<PathBuf>) {
    if folders.is_empty() {
        return;
    }
    #[cfg(target_os = "linux")]
    if let Err(error) = tokio::task::spawn_blocking(move || linux::end(&folders)).await {
        tracing::warn!(%error, "what is left of tasks cannot be ended");
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        collections::HashSet, os::unix::ffi::OsStrExt as _, path::PathBuf, thread, time::Duration,
    };

    use nix::{
        sys::signal::{Signal, kill},
        unistd::{Pid, getpgrp},
    };

    use super::MARK;

    /// How often to look whether any is left: one that was just about to start another is met by the next look.
    const LOOKS: u32 = 250;
    const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

    pub(super) fn end(folders: &[PathBuf]) {
        let marks: HashSet<Vec<u8>> = folders
            .iter()
            .map(|folder| [MARK.as_bytes(), b"=", folder.as_os_str().as_bytes()].concat())
            .collect();
        let mut groups = HashSet::new();
        for _ in 0..LOOKS {
            let left = left(&marks, &mut groups);
            if left.is_empty() {
                return;
            }
            for pid in left {
                tracing::info!(%pid, "ending what is left of a task");
                // It may have ended since we looked.
                let _ = kill(pid, Signal::SIGKILL);
            }
            thread::sleep(BETWEEN_LOOKS);
        }
        tracing::error!("what is left of a task does not end");
    }

    /// The processes that bear a mark or are in a group where one does: a program may have started others without its
    /// environment, but hardly ever outside its group, which the service made for its task.
    fn left(marks: &HashSet<Vec<u8>>, groups: &mut HashSet<Pid>) -> Vec<Pid> {
        let (own, own_group) = (Pid::this(), getpgrp());
        let running: Vec<(Pid, Pid, bool)> = std::fs::read_dir("/proc")
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|process| {
                let pid = Pid::from_raw(process.file_name().to_str()?.parse().ok()?);
                let group = group(&std::fs::read_to_string(process.path().join("stat")).ok()?)?;
                let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
                let mut entries = environment.split(|byte| *byte == 0);
                Some((pid, group, entries.any(|entry| marks.contains(entry))))
            })
            .collect();
        let marked = running.iter().filter(|(_, _, marked)| *marked);
        groups.extend(marked.map(|(_, group, _)| *group));
        groups.remove(&own_group);
        running
            .into_iter()
            .filter(|(pid, group, marked)| *pid != own && (*marked || groups.contains(group)))
            .map(|(pid, ..)| pid)
            .collect()
    }

    /// The group of a process by its `stat`, unless it has ended and only waits to be noticed. The name before may hold
    /// anything.
    fn group(stat: &str) -> Option<Pid> {
        let (_, rest) = stat.rsplit_once(") ")?;
        let mut words = rest.split(' ');
        let state = words.next()?;
        let group = words.nth(1)?.parse().ok()?;
        (!matches!(state, "Z" | "X")).then_some(Pid::from_raw(group))
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

    #[tokio::test]
    async fn what_has_thrown_its_environment_away_ends_with_its_group_before_anything_goes_on() {
        use std::os::unix::process::CommandExt as _;
        let dir = tempfile::tempdir().unwrap();
        let mine = dir.path().join("t1");
        let mut shell = Command::new("/bin/sh")
            .args([
                "-c",
                "env -i sleep 60 & echo $! > pid.new; mv pid.new pid; wait",
            ])
            .current_dir(dir.path())
            .env("AZ_BATCH_TASK_DIR", &mine)
            .process_group(0)
            .spawn()
            .unwrap();
        let pid = dir.path().join("pid");
        while !pid.exists() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let child = std::fs::read_to_string(pid).unwrap();
        end(vec![mine]).await;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.trim()));
        shell.kill().unwrap();
        shell.wait().unwrap();
        // One that nobody has waited for yet stays as a zombie.
        assert!(
            stat.as_ref().map_or(true, |stat| stat.contains(") Z ")),
            "{stat:?}"
        );
    }
}
