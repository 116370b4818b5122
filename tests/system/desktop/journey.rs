use std::fs;

use longshore_tests::{
    desktop::{Keyring, Session},
    fixtures,
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;

/// From a drop to results on disk, and found again after a restart.
#[tokio::test]
async fn dropped_payloads_run_and_their_results_are_previewed_downloaded_and_remembered() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;

    let (trivial, svm) = (
        fixtures::payload("func-trivial-node0.pkl"),
        fixtures::payload("func-svm-node1.pkl"),
    );
    window.find("drop-zone").await;
    window.drop_files(&[&trivial, &svm]).await;
    window
        .wait_for_text("review-row", "func-svm-node1.pkl")
        .await;
    assert_eq!(window.count("review-row").await, 2);
    window
        .paste("field-packages", "numpy==2.4.6\nscikit-learn==1.9.1")
        .await;
    window.click("submit").await;

    window.wait_for_text("job-state", "Succeeded").await;
    let job = window.text_of("job-id").await;
    window.wait_for_text("task-row", "func-trivial-node0").await;
    window.click_row("task-row").await;
    window.click("tab-result").await;
    window.wait_for_text("preview", "Hello, World").await;

    let downloads = home.join("downloads");
    fs::create_dir(&downloads).unwrap();
    window
        .set_preferences(serde_json::json!({ "download_folder": downloads }))
        .await;
    window.click("download").await;
    let folder = downloads.join(&job);
    window
        .wait_for_text("toast", folder.to_str().unwrap())
        .await;
    let result = fs::read(folder.join("func-trivial-node0/result.pkl")).unwrap();
    assert_eq!(result, fixtures::trivial_result(&result));
    assert!(folder.join("func-svm-node1/result.pkl").is_file());
    window.close().await;

    let window = session.open().await;
    window.click("nav-jobs").await;
    window.wait_for_text("job-row", "Succeeded").await;
    window.click_row("job-row").await;
    window.wait_for_text("job-id", &job).await;
    window.close().await;
}

#[tokio::test]
async fn the_sample_runs_with_one_click() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("run-sample").await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.close().await;
}

#[tokio::test]
async fn a_window_that_is_closed_while_tasks_run_shows_their_results_when_it_is_opened_again() {
    let home = Home::new();
    let slow = home.write("slow.py", scripts::SLOW);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&slow]).await;
    window.wait_for_text("job-state", "Running").await;
    window.close().await;

    let window = session.open().await;
    window.click("nav-jobs").await;
    window.wait_for_text("job-row", "Succeeded").await;
    window.click_row("job-row").await;
    window.click_row("task-row").await;
    window.click("tab-output").await;
    window.wait_for_text("log", "done").await;
    window.close().await;
}

#[tokio::test]
async fn a_failed_script_says_what_failed_and_why() {
    let home = Home::new();
    let script = home.write("berth.py", scripts::RAISES);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Failed").await;
    window.wait_for_text("failure", "no such berth: 7").await;
    window.close().await;
}

#[tokio::test]
async fn a_running_job_is_cancelled_from_the_window() {
    let home = Home::new();
    let script = home.write("long.sh", "sleep 300\n");
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.submit(&[&script]).await;
    window.wait_for_text("job-state", "Running").await;
    window.click("cancel-job").await;
    window.wait_for_text("job-state", "Cancelled").await;
    window.close().await;
}
