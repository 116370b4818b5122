//! A job whose account can no longer sign in while it runs, in the window.

use longshore_tests::{
    desktop::{Keyring, Session},
    home::Home,
};
use pretty_assertions::assert_eq;
use serde_json::json;

#[tokio::test]
async fn a_job_that_needs_attention_goes_on_in_the_same_window_once_the_accounts_have_changed() {
    let home = Home::new();
    let slow = home.write("slow.sh", "sleep 12; echo done\n");
    let plan = home.write("faults.json", "{}");
    let session = Session::start_with(&home, Keyring::Unlocked, |command| {
        command.env("LONGSHORE_LOCAL_FAULTS", &plan);
    })
    .await;
    let window = session.open().await;
    window.submit(&[&slow]).await;
    window.wait_for_text("job-state", "Running").await;

    let expired = json!({
        "signIn": "expiredSecret",
        "rules": [{"service": "batch", "answer": {"status": 401, "code": "AuthenticationFailed"}}],
    });
    std::fs::write(&plan, expired.to_string()).unwrap();
    window.wait_for_text("job-state", "Needs attention").await;
    window.wait_for_text("job-detail", "AADSTS7000222").await;

    std::fs::write(&plan, "{}").unwrap();
    let draft = json!({
        "name": "other",
        "settings": {
            "credential": "azure_cli",
            "batch_account_url": "https://a.westeurope.batch.azure.com",
            "storage_account_name": "results",
            "pool_id": "p",
        },
    });
    let args = json!({ "draft": draft, "secret": null, "replaces": null });
    window.call("save_account", args).await;
    window.wait_for_text("job-state", "Succeeded").await;
    assert_eq!(window.stopped().await, "");
    window.close().await;
}
