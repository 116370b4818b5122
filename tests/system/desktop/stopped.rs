//! The window's own faults: they are shown, noted in the log, and one click away from a window that works.

use std::fs;

use longshore_tests::{
    desktop::{Keyring, PATIENCE, Session},
    home::Home,
};
use serde_json::Value;

/// What no browser does: there are no elements any more. So the program inside the window ends as it draws the next screen.
const BREAK: &str = "
    const broken = () => { throw new Error('no more elements') };
    for (const [kind, name] of [[Document, 'createElement'], [Document, 'importNode'], [Node, 'cloneNode']]) {
        kind.prototype[name] = broken;
    }
";

/// Answers as the shell does once a person has chosen a file: no driver reaches the system's own dialog.
const CHOOSE: &str = "
    const core = window.__TAURI__.core, invoke = core.invoke;
    const chosen = (command, sent, options) => sent && sent.name === 'save_diagnostics'
        ? Promise.resolve('/chosen/diagnose.zip')
        : invoke.call(core, command, sent, options);
    window.__TAURI__ = { ...window.__TAURI__, core: { ...core, invoke: chosen } };
";

#[tokio::test]
async fn a_window_that_stops_says_so_notes_it_and_opens_again() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.find("drop-zone").await;
    let run = async |script: &str| window.client.execute(script, Vec::new()).await.unwrap();

    window.click("nav-settings").await;
    window.find("theme-dark").await;
    run(CHOOSE).await;
    window.click("save-diagnostics").await;
    window.wait_for_text("toasts", "/chosen/diagnose.zip").await;

    run(BREAK).await;
    run("document.querySelector('[data-testid=nav-accounts]').click()").await;
    window.css("#stopped:not([hidden]) #reload").await;
    assert_ne!(window.stopped().await, "");
    let noted = || {
        let log = fs::read_to_string(home.join("longshore/data/logs/longshore-000001.jsonl"));
        let log = log.unwrap_or_default();
        let mut lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.find(|line| line["message"] == "the window's program has ended")
    };
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while noted().is_none() {
        assert!(tokio::time::Instant::now() < deadline, "nothing was noted");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let why = noted().unwrap()["fields"]["why"].to_string();
    assert!(why.contains("panicked at"), "{why}");

    window.css("#reload").await.click().await.unwrap();
    // The page before has all of that too.
    window.css("#stopped[hidden]").await;
    window.find("nav-settings").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
}
