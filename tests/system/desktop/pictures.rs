//! Components and screens look as they were approved to look. See `longshore_tests::pictures`.

use longshore_tests::{
    desktop::{Keyring, Session, Window, keys::ESCAPE},
    home::Home,
    pictures::Album,
};

/// The sections of the gallery, as `ui/src/gallery.rs` has them.
const SECTIONS: [&str; 12] = [
    "buttons", "fields", "choices", "states", "plots", "tables", "notes", "toasts", "empty",
    "entries", "output", "overlays",
];

const THEMES: [(&str, &str); 2] = [("light", "normal"), ("dark", "normal")];

/// High contrast draws other lines around these; its colours are measured by `ui/tests/tokens.rs`.
const IN_HIGH_CONTRAST: [&str; 4] = ["buttons", "fields-focus", "choices", "states"];

async fn compare(album: &Album, window: &Window, name: &str, selector: &str) {
    for (theme, contrast) in THEMES {
        window.look((theme, contrast)).await;
        let name = format!("{name}-{theme}");
        album.compare(&name, &window.still_picture(selector).await);
    }
    if IN_HIGH_CONTRAST.contains(&name) {
        window.look(("dark", "more")).await;
        let name = format!("{name}-dark-high");
        album.compare(&name, &window.still_picture(selector).await);
    }
}

async fn gallery(album: &Album, window: &Window) {
    window.go("#/gallery").await;
    window.find("gallery").await;
    window.wait_for_text("gallery-output", "violet").await;
    let sections: String = window
        .client
        .execute(
            "return [...document.querySelectorAll('.gallery > section')].map(one => one.dataset.testid.slice(8)).join()",
            Vec::new(),
        )
        .await
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(sections, SECTIONS.join(","));
    for section in SECTIONS {
        let selector = format!("[data-testid=gallery-{section}]");
        compare(album, window, section, &selector).await;
    }
    for (name, section, focused) in [
        (
            "buttons-focus",
            "buttons",
            "[data-testid=gallery-buttons] .main",
        ),
        ("fields-focus", "fields", "#sample-wrong"),
        ("choices-focus", "choices", "[data-testid=sample-switch]"),
    ] {
        window.focus_on(focused).await;
        let selector = format!("[data-testid=gallery-{section}]");
        compare(album, window, name, &selector).await;
    }
    for dialog in ["dialog", "confirm"] {
        window.click(&format!("open-sample-{dialog}")).await;
        let selector = format!("[data-testid=sample-{dialog}]");
        compare(album, window, dialog, &selector).await;
        window.press(false, ESCAPE).await;
        window.wait_until_closed(&selector).await;
    }
}

/// Those whose content is the same on every computer at any time.
async fn screens(album: &Album, window: &Window) {
    window.click("nav-jobs").await;
    window.find("go-submit").await;
    compare(album, window, "screen-jobs-empty", "body").await;
    window.click("nav-settings").await;
    window.find("theme-select").await;
    compare(album, window, "screen-settings", "body").await;
    window.click("nav-accounts").await;
    window.click("add-account").await;
    window.find("account-form").await;
    compare(album, window, "screen-account-form", "body").await;
    window.click("show-shortcuts").await;
    window.find("close-shortcuts").await;
    compare(album, window, "shortcuts", "dialog[open]").await;
    window.press(false, ESCAPE).await;
    window.press(true, 'k').await;
    window.find("palette-entry").await;
    compare(album, window, "palette", "dialog[open]").await;
}

/// A window that draws the same each time.
async fn open(home: &Home) -> (Session, Window) {
    // By itself WebKit draws some parts of a page with the graphics card and some without, as it has time, and their
    // curves are not the same.
    let session = Session::start_with(home, Keyring::Unlocked, |command| {
        command.env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1");
    })
    .await;
    let window = session.open().await;
    window.client.set_window_size(1280, 800).await.unwrap();
    (session, window)
}

#[tokio::test]
async fn components_and_screens_look_as_approved_in_every_theme_and_contrast() {
    let home = Home::new();
    let (_session, window) = open(&home).await;
    let album = Album::open();
    gallery(&album, &window).await;
    screens(&album, &window).await;
    window.close().await;
    album.close();
}

#[tokio::test]
async fn a_shift_of_two_pixels_and_another_shade_are_seen() {
    let home = Home::new();
    let (_session, window) = open(&home).await;
    window.go("#/gallery").await;
    window.look(("light", "normal")).await;
    let buttons = "[data-testid=gallery-buttons]";
    let before = window.still_picture(buttons).await;
    assert!(before.looks_like(&window.still_picture(buttons).await));
    for change in [
        ".btn { position: relative; left: 2px }",
        ".btn.main { background: #0b8080 !important }",
        ".btn { border-radius: 0 !important }",
    ] {
        let script = "
            document.getElementById('change')?.remove();
            const style = document.createElement('style');
            style.id = 'change';
            style.textContent = arguments[0];
            document.head.append(style);
        ";
        window
            .client
            .execute(script, vec![change.into()])
            .await
            .unwrap();
        let after = window.still_picture(buttons).await;
        assert!(!before.looks_like(&after), "{change}");
    }
    window.close().await;
}
