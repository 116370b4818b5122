//! Tasks and jobs that end before their programs do.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::account::Account;

/// Starts two processes that ignore a polite request, writes the id of the second, and sleeps.
const STUBBORN: &str = "trap \"\" TERM; (trap \"\" TERM; sleep 300) & echo $! > pid; touch ready; sleep 300; sleep 300";

fn alive(pid: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()))
        .is_ok_and(|stat| !stat.contains(") Z "))
}

async fn gone(pid: &str) -> bool {
    for _ in 0..250 {
        if !alive(pid) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

async fn pid_of(account: &Account, job: &str, task: &str) -> String {
    let files = format!("/jobs/{job}/tasks/{task}/files?recursive=true");
    account
        .when(&files, |list| list.to_string().contains("wd/ready"))
        .await;
    account.text(job, task, "wd/pid").await
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_task_out_of_time_is_killed_with_all_it_started() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    let limits = json!({"constraints": {"maxWallClockTime": "PT1S", "maxTaskRetryCount": 5}});
    account.shell("j", "t", STUBBORN, limits).await;
    let pid = pid_of(&account, "j", "t").await;
    let info = account.task_when("j", "t", "completed").await["executionInfo"].clone();
    assert_eq!(
        info["failureInfo"]["code"], "MaxWallClockTimeExceeded",
        "{info}"
    );
    assert_eq!(
        (&info["retryCount"], &info["exitCode"]),
        (&json!(0), &json!(137))
    );
    assert!(gone(&pid).await);
    account.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn terminating_a_job_ends_what_runs_and_leaves_what_waits() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    for task in ["a", "b", "c"] {
        account.shell("j", task, STUBBORN, json!({})).await;
    }
    let pids = [
        pid_of(&account, "j", "a").await,
        pid_of(&account, "j", "b").await,
    ];
    let reply = account
        .post("/jobs/j/terminate", json!({"terminateReason": "enough"}))
        .await;
    assert_eq!(reply.status, 202);
    let again = account.post("/jobs/j/terminate", json!({})).await;
    assert_eq!(again.code(), (409, "JobBeingTerminated"));
    let job = account
        .when("/jobs/j", |job| job["state"] == "completed")
        .await;
    assert_eq!(job["executionInfo"]["terminateReason"], "enough");
    for task in ["a", "b"] {
        let info = account.task("j", task).await["executionInfo"].clone();
        assert_eq!(info["failureInfo"]["code"], "TaskEnded", "{info}");
    }
    assert_eq!(account.task("j", "c").await["state"], "active");
    for pid in pids {
        assert!(gone(&pid).await);
    }
    let late = account
        .post("/jobs/j/tasks", json!({"id": "d", "commandLine": "true"}))
        .await;
    assert_eq!(late.code(), (409, "JobCompleted"));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_task_is_terminated_and_may_be_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open_with(dir.path(), |options| options.slots = Some(1)).await;
    account.job("j").await;
    account
        .shell("j", "runs", "exec sleep 300", json!({}))
        .await;
    account.shell("j", "waits", "echo once", json!({})).await;
    account.task_when("j", "runs", "running").await;
    for task in ["waits", "runs"] {
        let path = format!("/jobs/j/tasks/{task}/terminate");
        assert_eq!(account.post(&path, json!({})).await.status, 204);
        let row = account.task_when("j", task, "completed").await;
        assert_eq!(row["executionInfo"]["failureInfo"]["code"], "TaskEnded");
        assert_eq!(
            account.post(&path, json!({})).await.code(),
            (409, "TaskCompleted")
        );
    }
    let again = account
        .post("/jobs/j/tasks/waits/reactivate", json!({}))
        .await;
    assert_eq!(again.status, 204);
    let row = account
        .when("/jobs/j/tasks/waits", |row| {
            row["executionInfo"]["result"] == "success"
        })
        .await;
    assert_eq!(row["executionInfo"]["exitCode"], 0);
    let done = account
        .post("/jobs/j/tasks/waits/reactivate", json!({}))
        .await;
    assert_eq!(done.code(), (409, "TaskCompleted"));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_job_takes_its_tasks_and_files_along() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    account
        .shell("j", "t", "touch ready; exec sleep 300", json!({}))
        .await;
    account.task_when("j", "t", "running").await;
    assert_eq!(account.delete("/jobs/j").await.status, 202);
    account
        .when("/jobs/j", |job| job["code"] == "JobNotFound")
        .await;
    assert!(!dir.path().join("node/workitems/j").exists());
    account.job("j").await;
    assert_eq!(account.get("/jobs/j/tasks").await.body["value"], json!([]));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_task_is_gone_at_once_with_its_process_and_its_id_is_free() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    account.shell("j", "t", "exec sleep 300", json!({})).await;
    account.task_when("j", "t", "running").await;
    assert_eq!(account.delete("/jobs/j/tasks/t").await.status, 200);
    assert_eq!(
        account.get("/jobs/j/tasks/t").await.code(),
        (404, "TaskNotFound")
    );
    assert!(!dir.path().join("node/workitems/j/job-1/t").exists());
    account.shell("j", "t", "echo second", json!({})).await;
    account.task_when("j", "t", "completed").await;
    assert_eq!(account.text("j", "t", "stdout.txt").await, "second\n");
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_job_runs_nothing_until_it_is_enabled() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    let script =
        "f=$AZ_BATCH_NODE_SHARED_DIR/go; if [ -e $f ]; then exit 0; fi; touch $f; exec sleep 300";
    account.shell("j", "t", script, json!({})).await;
    account
        .when("/jobs/j/tasks/t", |_| {
            dir.path().join("node/shared/go").exists()
        })
        .await;
    assert_eq!(
        account
            .post("/jobs/j/disable", json!({"disableTasks": "requeue"}))
            .await
            .status,
        202
    );
    account
        .when("/jobs/j", |job| job["state"] == "disabled")
        .await;
    account.shell("j", "u", "true", json!({})).await;
    let task = account.task("j", "t").await;
    assert_eq!(
        (&task["state"], &task["executionInfo"]["requeueCount"]),
        (&json!("active"), &json!(1))
    );
    assert_eq!(account.post("/jobs/j/enable", json!({})).await.status, 202);
    for task in ["t", "u"] {
        let row = account.task_when("j", task, "completed").await;
        assert_eq!(row["executionInfo"]["result"], "success", "{row}");
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_out_of_time_is_terminated() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account
        .job_with("j", json!({"constraints": {"maxWallClockTime": "PT1S"}}))
        .await;
    account.shell("j", "t", "exec sleep 300", json!({})).await;
    let begun = Instant::now();
    let job = account
        .when("/jobs/j", |job| job["state"] == "completed")
        .await;
    assert_eq!(
        job["executionInfo"]["terminateReason"],
        "MaxWallClockTimeExpiry"
    );
    assert!(begun.elapsed() < Duration::from_secs(25));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_task_go_when_they_have_been_kept_long_enough() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    account
        .shell(
            "j",
            "t",
            "echo x",
            json!({"constraints": {"retentionTime": "PT1S"}}),
        )
        .await;
    account.task_when("j", "t", "completed").await;
    account
        .when("/jobs/j/tasks/t/files", |list| {
            list["code"] == "TaskFilesCleanedup"
        })
        .await;
    account.close().await;
}
