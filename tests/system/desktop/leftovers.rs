//! What jobs that nobody knows have left in storage, looked for and removed in the window.

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
    leftovers::{age_containers, forget_history},
    scripts,
};

#[tokio::test]
async fn what_is_left_in_storage_is_told_and_removed_once_it_is_asked_for() {
    let home = Home::new();
    home.write("a.py", scripts::NOOP);
    home.run(["run", "a.py"]).expect(0);
    age_containers(&home, 40);
    forget_history(&home);

    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.click("nav-accounts").await;
    window.click("look-for-leftovers").await;
    window
        .wait_for_text("leftover-found", "1 container with")
        .await;
    window.click("remove-leftovers").await;
    window
        .wait_for_text("confirm-leftovers", "Remove 1 container?")
        .await;
    window.click_css("dialog[open] [data-testid=confirm]").await;
    window.wait_for_text("toast", "Removed: 1 container").await;
    window.find("leftover-none").await;
    window.click("look-for-leftovers").await;
    window.find("leftover-none").await;
    window.close().await;
}
