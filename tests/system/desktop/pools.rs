//! Pools in the window: chosen from a list, warned of, and explained while tasks wait for one.

use longshore_tests::{
    desktop::{Keyring, Session, Window, keys},
    home::Home,
    local::Local,
};
use serde_json::json;

#[tokio::test]
async fn a_pool_without_nodes_is_warned_of_in_the_review_and_the_job_says_why_it_waits() {
    let home = Home::new();
    let plan = home.write("faults.json", json!({"pool": {"nodes": 0}}).to_string());
    let script = home.write("hello.sh", "echo hello\n");
    let session = Session::start_with(&home, Keyring::Absent, |command| {
        command.env("LONGSHORE_LOCAL_FAULTS", &plan);
    })
    .await;
    let window = session.open().await;
    window.find("drop-zone").await;
    window.drop_files(&[&script]).await;
    window.wait_for_text("pool-warning", "has no nodes").await;
    // A warning: it keeps nobody from submitting.
    window.click("submit").await;
    window.wait_for_text("job-waiting", "has no nodes").await;
    window.wait_for_text("job-state", "Queued").await;
    home.write("faults.json", "{}");
    window.wait_for_text("job-state", "Succeeded").await;
    window.wait_until_gone("job-waiting").await;
    window.click("tab-events").await;
    window.wait_for_text("timeline", "has no nodes").await;
    window.close().await;
}

/// Saves an account on `local` whose pool is not there, and makes it the active one.
async fn account_on(window: &Window, local: &Local) {
    let draft = json!({
        "name": "hpc",
        "settings": {
            "authority_host": local.setting("authority"),
            "tenant_id": local.setting("tenant_id"),
            "client_id": local.setting("client_id"),
            "batch_account_url": local.setting("batch_account_url"),
            "storage_account_name": "covalentbatch",
            "pool_id": "covalent-pool",
        },
    });
    let secret = local.setting("client_secret");
    let args = json!({ "draft": draft, "secret": secret, "replaces": null });
    window.call("save_account", args).await;
    window
        .call("activate_account", json!({ "name": "hpc" }))
        .await;
    window.wait_for_text("account-switcher", "hpc").await;
}

#[tokio::test]
async fn a_pool_is_chosen_from_those_there_are_by_keyboard() {
    let (home, local) = (Home::new(), Local::misbehaving(&json!({})));
    let script = home.write("hello.sh", "echo hello\n");
    let session = Session::start_with(&home, Keyring::Absent, |command| {
        command.env("SSL_CERT_FILE", local.setting("ca_cert"));
    })
    .await;
    let window = session.open().await;
    account_on(&window, &local).await;

    window.drop_files(&[&script]).await;
    window.wait_for_text("pool-warning", "no such pool").await;
    window.tab_to("choose-pool").await;
    window.press(false, keys::ENTER).await;
    window.wait_for_text("pools", "1 node").await;
    window.wait_for_focus("pool-option").await;
    window.press(false, keys::DOWN).await;
    window.press(false, keys::ENTER).await;
    window.wait_for_value("field-pool", "local").await;
    window.wait_for_focus("field-pool").await;
    window.wait_until_gone("pools").await;
    window.wait_until_gone("pool-warning").await;
    window.close().await;
}
