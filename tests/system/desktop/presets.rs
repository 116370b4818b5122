//! How a submission runs, kept by name and used again: in the window, after a restart, and from the command line.

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
};
use pretty_assertions::assert_eq;
use serde_json::json;

const SCRIPT: &str = "import os, sys\nprint(os.environ['TIDE'], *sys.argv[1:])\n";

#[tokio::test]
async fn a_preset_is_kept_over_a_restart_used_again_and_forgotten_with_undo() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    let script = home.write("tide.py", SCRIPT);
    review(&window, &script).await;
    window.fill("field-retries", "2").await;
    window.fill("field-environment", "TIDE=spring").await;
    window.fill("field-arguments", "--name 'two words'").await;
    window.click("save-preset").await;
    // Without a name nothing is kept, and it is said why.
    window.click("preset-keep").await;
    window
        .wait_for_text("preset-dialog", "A preset needs a name.")
        .await;
    window.fill("preset-name", "<b>Spring</b> 潮").await;
    window.click("preset-keep").await;
    window.wait_for_value("preset", "<b>Spring</b> 潮").await;
    window.close().await;

    let window = session.open().await;
    review(&window, &script).await;
    choose(&window, "<b>Spring</b> 潮").await;
    window.wait_for_value("field-retries", "2").await;
    window
        .wait_for_value("field-arguments", "--name 'two words'")
        .await;
    window.click("submit").await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.wait_for_text("log", "spring --name two words").await;

    review(&window, &script).await;
    // What was submitted is over: the form starts from the account again.
    window.wait_for_value("preset", "").await;
    choose(&window, "<b>Spring</b> 潮").await;
    window.click("delete-preset").await;
    window.wait_until_gone("preset").await;
    assert_eq!(window.call("presets", json!({})).await, json!([]));
    window.click("undo").await;
    window.wait_for_value("preset", "<b>Spring</b> 潮").await;
    window.close().await;
}

/// A file under review, with nothing typed.
async fn review(window: &Window, script: &std::path::Path) {
    window.click("nav-submit").await;
    window.find("drop-zone").await;
    window.drop_files(&[script]).await;
    window.find("review-row").await;
}

async fn choose(window: &Window, name: &str) {
    let script = "
        const select = document.querySelector('[data-testid=preset]');
        select.value = arguments[0];
        select.dispatchEvent(new Event('change', { bubbles: true }));
    ";
    window.find("preset").await;
    window
        .client
        .execute(script, vec![name.into()])
        .await
        .unwrap();
}
