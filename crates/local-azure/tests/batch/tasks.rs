//! Adding tasks and the order they run in.

use http::Method;
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use crate::account::Account;

#[tokio::test(flavor = "multi_thread")]
async fn each_task_of_a_collection_is_added_or_refused_for_itself() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    account.shell("j", "There", "true", json!({})).await;
    let tasks = json!([
        {"id": "new", "commandLine": "true"},
        {"id": "there", "commandLine": "true"},
        {"id": "b@d", "commandLine": "true"},
        {"commandLine": "true"},
        {"id": "no-command"},
    ]);
    let reply = account
        .post("/jobs/j/addtaskcollection", json!({"value": tasks}))
        .await;
    assert_eq!(reply.status, 200);
    let outcome = |id: &str| -> (String, String) {
        let rows = reply.body["value"].as_array().unwrap();
        let row = rows.iter().find(|row| row["taskId"] == id).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&row["status"]), text(&row["error"]["code"]))
    };
    assert_eq!(outcome("new"), ("success".into(), String::new()));
    assert_eq!(
        outcome("there"),
        ("clienterror".into(), "TaskExists".into())
    );
    assert_eq!(
        outcome("b@d"),
        ("clienterror".into(), "InvalidPropertyValue".into())
    );
    assert_eq!(
        outcome(""),
        ("clienterror".into(), "MissingRequiredProperty".into())
    );
    assert_eq!(
        outcome("no-command"),
        ("clienterror".into(), "MissingRequiredProperty".into())
    );
    let new = reply.body["value"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["taskId"] == "new")
        .unwrap();
    assert!(new["eTag"].as_str().unwrap().starts_with("0x8D"));
    assert!(
        new["location"]
            .as_str()
            .unwrap()
            .ends_with("/jobs/j/tasks/new")
    );
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_that_is_too_large_is_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    let many: Vec<_> = (0..101)
        .map(|n| json!({"id": n.to_string(), "commandLine": "true"}))
        .collect();
    let reply = account
        .post("/jobs/j/addtaskcollection", json!({"value": many}))
        .await;
    assert_eq!(reply.code(), (413, "RequestBodyTooLarge"));
    let long = json!([{"id": "a", "commandLine": "x".repeat(1_100_000)}]);
    let reply = account
        .post("/jobs/j/addtaskcollection", json!({"value": long}))
        .await;
    assert_eq!(reply.code(), (413, "RequestBodyTooLarge"));
    assert_eq!(account.get("/jobs/j/tasks").await.body["value"], json!([]));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_read_changed_and_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    account
        .post("/jobs/j/disable", json!({"disableTasks": "wait"}))
        .await;
    let body = json!({"id": "T", "commandLine": "true", "displayName": "x"});
    let added = account.post("/jobs/j/tasks", body.clone()).await;
    assert_eq!(added.status, 201);
    assert!(added.header("location").ends_with("/jobs/j/tasks/T"));
    assert_eq!(
        account.post("/jobs/j/tasks", body).await.code(),
        (409, "TaskExists")
    );
    let got = account.get("/jobs/J/tasks/t").await;
    assert_eq!(got.header("etag"), added.header("etag"));
    assert_eq!(got.body["eTag"], added.header("etag"));
    assert_eq!(
        (&got.body["state"], &got.body["requiredSlots"]),
        (&json!("active"), &json!(1))
    );
    let limits = json!({"constraints": {"maxTaskRetryCount": 4}});
    assert_eq!(
        account
            .with_body(Method::PUT, "/jobs/j/tasks/t", limits)
            .await
            .status,
        200
    );
    assert_eq!(
        account.task("j", "t").await["constraints"]["maxTaskRetryCount"],
        4
    );
    assert_eq!(
        account.get("/jobs/j/tasks/none").await.code(),
        (404, "TaskNotFound")
    );
    assert_eq!(
        account.get("/jobs/none/tasks/t").await.code(),
        (404, "JobNotFound")
    );
    let mpi = json!({"id": "m", "commandLine": "true", "multiInstanceSettings": {"numberOfInstances": 2}});
    assert_eq!(
        account.post("/jobs/j/tasks", mpi).await.code(),
        (501, "NotImplemented")
    );
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_wait_for_those_they_depend_on() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account
        .job_with("j", json!({"usesTaskDependencies": true}))
        .await;
    let log = |word: &str| format!("echo {word} >> $AZ_BATCH_NODE_SHARED_DIR/log");
    let after = |ids: &[&str]| json!({"dependsOn": {"taskIds": ids}});
    account
        .shell("j", "last", &log("last"), after(&["middle", "1"]))
        .await;
    account
        .shell(
            "j",
            "middle",
            &log("middle"),
            json!({"dependsOn": {"taskIdRanges": [{"start": 1, "end": 2}]}}),
        )
        .await;
    account.shell("j", "never", "true", after(&["fails"])).await;
    account.shell("j", "fails", "exit 1", json!({})).await;
    account
        .shell("j", "1", &format!("sleep 0.3; {}", log("one")), json!({}))
        .await;
    account.shell("j", "2", "sleep 0.1", json!({})).await;
    account.task_when("j", "last", "completed").await;
    let log = std::fs::read_to_string(dir.path().join("node/shared/log")).unwrap();
    assert_eq!(log, "one\nmiddle\nlast\n");
    account.task_when("j", "fails", "completed").await;
    assert_eq!(account.task("j", "never").await["state"], "active");
    account.job("plain").await;
    let refused = account
        .post(
            "/jobs/plain/tasks",
            json!({"id": "t", "commandLine": "true", "dependsOn": {"taskIds": ["x"]}}),
        )
        .await;
    assert_eq!(refused.code(), (400, "InvalidPropertyValue"));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_tasks_run_at_once_than_there_are_slots() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open_with(dir.path(), |options| options.slots = Some(3)).await;
    account
        .job_with("one-by-one", json!({"maxParallelTasks": 1}))
        .await;
    account.job("wide").await;
    // Each notes how many others run while it does.
    let script = "cd $AZ_BATCH_NODE_SHARED_DIR; mkdir -p $AZ_BATCH_JOB_ID; cd $AZ_BATCH_JOB_ID; \
                  touch on.$AZ_BATCH_TASK_ID; ls on.* | wc -l >> most; sleep 0.1; rm on.$AZ_BATCH_TASK_ID";
    for n in 0..6 {
        account
            .shell("one-by-one", &format!("a{n}"), script, json!({}))
            .await;
        account
            .shell(
                "wide",
                &format!("b{n}"),
                script,
                json!({"requiredSlots": 2}),
            )
            .await;
    }
    for job in ["one-by-one", "wide"] {
        let counts = format!("/jobs/{job}/taskcounts");
        account
            .when(&counts, |counts| counts["taskCounts"]["succeeded"] == 6)
            .await;
        let most =
            std::fs::read_to_string(dir.path().join(format!("node/shared/{job}/most"))).unwrap();
        assert!(
            most.lines().all(|count| count.trim() == "1"),
            "{job}: {most}"
        );
    }
    account.close().await;
}
