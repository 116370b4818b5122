//! Names, texts and outputs nobody would choose, on the screen.

use std::{
    fs,
    path::{Path, PathBuf},
};

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
};
use pretty_assertions::assert_eq;
use serde_json::json;

/// Brings home a text of its own.
const SPEAKS: &str = r#"
import pathlib, sys
print("here is", len(sys.argv[0]) > 0)
pathlib.Path("outputs/said.txt").write_text("brought home", encoding="utf-8")
"#;

/// Markup in all that a task can say, with what would run if any of it became part of the page.
const MARKUP: &str = r#"
import pathlib
markup = "<img src=x onerror='window.ran = 1'><script>window.ran = 2</script><b class=loud>loud</b>"
print(markup)
pathlib.Path("outputs/page.html").write_text(markup)
raise ValueError(markup)
"#;

#[tokio::test]
async fn names_of_any_kind_are_reviewed_run_opened_and_downloaded_and_keep_to_the_window() {
    let home = Home::new();
    // As long as a file system takes it: 255 bytes.
    let longest = format!("{}na.py", "long-".repeat(50));
    let names = [
        longest.as_str(),
        "תוכנית שלום.py",
        "🏗️⚓️.py",
        "a\u{202e}gpj.py",
    ];
    let paths: Vec<_> = names.iter().map(|name| home.write(name, SPEAKS)).collect();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.find("drop-zone").await;
    window
        .drop_files(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>())
        .await;
    for name in names {
        window.wait_for_text("review-list", &shown(name)).await;
    }
    assert_eq!(window.out_of_reach().await, "", "review");
    window.click("submit").await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.wait_for_text("job-name", &shown(&longest)).await;
    assert_eq!(window.out_of_reach().await, "", "job");

    for (place, name) in names.iter().enumerate() {
        window.click("tab-tasks").await;
        let cell = format!("[data-testid=task-row][data-row=task-{place}] td:not(.pick)");
        window.click_css(&cell).await;
        window.click("tab-output").await;
        window.wait_for_text("log", "here is").await;
        window.click("tab-result").await;
        window.wait_for_text("preview", "brought home").await;
        assert_eq!(window.out_of_reach().await, "", "{name}");
    }

    let downloads = home.join("downloads");
    window
        .set_preferences(json!({ "download_folder": downloads }))
        .await;
    window.click("download").await;
    let job = window.text_of("job-id").await;
    window
        .wait_for_text("toast", downloads.join(&job).to_str().unwrap())
        .await;
    assert_eq!(window.out_of_reach().await, "", "downloaded");
    let brought: Vec<_> = fs::read_dir(downloads.join(&job))
        .unwrap()
        .map(|task| fs::read_to_string(task.unwrap().path().join("outputs/said.txt")).unwrap())
        .collect();
    assert_eq!(brought, ["brought home"; 4]);
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

/// A name as the screen has it: what would turn the rest of the line around is spelled out.
fn shown(name: &str) -> String {
    name.replace('\u{202e}', r"\u{202e}")
}

#[tokio::test]
async fn markup_in_names_messages_outputs_and_results_is_text() {
    let home = Home::new();
    let name = "<img src=x onerror=window.ran=3>.py";
    let script = home.write(name, MARKUP);
    let (session, window) = failed(&home, &script).await;
    window.wait_for_text("job-name", name).await;
    window.wait_for_text("job-list", name).await;
    window.wait_for_text("task-row", name).await;
    window
        .wait_for_text("failure", "<script>window.ran = 2</script>")
        .await;
    nothing_became_markup(&window, "job").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.click("stream-stdout").await;
    window.wait_for_text("log", "<b class=loud>loud</b>").await;
    nothing_became_markup(&window, "output").await;
    window.click("stream-stderr").await;
    window.wait_for_text("log", "ValueError: <img").await;
    nothing_became_markup(&window, "complaints").await;
    window.click("tab-result").await;
    window.wait_for_text("main", "<b class=loud>loud</b>").await;
    nothing_became_markup(&window, "result").await;
    window.click("tab-events").await;
    window.wait_for_text("timeline", "1 failed").await;
    nothing_became_markup(&window, "events").await;
    window.press(true, 'k').await;
    window.fill("palette-input", "onerror").await;
    window.wait_for_text("palette-entry", name).await;
    nothing_became_markup(&window, "palette").await;
    window.close().await;
    drop(session);
}

/// No element of the markup is in the page, and none of what it would run has run.
async fn nothing_became_markup(window: &Window, screen: &str) {
    let script = "return [
        window.ran ?? null,
        document.querySelectorAll('img[src=x], b.loud, [onerror], body script').length,
    ]";
    let found = window.client.execute(script, Vec::new()).await.unwrap();
    assert_eq!(found, json!([null, 0]), "{screen}");
    assert_eq!(window.stopped().await, "");
}

#[tokio::test]
async fn a_clipboard_that_refuses_is_told_and_the_text_can_be_selected_instead() {
    let home = Home::new();
    let script = home.write("berth.py", "raise ValueError('no such berth: 7')");
    let (session, window) = failed(&home, &script).await;
    for refuse in [
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'))",
        "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })",
    ] {
        window.client.execute(refuse, Vec::new()).await.unwrap();
        window.click("copy-details").await;
        window
            .wait_for_text("toast", "clipboard could not be reached")
            .await;
        window.click("close-toast").await;
        window.wait_until_gone("toast").await;
    }
    // As a person does it: pressed on its first letter, moved to its last, and not by the page's own say.
    let selected = "
        const title = document.querySelector('[data-testid=failure-title]');
        getSelection().selectAllChildren(title);
        return [getSelection().toString().includes('no such berth: 7'), getComputedStyle(title).webkitUserSelect]";
    let selected = window.client.execute(selected, Vec::new()).await.unwrap();
    assert_eq!(selected, json!([true, "text"]));
    window.close().await;
    drop(session);
}

/// A window on the job of a script that has failed at its first try.
async fn failed(home: &Home, script: &Path) -> (Session, Window) {
    let session = Session::start(home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[script]).await;
    window.wait_for_text("job-state", "Failed").await;
    (session, window)
}
