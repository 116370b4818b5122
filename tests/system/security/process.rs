//! What the programs leave where others could look.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use longshore_tests::{home::Home, local::limited};
use pretty_assertions::assert_eq;

/// Files that somebody else on this computer could read: whose own rights allow it, and those of all folders above.
fn open_to_others(folder: &Path, found: &mut Vec<PathBuf>) {
    let others = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o077 != 0;
    if !others(folder) {
        return;
    }
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            open_to_others(&path, found);
        } else if others(&path) {
            found.push(path);
        }
    }
}

#[test]
fn after_a_job_nobody_else_can_read_what_longshore_keeps() {
    let home = Home::new();
    home.write("hello.sh", "#!/bin/sh\necho hello\n");
    // Open, so that each part has to be closed by itself.
    let kept = home.join("longshore");
    fs::create_dir(&kept).unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o755)).unwrap();
    home.run(["run", "hello.sh"]).expect(0);
    assert!(kept.join("data/local-azure/keys.json").is_file());
    let mut found = Vec::new();
    open_to_others(&kept, &mut found);
    assert_eq!(found, Vec::<PathBuf>::new());
}

#[test]
fn a_crash_writes_no_core_dump_of_a_program_with_secrets_in_memory() {
    // As where dumps are wanted of every program.
    let wanted = "ulimit -S -c \"$(ulimit -H -c)\" && ulimit -S -c";
    let (before, soft) = limited(&Home::new(), wanted, "Max core file size");
    assert_ne!(before, "0", "this machine allows no dumps to anyone");
    assert_eq!(soft, "0");
}
