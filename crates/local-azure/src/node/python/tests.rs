#![allow(clippy::unwrap_used)]
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;

use std::path::Path;

use super::*;

/// An interpreter that answers to what the environment is made with, and counts the environments it made.
fn fake_python(dir: &Path, pip_exit: u8) -> PathBuf {
    let path = dir.join("python-for-tests");
    let script = format!(
        "#!/bin/sh\n\
         case \"$1 $2\" in\n\
         '-c '*) echo 3.11.7;;\n\
         '-m venv') mkdir -p \"$3/bin\"; cp \"$0\" \"$3/bin/python3\"; echo made >> '{log}';;\n\
         '-m pip') echo pip >> '{log}'; echo 'ERROR: no network' >&2; exit {pip_exit};;\n\
         esac\n",
        log = dir.join("log").display(),
    );
    std::fs::write(&path, script).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

fn log(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("log")).unwrap_or_default()
}

#[test]
fn only_the_interpreter_by_its_plain_name_needs_the_environment() {
    assert!(is_needed_by("python3"));
    assert!(is_needed_by("python"));
    for other in ["/usr/bin/python3", "python3.11", "bash", ""] {
        assert!(!is_needed_by(other), "{other}");
    }
}

#[tokio::test]
async fn the_environment_is_made_once_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let base = fake_python(dir.path(), 0);
    let folder = dir.path().join("python");
    let python = Python::new(folder.clone(), Some(base.clone()));
    assert_eq!(python.bin_if_ready(), None);
    let (first, second) = tokio::join!(python.ready(), python.ready());
    let expected = Ready {
        bin: folder.join("bin"),
        note: None,
    };
    assert_eq!(
        (first.unwrap(), second.unwrap()),
        (expected.clone(), expected.clone())
    );
    assert_eq!(python.bin_if_ready(), Some(folder.join("bin")));
    let later = Python::new(folder, Some(base));
    assert_eq!(later.ready().await.unwrap(), expected);
    assert_eq!(log(dir.path()), "made\npip\n");
}

#[tokio::test]
async fn it_is_made_anew_when_its_interpreter_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let base = fake_python(dir.path(), 0);
    let folder = dir.path().join("python");
    let python = Python::new(folder.clone(), Some(base));
    python.ready().await.unwrap();
    std::fs::remove_file(folder.join("bin/python3")).unwrap();
    python.ready().await.unwrap();
    assert_eq!(log(dir.path()), "made\npip\nmade\npip\n");
}

#[tokio::test]
async fn without_a_network_it_works_and_says_what_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let base = fake_python(dir.path(), 1);
    let python = Python::new(dir.path().join("python"), Some(base));
    let ready = python.ready().await.unwrap();
    let note = ready.note.unwrap();
    assert!(
        note.contains("cloudpickle") && note.contains("ERROR: no network"),
        "{note}"
    );
    python.ready().await.unwrap();
    assert_eq!(log(dir.path()), "made\npip\n");
}

#[tokio::test]
async fn a_missing_interpreter_is_the_users_error_with_the_next_step() {
    let dir = tempfile::tempdir().unwrap();
    let python = Python::new(dir.path().join("python"), Some(dir.path().join("none")));
    let failure = python.ready().await.unwrap_err();
    assert_eq!(failure.code, "LongshorePythonUnavailable");
    assert!(
        failure.message.contains("was not found"),
        "{}",
        failure.message
    );
}

#[tokio::test]
async fn an_interpreter_without_venv_names_the_package_to_install() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("python-for-tests");
    let script = "#!/bin/sh\nif [ \"$1\" = -c ]; then echo 3.11.2; else echo 'No module named venv' >&2; exit 1; fi\n";
    std::fs::write(&base, script).unwrap();
    std::fs::set_permissions(&base, std::fs::Permissions::from_mode(0o755)).unwrap();
    let python = Python::new(dir.path().join("python"), Some(base));
    let failure = python.ready().await.unwrap_err();
    assert_eq!(failure.code, "LongshorePythonUnavailable");
    assert!(
        failure.message.contains("apt install python3-venv"),
        "{}",
        failure.message
    );
    assert!(
        failure.message.contains("No module named venv"),
        "{}",
        failure.message
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_a_killed_service_left_at_work_on_the_environment_does_not_write_beside_the_next() {
    use crate::node::leftovers::MARK;
    let dir = tempfile::tempdir().unwrap();
    let base = fake_python(dir.path(), 0);
    let folder = dir.path().join("python");
    let script = r#"while :; do mkdir -p "$0/lib/deep"; : >"$0/lib/deep/file"; done"#;
    let mut left = std::process::Command::new("/bin/sh")
        .args(["-c", script])
        .arg(&folder)
        .env(MARK, &folder)
        .spawn()
        .unwrap();
    while !folder.join("lib/deep/file").exists() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let ready = Python::new(folder.clone(), Some(base)).ready().await;
    let ended = left.try_wait().unwrap();
    let _ = left.kill();
    left.wait().unwrap();
    ready.unwrap();
    assert!(ended.is_some());
    assert!(!folder.join("lib").exists());
}
