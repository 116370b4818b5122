//! Outputs nobody would choose, on the screen.

use std::time::Duration;

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
};

/// One line of 30 MB, and that is all.
const ENDLESS: &str = r#"
import sys
for number in range(30):
    sys.stdout.write("x" * 1_000_000)
sys.stdout.write(" the end")
"#;

#[tokio::test]
async fn an_output_that_is_one_line_of_many_megabytes_does_not_hold_the_window() {
    let home = Home::new();
    let script = home.write("endless.py", ENDLESS);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.wait_for_text("log", "xxxx").await;
    for _ in 0..4 {
        window.click("show-earlier").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    // Only what is on screen is in the page, and it still answers.
    let shown = window.text_of("log").await.len();
    assert!(shown < 10_000, "{shown}");
    window.close().await;
}
