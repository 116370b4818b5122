//! The window is asked to close, as by its close button.

use std::time::{Duration, Instant};

use longshore_tests::{
    desktop::{Keyring, PATIENCE, Session, Window, keys},
    home::Home,
};
use pretty_assertions::assert_eq;
use serde_json::Value;

/// A window with a task that runs until it is told to end.
async fn with_a_task_that_runs(home: &Home) -> (Session, Window) {
    let script = home.write(
        "long.sh",
        format!(
            "for i in $(seq 600); do [ -e '{}' ] && exit 0; sleep 0.2; done\n",
            home.join("go").display()
        ),
    );
    let session = Session::start(home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Running").await;
    (session, window)
}

/// Waits until the window has closed, which WebDriver notices by its not answering.
async fn closed(window: Window, within: Duration) {
    let deadline = Instant::now() + within;
    while window.client.execute("return 1", Vec::new()).await.is_ok() {
        assert!(Instant::now() < deadline, "the window stays open");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // The driver holds on to a window that went by itself, and opens no other before it is told.
    let _ = window.client.close().await;
}

#[tokio::test]
async fn closing_while_tasks_run_here_asks_first_and_the_tasks_go_on() {
    let home = Home::new();
    let (session, window) = with_a_task_that_runs(&home).await;

    session.ask_to_close(&home);
    window
        .wait_for_text("confirm-close", "1 task runs on this computer")
        .await;
    // The keyboard is on the button that changes nothing, and Escape says the same.
    window.wait_for_focus("keep").await;
    window.press(false, keys::ESCAPE).await;
    window
        .css("dialog[data-testid=confirm-close]:not([open])")
        .await;

    session.ask_to_close(&home);
    window.css("dialog[data-testid=confirm-close][open]").await;
    // The window goes before the driver can say that it has clicked.
    let _ = window
        .css("dialog[open] [data-testid=confirm]")
        .await
        .click()
        .await;
    closed(window, PATIENCE).await;

    home.write("go", "");
    let waited = home.run(["wait", "--json"].iter().chain(&[job(&home).as_str()]));
    waited.expect(0);
}

#[tokio::test]
async fn a_second_request_closes_and_so_does_a_screen_that_does_not_answer() {
    let home = Home::new();
    let (session, window) = with_a_task_that_runs(&home).await;
    session.ask_to_close(&home);
    window.css("dialog[data-testid=confirm-close][open]").await;
    session.ask_to_close(&home);
    closed(window, PATIENCE).await;

    let window = session.open().await;
    window.press(true, 'j').await;
    window.wait_for_text("job-row", "Running").await;
    // A page that hears nothing any more: the program inside it is gone, the task still runs.
    window.client.goto("about:blank").await.unwrap();
    session.ask_to_close(&home);
    closed(window, PATIENCE).await;
    home.write("go", "");
}

#[tokio::test]
async fn closing_when_nothing_runs_here_does_not_ask_and_the_window_comes_back_where_it_was() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window
        .client
        .set_window_rect(120, 60, 1000, 700)
        .await
        .unwrap();
    wait_for_place(&window, [120, 60, 1000, 700]).await;
    session.ask_to_close(&home);
    closed(window, Duration::from_secs(20)).await;

    let window = session.open().await;
    wait_for_place(&window, [120, 60, 1000, 700]).await;
    session.ask_to_close(&home);
    closed(window, Duration::from_secs(20)).await;

    // The screen it was on is no longer there.
    let file = home.join("longshore/data/window.json");
    let kept = std::fs::read_to_string(&file).unwrap();
    let mut place: Value = serde_json::from_str(&kept).unwrap();
    place["main"]["x"] = 9_000.into();
    std::fs::write(&file, place.to_string()).unwrap();
    let window = session.open().await;
    let [x, _, width, height] = place_of(&window).await;
    assert!(x < 1440, "{x}");
    assert_eq!([width, height], [1000, 700]);
    // Nonsense is no reason not to start.
    std::fs::write(&file, "{").unwrap();
    window.close().await;
    session.open().await.close().await;
}

async fn place_of(window: &Window) -> [i64; 4] {
    let script = "return [screenX, screenY, innerWidth, innerHeight]";
    let place = window.client.execute(script, Vec::new()).await.unwrap();
    serde_json::from_value(place).unwrap()
}

async fn wait_for_place(window: &Window, wanted: [i64; 4]) {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let place = place_of(window).await;
        if place == wanted {
            return;
        }
        assert!(Instant::now() < deadline, "{place:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The newest job of the history.
fn job(home: &Home) -> String {
    let jobs = home.run(["jobs", "--json"]).expect(0).json();
    jobs["jobs"][0]["id"].as_str().unwrap().to_owned()
}
