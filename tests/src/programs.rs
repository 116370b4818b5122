//! Where the programs and tools under test are.

use std::{
    env,
    path::{Path, PathBuf},
};

/// The workspace's root.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The `longshore` command: `LONGSHORE_BIN`, or the debug build.
pub fn cli() -> PathBuf {
    program(
        "LONGSHORE_BIN",
        "target/debug/longshore",
        "cargo build -p longshore-cli",
    )
}

/// The desktop app: `LONGSHORE_DESKTOP_BIN`, or the debug build.
pub fn desktop() -> PathBuf {
    program(
        "LONGSHORE_DESKTOP_BIN",
        "target/debug/longshore-desktop",
        "cargo xtask ui && cargo build -p longshore-desktop",
    )
}

/// The folder with the Python package as it was built last, for `PYTHONPATH`.
pub fn python_package() -> PathBuf {
    program(
        "LONGSHORE_PYTHON_PACKAGE",
        "target/python-package",
        "cargo xtask test --only python",
    )
}

/// The folder of pinned tools that `cargo xtask setup` fills: `LONGSHORE_TOOLS`, or `.tools`.
pub fn tools() -> PathBuf {
    program("LONGSHORE_TOOLS", ".tools", "cargo xtask setup")
}

/// The Python with the official SDKs.
pub fn python() -> PathBuf {
    python_in("python")
}

/// The Python of one of the environments of [`tools`].
pub fn python_in(environment: &str) -> PathBuf {
    tools().join(environment).join("bin/python")
}

/// The image that the original Covalent plugin names when it is told no other, and a command that does what its entry point
/// does: the one that the plugin's package brings.
pub fn covalent_image() -> (&'static str, String) {
    let environment = "covalent-azurebatch";
    let entry_point = found(
        environment,
        "lib/python3.*/site-packages/covalent_azurebatch_plugin/assets/infra/exec.py",
    );
    let python = python_in(environment);
    let command = format!("'{}' '{}'", python.display(), entry_point.display());
    ("covalent.azurecr.io/covalent-executor-base:latest", command)
}

/// A file of one of the environments of [`tools`], whatever the version of its Python; `python3.*` stands for that.
fn found(environment: &str, below: &str) -> PathBuf {
    let (before, after) = below.split_once("python3.*/").expect("a version");
    let lib = tools().join(environment).join(before);
    let mut folders = std::fs::read_dir(&lib).unwrap().flatten();
    let path = folders.find_map(|folder| {
        let name = folder.file_name();
        let path = folder.path().join(after);
        (name.to_string_lossy().starts_with("python3.") && path.exists()).then_some(path)
    });
    path.unwrap_or_else(|| panic!("{below} is not below {}", lib.display()))
}

/// The folder of the JavaScript packages of [`tools`].
pub fn node_modules() -> PathBuf {
    tools().join("npm/node_modules")
}

fn program(variable: &str, default: &str, make_it: &str) -> PathBuf {
    let path = env::var_os(variable).map_or_else(|| workspace().join(default), PathBuf::from);
    assert!(path.exists(), "{} is not there: {make_it}", path.display());
    path
}
