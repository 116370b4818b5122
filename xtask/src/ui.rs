//! The front end: compiled to WebAssembly, bound to the browser, and laid beside its page and styles in `ui/dist`.

mod freshness;
mod mirror;

use anyhow::{Context, Result, ensure};

use crate::command::Command;
use crate::workspace::Workspace;
use freshness::Freshness;

#[derive(clap::Args, Default)]
pub(crate) struct Options {
    /// Without optimisation: quick to build, large and slow to load
    #[arg(long)]
    dev: bool,
    /// As it is shipped: without the page of all components (`#/gallery`)
    #[arg(long)]
    shipped: bool,
}

impl Options {
    /// For a package, and for measuring what people get.
    pub(crate) const SHIPPED: Self = Self {
        dev: false,
        shipped: true,
    };
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
    let variant = if options.shipped {
        format!("{profile}, shipped")
    } else {
        profile.to_owned()
    };
    let freshness = Freshness::new(
        workspace.target("ui.stamp"),
        &variant,
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
    println!("building the front end ({variant})");
    let features: &[&str] = if options.shipped {
        &[]
    } else {
        &["--features", "gallery"]
    };
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
        .args(features)
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
    if options.shipped {
        refuse_gallery(&std::fs::read(fresh.join("longshore-ui_bg.wasm"))?)?;
    }
    for name in COPIED {
        mirror::copy(&workspace.path("ui").join(name), &fresh.join(name))?;
    }
    mirror::make_equal(&fresh, &workspace.path("ui/dist"))?;
    freshness.note(begun)
}

/// Every sample of the page of components has a name that begins with this word; nothing else of the program holds it.
const GALLERY: &[u8] = b"gallery";

/// A feature that another package switches on would bring the page of components back unnoticed.
fn refuse_gallery(program: &[u8]) -> Result<()> {
    ensure!(
        !program.windows(GALLERY.len()).any(|part| part == GALLERY),
        "the page of all components is in a front end that is to be shipped"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::refuse_gallery;

    #[test]
    fn a_front_end_with_the_page_of_components_is_not_shipped() {
        assert!(refuse_gallery(b"\0asm gallery-buttons").is_err());
        assert!(refuse_gallery(b"\0asm settings").is_ok());
    }
}
