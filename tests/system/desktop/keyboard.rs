use longshore_tests::{
    desktop::{
        Keyring, Session,
        keys::{DOWN, ENTER, ESCAPE, RIGHT, TAB, UP},
    },
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;

/// As the sheet of shortcuts has it.
#[tokio::test]
async fn keys_alone_lead_from_the_first_start_to_an_opened_result() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.press(false, '?').await;
    window.wait_for_focus("close-shortcuts").await;
    window.press(false, ESCAPE).await;

    window.tab_to("run-sample").await;
    window.press(false, ENTER).await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.tab_to("task-row").await;
    window.press(false, ENTER).await;
    window.wait_for_focus("tab-output").await;
    window.press(false, RIGHT).await;
    window.wait_for_focus("tab-result").await;
    window.find("preview-image").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

#[tokio::test]
async fn keys_move_through_the_list_of_jobs_search_it_and_close_what_is_open() {
    let home = Home::new();
    for name in ["one.py", "two.py"] {
        home.run([
            "run".as_ref(),
            home.write(name, scripts::NOOP).as_os_str(),
            "--output".as_ref(),
            home.join("out").as_os_str(),
        ])
        .expect(0);
    }
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.press(true, 'j').await;
    window.wait_for_text("job-list", "one.py").await;
    window.tab_to("job-row").await;
    window.press(false, DOWN).await;
    window.wait_for_text("job-name", "two.py").await;
    window.press(false, DOWN).await;
    window.wait_for_text("job-name", "one.py").await;
    window.press_fast(&[UP, ENTER]).await;
    window.wait_for_focus("job-detail").await;
    window.wait_for_text("job-name", "two.py").await;
    window.press(false, ESCAPE).await;
    window.wait_until_gone("job-detail").await;
    window.wait_for_focus("job-row").await;

    window.press(true, 'f').await;
    window.wait_for_focus("search-jobs").await;
    window.press(false, 'o').await;
    window.press(false, 'n').await;
    window.press(false, 'e').await;
    window.wait_until_gone_text("job-list", "two.py").await;
    window.press(false, ESCAPE).await;
    window.wait_for_text("job-list", "two.py").await;
    window.press(true, 'n').await;
    window.find("drop-zone").await;
    window.press(false, TAB).await;
    window.press(true, ',').await;
    window.find("theme-select").await;
    window.close().await;
}

#[tokio::test]
async fn arrows_go_through_the_tasks_of_a_job_and_the_keyboard_goes_with_them() {
    let home = Home::new();
    let scripts = ["a.py", "b.py", "c.py"].map(|name| home.write(name, scripts::NOOP));
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window
        .submit(&scripts.each_ref().map(|path| path.as_path()))
        .await;
    window.wait_for_text("job-state", "Succeeded").await;
    window.tab_to("task-row").await;
    window.press_fast(&[DOWN, DOWN, ENTER]).await;
    window.wait_for_focus("tab-output").await;
    window.wait_for_text("job-detail", "c.py · c").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
}
