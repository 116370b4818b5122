//! What is left in the embedded service's storage once nobody knows of it.

use std::{fs, process::Command};

use crate::home::Home;

/// Makes all containers of the embedded service so many days older.
pub fn age_containers(home: &Home, days: u32) {
    let script = "import sqlite3, sys, glob\n\
        for path in glob.glob(sys.argv[1] + '/**/blob.sqlite', recursive=True):\n\
        \x20   with sqlite3.connect(path, timeout=20) as db:\n\
        \x20       db.execute('UPDATE containers SET modified = modified - 86400 * ?', (sys.argv[2],))\n";
    let done = Command::new("python3")
        .args(["-c", script])
        .arg(home.path())
        .arg(days.to_string())
        .status()
        .unwrap();
    assert!(done.success());
}

/// Deletes the history, as people do who want to begin anew.
pub fn forget_history(home: &Home) {
    for entry in fs::read_dir(home.join("longshore/data")).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains("history.db") {
            fs::remove_file(path).unwrap();
        }
    }
}
