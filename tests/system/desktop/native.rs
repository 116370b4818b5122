//! What the window shares with the system: results dragged out of it, and the menu bar.

use std::{fs, io::Read as _, time::Duration};

use longshore_tests::{
    desktop::{Keyring, Session, Window},
    home::Home,
};
use pretty_assertions::assert_eq;
use serde_json::json;

/// Brings home a file whose name is no address as it stands.
const LEAVES: &str = r#"
import pathlib
pathlib.Path("outputs/50% of ü.txt").write_text("brought home")
"#;

#[tokio::test]
async fn a_result_is_dragged_to_another_program_and_dragging_it_back_submits_nothing() {
    let home = Home::new();
    let script = home.write("tide.py", LEAVES);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window
        .client
        .set_window_rect(0, 0, 1000, 800)
        .await
        .unwrap();
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    let file = "[data-testid=result-file][title$=\"50% of ü.txt\"]";
    window.css(file).await;
    let [x, y] = middle(&window, file).await;

    // Back to where it came from: nothing is offered, nothing is added.
    let (from, over) = (format!("move:{x},{y}"), format!("move:{x},{}", y + 120));
    let near = format!("move:{},{}", x + 20, y + 20);
    session.by_hand(&home, &[&from, "press", &near, &over, "wait:500"]);
    assert_eq!(window.count("drop-overlay").await, 0);
    session.by_hand(&home, &["release", "wait:1000"]);
    // Otherwise the review would be on screen.
    assert_eq!(window.count("review-row").await, 0);
    window.css(file).await;

    let (mut other, mut told) = session.drop_target(&home, [1100, 200, 300, 300]);
    let [x, y] = middle(&window, file).await;
    let from = format!("move:{x},{y}");
    let near = format!("move:{},{}", x + 20, y + 20);
    let way = [
        "move:1050,300",
        "move:1150,320",
        "move:1200,330",
        "wait:300",
    ];
    session.by_hand(&home, &[&from, "press", &near]);
    session.by_hand(&home, &way);
    session.by_hand(&home, &["move:1210,335", "wait:300", "release"]);
    let dropped = tokio::task::spawn_blocking(move || {
        let mut dropped = String::new();
        told.read_to_string(&mut dropped).unwrap();
        other.wait().unwrap();
        dropped
    });
    let dropped = tokio::time::timeout(Duration::from_secs(30), dropped)
        .await
        .expect("nothing was dropped")
        .unwrap();
    let path = dropped.trim().strip_prefix("file://").unwrap();
    let path = path
        .replace("%25", "%")
        .replace("%20", " ")
        .replace("%C3%BC", "ü");
    assert_eq!(fs::read_to_string(path).unwrap(), "brought home");
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

/// Where the middle of an element is on the screen, in a window that stands in its corner.
async fn middle(window: &Window, selector: &str) -> [i64; 2] {
    let script = "
        const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)]";
    let middle = window
        .client
        .execute(script, vec![selector.into()])
        .await
        .unwrap();
    serde_json::from_value(middle).unwrap()
}

#[tokio::test]
async fn the_menu_bar_is_there_when_it_is_wanted_and_its_lines_do_what_they_say() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window
        .client
        .set_window_rect(0, 0, 1000, 700)
        .await
        .unwrap();
    let height = height(&window).await;
    window.click("nav-settings").await;
    window.click("menu-bar").await;
    let bar = height - wait_for_height(&window, |now| now < height).await;
    assert!((16..60).contains(&bar), "{bar}");

    // The second line of the first menu: the sample.
    session.by_hand(
        &home,
        &[
            "move:15,10",
            "press",
            "release",
            "wait:300",
            "key:Down",
            "key:Down",
            "key:Return",
        ],
    );
    window.wait_for_text("job-state", "Succeeded").await;

    window.click("nav-settings").await;
    window.click("menu-bar").await;
    wait_for_height(&window, |now| now == height).await;
    let kept = window.call("preferences", json!({})).await;
    assert_eq!(kept["menu_bar"], false);
    window.close().await;
}

async fn height(window: &Window) -> i64 {
    let height = window
        .client
        .execute("return innerHeight", Vec::new())
        .await
        .unwrap();
    height.as_i64().unwrap()
}

async fn wait_for_height(window: &Window, is: impl Fn(i64) -> bool) -> i64 {
    for _ in 0..200 {
        let now = height(window).await;
        if is(now) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the window stays {} px high", height(window).await);
}
