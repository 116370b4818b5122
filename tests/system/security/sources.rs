//! What no source file may hold.

use std::{
    fs,
    path::{Path, PathBuf},
};

use longshore_tests::programs;
use pretty_assertions::assert_eq;

/// The folders of what is shipped.
const SHIPPED: [&str; 3] = ["crates", "src-tauri", "ui"];

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("target") && !path.ends_with("dist") {
                files(&path, ending, found);
            }
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
}

fn shipped(ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in SHIPPED {
        files(&programs::workspace().join(folder), ending, &mut found);
    }
    assert!(!found.is_empty());
    found.sort();
    found
}

/// The sources that hold a text, by their paths in the repository.
fn holding(text: &str) -> Vec<String> {
    let root = programs::workspace();
    shipped(".rs")
        .into_iter()
        .filter(|path| fs::read_to_string(path).unwrap().contains(text))
        .map(|path| path.strip_prefix(&root).unwrap().display().to_string())
        .collect()
}

#[test]
fn nothing_turns_the_verification_of_certificates_off() {
    for switch in [
        "danger_accept_invalid_certs",
        "danger_accept_invalid_hostnames",
        "tls_danger_accept",
        "impl ServerCertVerifier",
        "ServerCertVerifier for",
        "ServerCertVerified::assertion",
        "NODE_TLS_REJECT_UNAUTHORIZED",
        "PYTHONHTTPSVERIFY",
        "AZURE_CLI_DISABLE_CONNECTION_VERIFICATION",
    ] {
        assert_eq!(holding(switch), [""; 0], "{switch}");
    }
    // Giving rustls any verifier of one's own choice is called dangerous: here it is the operating system's.
    let chosen = holding(".dangerous()");
    for path in &chosen {
        let text = fs::read_to_string(programs::workspace().join(path)).unwrap();
        assert!(text.contains("rustls_platform_verifier"), "{path}");
    }
    assert_eq!(chosen, ["crates/azure/src/tls.rs"]);
}

#[test]
fn no_member_may_hold_unsafe_code() {
    let root = programs::workspace();
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    let mut manifests = shipped("Cargo.toml");
    manifests.extend(["tests", "xtask", "fuzz"].map(|member| root.join(member).join("Cargo.toml")));
    for path in manifests {
        let manifest = fs::read_to_string(&path).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn the_page_holds_no_code_and_no_address_of_another_site() {
    let page = fs::read_to_string(programs::workspace().join("ui/index.html")).unwrap();
    for foreign in [
        "http://",
        "https://",
        "src=\"//",
        "onload=",
        "onclick=",
        "javascript:",
    ] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    // What others named stays text: markup is made of our own drawings alone.
    for (raw, places) in [
        ("inner_html", &["ui/src/components/icon.rs"][..]),
        ("insert_adjacent_html", &[]),
        ("eval(", &[]),
    ] {
        let mut found = holding(raw);
        found.retain(|path| path.starts_with("ui/"));
        assert_eq!(found, places, "{raw}");
    }
}
