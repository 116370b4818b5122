//! Narrower than the window is meant to be: 320 px, as of 640 at 200 %.

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;

#[tokio::test]
async fn at_320_px_nothing_overlaps_and_everything_is_reached_by_scrolling() {
    let home = Home::new();
    let script = home.write(
        "a-payload-with-a-rather-long-name-for-a-table.py",
        scripts::RAISES,
    );
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.client.set_window_size(320, 600).await.unwrap();
    if window.width().await > 320 {
        window.zoom(2).await;
        window.client.set_window_size(640, 600).await.unwrap();
    }
    window.wait_for_width(320).await;

    let mut found = String::new();
    window.find("drop-zone").await;
    look(&window, "submit", &mut found).await;
    window.drop_files(&[&script]).await;
    window.find("review-row").await;
    look(&window, "review", &mut found).await;
    click(&window, "submit").await;
    window.wait_for_text("job-state", "Failed").await;
    window.find("failure").await;
    look(&window, "job", &mut found).await;
    for (tab, first) in [
        ("tab-output", "log"),
        ("tab-result", "main"),
        ("tab-events", "timeline"),
    ] {
        click(&window, tab).await;
        window.find(first).await;
        look(&window, tab, &mut found).await;
    }
    click(&window, "close-job").await;
    window.find("job-row").await;
    look(&window, "jobs", &mut found).await;
    click(&window, "nav-accounts").await;
    window.find("this-computer").await;
    look(&window, "this computer", &mut found).await;
    click(&window, "add-account").await;
    window.find("account-form").await;
    look(&window, "account form", &mut found).await;
    click(&window, "nav-settings").await;
    window.find("theme-select").await;
    look(&window, "settings", &mut found).await;
    assert_eq!(found, "");
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

async fn look(window: &Window, screen: &str, found: &mut String) {
    assert_eq!(window.width().await, 320, "{screen}");
    let lost = window.out_of_reach().await;
    if !lost.is_empty() {
        *found += &format!("{screen}:\n{lost}\n");
    }
}

/// WebDriver aims beside the mark in a window that is zoomed; that a pointer reaches it is what `look` has checked.
async fn click(window: &Window, test_id: &str) {
    let element = serde_json::to_value(window.find(test_id).await).unwrap();
    let script = "arguments[0].click()";
    window.client.execute(script, vec![element]).await.unwrap();
}
