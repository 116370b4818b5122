//! Answers, frames and ticks that come when the part of the screen that asked for them has gone.

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;

#[tokio::test]
async fn the_window_goes_on_when_an_open_output_is_left_for_another_job() {
    let home = Home::new();
    let failing = home.write("berth.py", scripts::RAISES);
    let next = home.write("next.py", scripts::SLOW);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&failing]).await;
    window.wait_for_text("job-state", "Failed").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.click("stream-stderr").await;
    window.wait_for_text("log", "ValueError").await;

    window.click("nav-submit").await;
    window.submit(&[&next]).await;
    window.wait_for_text("job-name", "next.py").await;
    // An output that grows asks again every second, and scrolls with every answer: leave it while it does.
    window.wait_for_text("job-state", "Running").await;
    window.click("tab-output").await;
    window.wait_for_text("log", "begun").await;
    window.click("tab-result").await;
    window.click("nav-submit").await;
    window.click("nav-jobs").await;
    window.wait_for_text("job-state", "Succeeded").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
}
