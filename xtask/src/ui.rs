//! The front end: compiled to WebAssembly, bound to the browser, and laid beside its page and styles in `ui/dist`.

mod freshness;
mod mirror;

use anyhow::{Context, Result};

use crate::command::Command;
use crate::workspace::Workspace;
use freshness::Freshness;

#[derive(clap::Args, Default)]
pub(crate) struct Options {
    /// Without optimisation: quick to build, large and slow to load
    #[arg(long)]
    dev: bool,
}

/// What the finished front end depends on.
const SOURCES: &[&str] = &[
    "ui/src",
    "ui/styles",
    "ui/assets",
    "ui/index.html",
    "ui/boot.js",
    "ui/Cargo.toml",
    "crates/model",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

/// Files of `ui/dist` that are copied as they are; `index.html` names them.
const COPIED: &[&str] = &["index.html", "boot.js", "styles", "assets"];

/// Builds `ui/dist` unless it is newer than everything it is made of.
///
/// The shell embeds the folder when it is compiled: files whose content stays the same keep their time, so that it is
/// not compiled again for nothing.
pub(crate) fn build(workspace: &Workspace, options: &Options) -> Result<()> {
    let profile = if options.dev { "dev" } else { "wasm" };
    let freshness = Freshness::new(
        workspace.target("ui.stamp"),
        profile,
        workspace.path("ui/dist/index.html"),
    );
    let sources: Vec<_> = SOURCES
        .iter()
        .map(|source| workspace.path(source))
        .collect();
    if freshness.covers(&sources) {
        println!("ui/dist is up to date");
        return Ok(());
    }
    let begun = std::time::SystemTime::now();
    println!("building the front end ({profile} profile)");
    Command::cargo()
        .args([
            "build",
            "--package",
            "longshore-ui",
            "--target",
            "wasm32-unknown-unknown",
            "--profile",
            profile,
        ])
        .run()?;

    // Cargo names the folder of the dev profile otherwise than the profile.
    let folder = if options.dev { "debug" } else { profile };
    let fresh = workspace.target("ui-fresh");
    if fresh.exists() {
        std::fs::remove_dir_all(&fresh).with_context(|| format!("clearing {}", fresh.display()))?;
    }
    Command::new(workspace.tool("wasm-bindgen"))
        .args(["--target", "web", "--no-typescript"])
        // A third of the file is names of functions, which nobody reads there.
        .args(["--remove-name-section", "--remove-producers-section"])
        .arg("--out-dir")
        .arg(&fresh)
        .arg(workspace.target(&format!(
            "wasm32-unknown-unknown/{folder}/longshore-ui.wasm"
        )))
        .run()?;
    for name in COPIED {
        mirror::copy(&workspace.path("ui").join(name), &fresh.join(name))?;
    }
    mirror::make_equal(&fresh, &workspace.path("ui/dist"))?;
    freshness.note(begun)
}
