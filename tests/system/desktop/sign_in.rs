//! Whether the system starts the window as the person signs in to the computer.

use std::fs;

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
    programs,
};
use pretty_assertions::assert_eq;
use serde_json::json;

const SWITCH: &str = "start-at-sign-in";

/// Waits until the switch can be used and is on or off.
async fn wait_for_switch(window: &Window, on: bool) {
    let state = if on { ":checked" } else { ":not(:checked)" };
    window
        .css(&format!("[data-testid={SWITCH}]:enabled{state}"))
        .await;
}

#[tokio::test]
async fn the_switch_makes_the_entry_that_a_session_starts_and_takes_it_away() {
    let home = Home::new();
    let entry = home.join(".config/autostart/Longshore.desktop");
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("nav-settings").await;
    wait_for_switch(&window, false).await;
    assert!(!entry.exists());

    window.click(SWITCH).await;
    wait_for_switch(&window, true).await;
    wait_for_answer(&window, true).await;
    let text = fs::read_to_string(&entry).unwrap();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    assert_eq!(lines[0], "[Desktop Entry]");
    assert!(lines.contains(&"Type=Application"), "{text}");
    let exec = format!("Exec={}", programs::desktop().display());
    assert!(lines.contains(&exec.as_str()), "{text}");

    // The system's own settings may take the entry away: the switch says what is so.
    fs::remove_file(&entry).unwrap();
    window.click("nav-accounts").await;
    window.click("nav-settings").await;
    wait_for_switch(&window, false).await;

    window.click(SWITCH).await;
    wait_for_answer(&window, true).await;
    window.click(SWITCH).await;
    wait_for_answer(&window, false).await;
    wait_for_switch(&window, false).await;
    assert!(!entry.exists());
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told_and_the_switch_goes_back() {
    let home = Home::new();
    // Not writable by anybody, not by root either.
    home.write(".config/autostart", "");
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("nav-settings").await;
    wait_for_switch(&window, false).await;
    window.click(SWITCH).await;
    window
        .wait_for_text("toast", "could not be set to start at sign-in")
        .await;
    window.wait_for_text("toast", "~/.config/autostart").await;
    wait_for_switch(&window, false).await;
    window.close().await;
}

/// Waits until the system says so, by the window's own way of asking.
async fn wait_for_answer(window: &Window, on: bool) {
    let mut tries = 0..100;
    while window.call("starts_at_sign_in", json!({})).await != json!(on) {
        assert!(tries.next().is_some(), "the system never says {on}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
