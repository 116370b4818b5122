//! Several tasks of one job at once.

use std::fs;

use longshore_tests::{
    desktop::{
        Keyring, Session, Window,
        keys::{DOWN, ESCAPE},
    },
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;
use serde_json::json;

/// A job of five tasks that has ended, open in the window.
async fn five(home: &Home) -> (Session, Window) {
    let payloads = ["a.py", "b.py", "c.py", "d.py", "e.py"].map(|n| home.write(n, scripts::NOOP));
    let mut arguments = vec!["run".into(), "--output".into(), home.join("out")];
    arguments.extend(payloads);
    home.run(arguments).expect(0);
    let session = Session::start(home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.press(true, 'j').await;
    window.wait_for_text("job-list", "a.py").await;
    window.click_row("job-row").await;
    window.wait_for_text("task-list", "e.py").await;
    (session, window)
}

/// The box before a task's row.
async fn pick(window: &Window, row: usize) {
    let check = format!("[data-row=task-{row}] [data-testid=pick-task]");
    window.click_css(&check).await;
}

/// The ids of the rows that are told to be chosen.
async fn selected(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid=task-row][aria-selected=true]')].map(r => r.dataset.id)";
    let ids = window.client.execute(script, Vec::new()).await.unwrap();
    serde_json::from_value(ids).unwrap()
}

#[tokio::test]
async fn two_of_five_tasks_chosen_by_key_and_mouse_run_again_as_a_job_of_two() {
    let home = Home::new();
    let (_session, window) = five(&home).await;
    let job = window.text_of("job-id").await;
    window.tab_to("task-row").await;
    for _ in 0..3 {
        window.press(false, DOWN).await;
    }
    window.press(false, ' ').await;
    window.wait_for_text("task-bar", "1 chosen").await;
    pick(&window, 1).await;
    window.wait_for_text("task-bar", "2 chosen").await;
    assert_eq!(selected(&window).await, ["b", "d"]);

    window.click("tasks-run-again").await;
    let told = "2 tasks submitted again as a new job";
    window.wait_for_text("toasts", told).await;
    window.wait_until_gone("task-bar").await;
    window.wait_for_focus("task-row").await;
    assert_eq!(window.text_of("job-id").await, job, "it stays open");
    window.click("show-toast").await;
    window.wait_until_gone_text("task-list", "a.py").await;
    window.wait_for_text("job-state", "Succeeded").await;
    let new = window.text_of("job-id").await;
    let found = window
        .call("tasks", json!({ "query": { "job": new } }))
        .await;
    let ids: Vec<_> = found["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| &task["id"])
        .collect();
    assert_eq!(ids, ["b", "d"]);
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

#[tokio::test]
async fn all_tasks_but_one_are_downloaded_and_their_ids_copied() {
    let home = Home::new();
    let (_session, window) = five(&home).await;
    let downloads = home.join("downloads");
    window
        .set_preferences(json!({ "download_folder": downloads }))
        .await;
    window.tab_to("task-row").await;
    window.press(true, 'a').await;
    window.wait_for_text("task-bar", "5 chosen").await;
    pick(&window, 2).await;
    window.wait_for_text("task-bar", "4 chosen").await;

    let folder = downloads.join(window.text_of("job-id").await);
    window.click("tasks-download").await;
    window
        .wait_for_text("toasts", folder.to_str().unwrap())
        .await;
    let mut brought: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|task| task.unwrap().file_name())
        .collect();
    brought.sort();
    assert_eq!(brought, ["a", "b", "d", "e"]);

    window.click("tasks-copy-ids").await;
    window.wait_for_text("toasts", "4 ids copied").await;
    // A field of one line takes the ends of lines for spaces.
    window.click("search-jobs").await;
    window.press(true, 'v').await;
    window.wait_for_value("search-jobs", "a b d e").await;
    window.close().await;
}

#[tokio::test]
async fn shift_and_an_arrow_choose_a_range_of_tasks_and_escape_gives_it_up_before_the_job() {
    let home = Home::new();
    let (_session, window) = five(&home).await;
    window.tab_to("task-row").await;
    window.press(false, DOWN).await;
    window.press_with_shift(DOWN).await;
    window.press_with_shift(DOWN).await;
    window.wait_for_text("task-bar", "3 chosen").await;
    assert_eq!(selected(&window).await, ["b", "c", "d"]);
    window.press(false, ESCAPE).await;
    window.wait_until_gone("task-bar").await;
    window.find("job-detail").await;
    assert_eq!(selected(&window).await, [""; 0]);
    window.press(false, ESCAPE).await;
    window.wait_until_gone("job-detail").await;
    window.close().await;
}
