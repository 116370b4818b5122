//! The service of this computer ends under a window whose job runs there.

use std::time::Duration;

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
    service,
};
use pretty_assertions::assert_eq;

#[tokio::test]
async fn a_service_that_is_killed_is_started_anew_and_the_job_comes_to_an_end() {
    let home = Home::new();
    let script = home.write("long.sh", "#!/bin/sh\nsleep 8; echo done\n");
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Running").await;
    let before = service::of(&home).expect("a service runs the task");
    service::kill(before);
    let mut looks = 0..600;
    while service::of(&home).is_none_or(|now| now == before) {
        assert!(looks.next().is_some(), "no service has taken its place");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // The task runs once more, to its end, and what happened is told.
    window.wait_for_text("job-state", "Succeeded").await;
    window.click("tab-events").await;
    window
        .wait_for_text("timeline", "was put back in the queue: its node went away")
        .await;
    window.click("tab-tasks").await;
    window.wait_for_text("task-row", "Succeeded").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.wait_for_text("log", "done").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
}
