//! Pinned jobs: by mouse and by key, in every order, until they are let go.

use longshore_tests::{
    desktop::{Keyring, Session, Window, keys::DOWN},
    home::Home,
};
use pretty_assertions::assert_eq;

use super::many::jobs;

/// Waits until the list begins with these jobs, each with a pin that offers to do so.
async fn begins_with(window: &Window, pins: &[&str]) {
    for (row, pin) in pins.iter().enumerate() {
        let pin = format!("tr[data-row=job-{row}] [data-testid=pin-job][aria-label='{pin}']");
        window.css(&pin).await;
    }
}

#[tokio::test]
async fn jobs_pinned_by_mouse_and_by_key_come_first_and_still_do_after_a_restart() {
    let home = Home::new();
    let (session, window) = jobs(&home, &["one.py", "two.py", "three.py"]).await;
    begins_with(&window, &["Pin three.py", "Pin two.py", "Pin one.py"]).await;
    let oldest = window.css("tr[data-row=job-2] [data-testid=pin-job]").await;
    let size = oldest.rectangle().await.unwrap();
    assert!(size.2 >= 24.0 && size.3 >= 24.0, "{size:?}");
    oldest.click().await.unwrap();
    begins_with(&window, &["Unpin one.py", "Pin three.py", "Pin two.py"]).await;
    assert_eq!(window.count("job-detail").await, 0, "a pin opens no job");

    window.tab_to("job-row").await;
    for name in ["one.py", "three.py", "two.py"] {
        window.press(false, DOWN).await;
        window.wait_for_text("job-name", name).await;
    }
    window.press(false, 'p').await;
    begins_with(&window, &["Unpin two.py", "Unpin one.py", "Pin three.py"]).await;
    // The focus went along, and so the same key takes it back.
    window.css("tr[data-row=job-0]:focus").await;
    window.press(false, 'p').await;
    begins_with(&window, &["Unpin one.py", "Pin three.py", "Pin two.py"]).await;
    window.css("tr[data-row=job-2]:focus").await;
    // It is still the one that is open, and has a pin there, too.
    window.wait_for_text("job-name", "two.py").await;
    window
        .css("[data-testid=pin-open-job][aria-label='Pin two.py']")
        .await;
    window.click("pin-open-job").await;
    window
        .css("[data-testid=pin-open-job][aria-label='Unpin two.py']")
        .await;
    begins_with(&window, &["Unpin two.py", "Unpin one.py", "Pin three.py"]).await;

    window.click("sort-job").await;
    begins_with(&window, &["Unpin one.py", "Unpin two.py", "Pin three.py"]).await;
    window.fill("search-jobs", "is:pinned").await;
    window.wait_until_gone_text("job-list", "three.py").await;
    window.fill("search-jobs", ".py").await;
    window.wait_for_text("job-list", "three.py").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
    drop(session);

    let session = Session::start(&home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.press(true, 'j').await;
    // The window keeps what was searched for, but WebKit writes it down at leisure, and this window was killed: which of
    // the searches came back is chance.
    window.fill("search-jobs", ".py").await;
    begins_with(&window, &["Unpin one.py", "Unpin two.py", "Pin three.py"]).await;
    window.close().await;
}

#[tokio::test]
async fn deleting_all_jobs_at_once_leaves_pinned_ones_and_by_hand_they_go() {
    let home = Home::new();
    let (_session, window) = jobs(&home, &["one.py", "two.py"]).await;
    window
        .css("tr[data-row=job-1] [data-testid=pin-job]")
        .await
        .click()
        .await
        .unwrap();
    begins_with(&window, &["Unpin one.py", "Pin two.py"]).await;
    window.click("pick-all").await;
    window.click("bulk-delete").await;
    window
        .wait_for_text("confirm-bulk", "pinned jobs stay too")
        .await;
    window.click("confirm").await;
    window
        .wait_for_text("toasts", "1 job deleted, 1 pinned and kept")
        .await;
    window.wait_until_gone_text("job-list", "two.py").await;
    begins_with(&window, &["Unpin one.py"]).await;

    window.click("pick-job").await;
    window.wait_for_text("bulk-bar", "1 chosen").await;
    window.click("bulk-delete").await;
    window.click("confirm").await;
    window.wait_for_text("toasts", "1 job deleted").await;
    window.wait_until_gone("job-row").await;
    window.close().await;
    let left = home.run(["jobs", "--json"]).expect(0).json();
    assert_eq!(left["total"], 0);
}
