//! Libraries in C that are preloaded into a program, to play what no test may do to the machine: a full disk, another clock.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use pretty_assertions::assert_eq;

use crate::{home::Home, programs};

/// Builds `tests/src/preload/NAME.c` into a folder.
pub fn library(name: &str, folder: &Path) -> PathBuf {
    let library = folder.join(name).with_extension("so");
    let source = programs::workspace().join("tests/src/preload").join(name);
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .arg(&library)
        .arg(source.with_extension("c"))
        .arg("-ldl")
        .status()
        .unwrap();
    assert_eq!(built.code(), Some(0));
    library
}

/// A disk that can be made full for whichever program is started on it.
#[derive(Debug)]
pub struct Disk {
    library: PathBuf,
    /// Holds the write from which on there is no room.
    from: PathBuf,
    /// Has a byte for each write.
    writes: PathBuf,
    /// What lies on it.
    below: String,
}

impl Disk {
    /// One that holds what is below a folder of a home.
    pub fn new(home: &Home, folder: &str) -> Self {
        Self {
            library: library("full_disk", home.path()),
            from: home.join("full-from"),
            writes: home.join("writes"),
            below: format!("{}/", home.join(folder).display()),
        }
    }

    /// Has a command, and what it starts, write to it.
    pub fn put_under(&self, command: &mut Command) {
        let _ = fs::remove_file(&self.writes);
        command
            .env("LD_PRELOAD", &self.library)
            .env("LONGSHORE_FULL_BELOW", &self.below)
            .env("LONGSHORE_FULL_FROM", &self.from)
            .env("LONGSHORE_FULL_LOG", &self.writes)
            .stdin(Stdio::null());
    }

    /// The file that tells from which write on it is full: while there is none, there is room.
    pub fn told_by(&self) -> &Path {
        &self.from
    }

    /// Full from that write of a program on, counted from 1.
    pub fn full_from(&self, write: usize) {
        fs::write(&self.from, write.to_string()).unwrap();
    }

    /// Makes room.
    pub fn has_room(&self) {
        let _ = fs::remove_file(&self.from);
    }

    /// How many writes there have been.
    pub fn written(&self) -> usize {
        fs::metadata(&self.writes).map_or(0, |log| usize::try_from(log.len()).unwrap())
    }
}
