//! The Rust target of the front end.

use std::path::Path;

use anyhow::{Result, bail};

use super::announce;
use crate::command::{Command, on_path};

/// The target triple of the front end.
const WASM: &str = "wasm32-unknown-unknown";

/// Adds the target with rustup, which is where a toolchain comes from nearly everywhere; names it elsewhere.
pub(super) fn install() -> Result<()> {
    let libraries = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM])
        .output()?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if !on_path(&format!("rustup{}", std::env::consts::EXE_SUFFIX)) {
        bail!(
            "the Rust target {WASM} is missing and there is no rustup to add it: install it as this toolchain was"
        );
    }
    announce(&format!("adding the Rust target {WASM}"));
    Command::new("rustup").args(["target", "add", WASM]).run()
}
