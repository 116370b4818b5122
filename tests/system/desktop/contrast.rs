//! High contrast, as it is set.

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

/// The contrast the window shows, the colour its text has come to, and what the next start shows first.
async fn shown(window: &Window) -> Value {
    let script = "
        return [
            document.documentElement.dataset.contrast,
            getComputedStyle(document.body).color,
            localStorage.getItem('longshore.contrast'),
        ]";
    window.client.execute(script, Vec::new()).await.unwrap()
}

#[tokio::test]
async fn high_contrast_is_shown_at_once_and_kept_over_a_restart() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("nav-settings").await;
    window.click("theme-light").await;
    window.css("[data-theme=light]").await;
    assert_eq!(
        shown(&window).await,
        json!(["normal", "rgb(26, 31, 38)", "system"])
    );
    window.click("contrast-more").await;
    window.css("[data-contrast=more]").await;
    let high = json!(["more", "rgb(0, 0, 0)", "more"]);
    assert_eq!(shown(&window).await, high);
    window.wait_for_preference("contrast", "more").await;
    window.close().await;

    let window = session.open().await;
    window.css("[data-contrast=more]").await;
    assert_eq!(shown(&window).await, high);
    window.click("nav-settings").await;
    window.click("contrast-system").await;
    window.css("[data-contrast=normal]").await;
    window.wait_for_preference("contrast", "system").await;
    window.close().await;
}

/// Every pair of text and ground that is on screen, as axe measures them against 7:1.
#[tokio::test]
async fn with_high_contrast_no_text_on_screen_is_below_seven_to_one() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.go("#/gallery").await;
    window.find("gallery").await;
    let mut found = String::new();
    for theme in ["light", "dark"] {
        window.look((theme, "normal")).await;
        let normal = window.problems_of(&["color-contrast-enhanced"]).await;
        assert!(!normal.is_empty(), "{theme}: the rule finds nothing at all");
        window.look((theme, "more")).await;
        for problem in window.problems_of(&["color-contrast-enhanced"]).await {
            found += &format!("{theme}: {problem}\n");
        }
    }
    assert_eq!(found, "");
    window.close().await;
}
