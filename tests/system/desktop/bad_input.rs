//! Outputs nobody would choose, on the screen.

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
    window.find("drop-zone").await;
    window.drop_files(&[&script]).await;
    window.find("review-row").await;
    window.click("submit").await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.click_row("task-row").await;
    // The longest that the page stood still while it was shown and read further back.
    let watch = "
        window.longest = 0;
        let last = performance.now();
        setInterval(() => { const now = performance.now(); longest = Math.max(longest, now - last); last = now; }, 20)";
    window.client.execute(watch, Vec::new()).await.unwrap();
    window.click("tab-output").await;
    window.wait_for_text("log", "xxxx").await;
    for _ in 0..4 {
        window.click("show-earlier").await;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let shown = window.text_of("log").await.len();
    assert!(shown < 10_000, "{shown}");
    let longest = window.client.execute("return longest", Vec::new()).await;
    let longest = longest.unwrap().as_f64().unwrap();
    assert!(longest < 1_500.0, "the window stood still for {longest} ms");
    window.close().await;
}
