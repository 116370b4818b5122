//! What the window may do.

use std::fs;

use longshore_tests::programs;
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

fn shell(path: &str) -> Value {
    let path = programs::workspace().join("src-tauri").join(path);
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

/// The whole policy: a word more or less is a decision, which this test asks for.
#[test]
fn the_page_runs_its_own_code_alone_and_speaks_to_the_shell_alone() {
    let configuration = shell("tauri.conf.json");
    assert_eq!(
        configuration["app"]["security"],
        json!({
            "csp": {
                "default-src": "'none'",
                // A WebAssembly module counts as evaluated code; JavaScript from a text does not run.
                "script-src": "'self' 'wasm-unsafe-eval'",
                // Where things are placed is computed.
                "style-src": "'self' 'unsafe-inline'",
                "font-src": "'self'",
                "img-src": "'self' data: blob:",
                "connect-src": "'self' ipc: http://ipc.localhost",
                "form-action": "'none'",
                "base-uri": "'none'",
                "frame-ancestors": "'none'",
            },
            "capabilities": ["main"],
        })
    );
    // The page is the one that was built, from no server.
    assert_eq!(
        configuration["build"],
        json!({"frontendDist": "../ui/dist"})
    );
    let windows = configuration["app"]["windows"].as_array().unwrap();
    assert_eq!(windows.len(), 1);
    assert!(windows[0].get("url").is_none(), "{}", windows[0]);
}

#[test]
fn the_window_may_hear_events_and_be_zoomed_and_has_no_plugins() {
    let capabilities = fs::read_dir(programs::workspace().join("src-tauri/capabilities")).unwrap();
    let names: Vec<_> = capabilities
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["main.json"]);
    let main = shell("capabilities/main.json");
    assert_eq!(main["windows"], json!(["main"]));
    assert_eq!(
        main["permissions"],
        json!([
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "core:event:allow-emit",
            "core:webview:allow-set-webview-zoom",
        ])
    );
    // Pages from elsewhere have no rights at all.
    assert!(main.get("remote").is_none());
}
