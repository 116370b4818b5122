use longshore_tests::{
    desktop::{Keyring, Session, keys},
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;

#[tokio::test]
async fn a_job_that_ends_elsewhere_is_told_with_its_tasks_and_the_open_one_is_not() {
    let home = Home::new();
    let slow = home.write("slow.py", scripts::SLOW);
    let failing = home.write("berth.py", scripts::RAISES);
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.find("drop-zone").await;
    window.drop_files(&[&slow, &failing]).await;
    window.wait_for_text("submit", "2 tasks").await;
    window.click("submit").await;
    window.wait_for_text("job-state", "Running").await;
    window.click("nav-submit").await;
    window.wait_for_text("toast", "1 of 2 tasks failed").await;
    // It has a row of its own: nothing that can be clicked is below it.
    let script = "
        const toasts = document.querySelector('[data-testid=toasts]').getBoundingClientRect();
        const main = document.querySelector('main').getBoundingClientRect();
        return toasts.top >= main.bottom && toasts.height > 0";
    let beside = window.client.execute(script, Vec::new()).await.unwrap();
    assert_eq!(beside, true);
    window.press(false, keys::ESCAPE).await;
    window.wait_until_gone("toast").await;

    window.click("run-sample").await;
    window.wait_for_text("job-state", "Succeeded").await;
    assert_eq!(window.count("toast").await, 0);
    window.close().await;
}

#[tokio::test]
async fn a_message_about_something_that_worked_goes_by_itself() {
    let home = Home::new();
    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("run-sample").await;
    window.wait_for_text("job-state", "Succeeded").await;
    let downloads = home.join("downloads");
    std::fs::create_dir(&downloads).unwrap();
    window
        .set_preferences(serde_json::json!({ "download_folder": downloads }))
        .await;
    window.click("download").await;
    window
        .wait_for_text("toast", downloads.to_str().unwrap())
        .await;
    window.wait_until_gone("toast").await;
    window.close().await;
}
