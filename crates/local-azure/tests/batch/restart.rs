//! What outlives the service.

use pretty_assertions::assert_eq;
use serde_json::json;

use crate::account::Account;

#[tokio::test(flavor = "multi_thread")]
async fn jobs_tasks_and_files_are_there_after_a_restart_and_work_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open_with(dir.path(), |options| options.slots = Some(1)).await;
    account.job("j").await;
    account.shell("j", "done", "echo kept", json!({})).await;
    let done = account.task_when("j", "done", "completed").await;
    let script =
        "f=$AZ_BATCH_NODE_SHARED_DIR/go; if [ -e $f ]; then exit 0; fi; touch $f; exec sleep 300";
    account.shell("j", "running", script, json!({})).await;
    account.shell("j", "waiting", "echo later", json!({})).await;
    account
        .when("/jobs/j/tasks/running", |_| {
            dir.path().join("node/shared/go").exists()
        })
        .await;
    account.close().await;

    let account = Account::open(dir.path()).await;
    let mut still = account.task("j", "done").await;
    let mut before = done.clone();
    for row in [&mut still, &mut before] {
        // These tell where the service is, which has a new port.
        row["url"] = json!(null);
        row["odata.metadata"] = json!(null);
        row["nodeInfo"]["nodeUrl"] = json!(null);
    }
    assert_eq!(still, before);
    assert_eq!(account.text("j", "done", "stdout.txt").await, "kept\n");
    let running = account.task_when("j", "running", "completed").await["executionInfo"].clone();
    assert_eq!(running["result"], "success", "{running}");
    assert_eq!(
        (&running["requeueCount"], &running["retryCount"]),
        (&json!(1), &json!(0))
    );
    account.task_when("j", "waiting", "completed").await;
    assert_eq!(account.text("j", "waiting", "stdout.txt").await, "later\n");
    account.close().await;
}
