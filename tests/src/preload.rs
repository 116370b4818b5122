//! Libraries in C that are preloaded into a program, to play what no test may do to the machine: a full disk, another clock.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use pretty_assertions::assert_eq;

use crate::programs;

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
