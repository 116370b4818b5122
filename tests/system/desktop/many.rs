//! Many jobs at once, and the ways to find one.

use longshore_tests::{
    desktop::{
        Keyring, Session, Window,
        keys::{DOWN, ENTER},
    },
    home::Home,
    scripts,
};
use pretty_assertions::assert_eq;

/// A history with a job of each name that has ended, and the window on its list.
pub(super) async fn jobs(home: &Home, names: &[&str]) -> (Session, Window) {
    for name in names {
        let script = if name.starts_with("bad") {
            "raise SystemExit(3)"
        } else {
            scripts::NOOP
        };
        let payload = home.write(name, script);
        home.run([
            "run".as_ref(),
            payload.as_os_str(),
            "--retries".as_ref(),
            "0".as_ref(),
            "--output".as_ref(),
            home.join("out").as_os_str(),
        ]);
    }
    let session = Session::start(home, Keyring::Unlocked).await;
    let window = session.open().await;
    window.press(true, 'j').await;
    for name in names {
        window.wait_for_text("job-list", name).await;
    }
    (session, window)
}

#[tokio::test]
async fn all_jobs_but_one_are_deleted_at_once_and_the_history_and_the_notifications_tell_so() {
    let home = Home::new();
    let (_session, window) = jobs(&home, &["one.py", "two.py", "three.py"]).await;
    window.click("pick-all").await;
    window.wait_for_text("bulk-bar", "3 chosen").await;
    // The newest is the first row: it is taken out again.
    window.click("pick-job").await;
    window.wait_for_text("bulk-bar", "2 chosen").await;
    window.click("bulk-delete").await;
    window.wait_for_text("confirm-bulk", "Delete 2 jobs?").await;
    window.click("confirm").await;
    window.wait_for_text("toasts", "2 jobs deleted").await;
    window.wait_until_gone_text("job-list", "one.py").await;
    window.wait_until_gone("bulk-bar").await;
    window.click("show-notices").await;
    window.wait_for_text("notices", "2 jobs deleted").await;
    window.click("close-notices").await;
    window.close().await;

    let left = home.run(["jobs", "--json"]).expect(0).json();
    assert_eq!(left["total"], 1);
    assert_eq!(left["jobs"][0]["name"], "three.py");
}

#[tokio::test]
async fn keys_choose_jobs_and_only_those_that_failed_run_again() {
    let home = Home::new();
    let (_session, window) = jobs(&home, &["good.py", "bad.py"]).await;
    window.tab_to("job-row").await;
    window.press(false, ' ').await;
    window.wait_for_text("bulk-bar", "1 chosen").await;
    window.press(true, 'a').await;
    window.wait_for_text("bulk-bar", "2 chosen").await;
    window.click("bulk-run-failed").await;
    window
        .wait_for_text("toasts", "1 job submitted again, 1 had no failed task")
        .await;
    window.close().await;
    let after = home.run(["jobs", "--json"]).expect(0).json();
    assert_eq!(after["total"], 3);
    assert_eq!(after["jobs"][0]["name"], "bad.py");
}

#[tokio::test]
async fn the_palette_leads_to_a_job_and_to_a_theme_by_a_few_letters() {
    let home = Home::new();
    let (_session, window) = jobs(&home, &["harbour.py", "quay.py"]).await;
    window.press(true, 'k').await;
    window.wait_for_focus("palette-input").await;
    window.fill("palette-input", "harb").await;
    window.wait_for_text("palette-entry", "harbour.py").await;
    window.press(false, ENTER).await;
    window.wait_for_text("job-name", "harbour.py").await;

    window.press(true, 'k').await;
    window.wait_for_focus("palette-input").await;
    window.fill("palette-input", "theme").await;
    window.wait_for_text("palette-entry", "theme").await;
    // Light and dark are offered; the second is dark.
    window.press(false, DOWN).await;
    window.press(false, ENTER).await;
    window.css("html[data-theme=dark]").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
}

#[tokio::test]
async fn the_search_understands_states_and_accounts() {
    let home = Home::new();
    let (_session, window) = jobs(&home, &["good.py", "bad.py"]).await;
    window.fill("search-jobs", "state:failed").await;
    window.wait_until_gone_text("job-list", "good.py").await;
    window.wait_for_text("job-list", "bad.py").await;
    window
        .fill("search-jobs", "account:\"this computer\" good")
        .await;
    window.wait_until_gone_text("job-list", "bad.py").await;
    window.wait_for_text("job-list", "good.py").await;
    window.fill("search-jobs", "account:elsewhere").await;
    window.find("show-all").await;
    window.close().await;
}
