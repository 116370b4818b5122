//! Tasks that run, from resource files to output files.

use pretty_assertions::assert_eq;
use serde_json::json;

use crate::account::{Account, output};

#[tokio::test(flavor = "multi_thread")]
async fn a_job_runs_its_tasks_and_completes() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("sweep").await;
    account
        .shell("sweep", "one", "echo hello; echo oops >&2", json!({}))
        .await;
    account.shell("sweep", "two", "exit 3", json!({})).await;
    let patch = json!({"onAllTasksComplete": "terminatejob"});
    assert_eq!(
        account
            .with_body(http::Method::PATCH, "/jobs/sweep", patch)
            .await
            .status,
        200
    );

    let job = account
        .when("/jobs/sweep", |job| job["state"] == "completed")
        .await;
    assert_eq!(job["executionInfo"]["terminateReason"], "AllTasksComplete");
    let one = account.task("sweep", "one").await;
    assert_eq!(one["executionInfo"]["exitCode"], 0);
    assert_eq!(one["executionInfo"]["result"], "success");
    assert_eq!(one["nodeInfo"]["poolId"], "local");
    assert_eq!(account.text("sweep", "one", "stdout.txt").await, "hello\n");
    assert_eq!(account.text("sweep", "one", "stderr.txt").await, "oops\n");
    let two = account.task("sweep", "two").await["executionInfo"].clone();
    assert_eq!(two["exitCode"], 3);
    assert_eq!(two["result"], "failure");
    assert_eq!(two["failureInfo"]["code"], "FailureExitCode");
    assert_eq!(two["failureInfo"]["category"], "usererror");

    let counts = account.get("/jobs/sweep/taskcounts").await.body;
    let expected = json!({"active": 0, "running": 0, "completed": 2, "succeeded": 1, "failed": 1});
    assert_eq!(counts["taskCounts"], expected);
    assert_eq!(counts["taskSlotCounts"], expected);
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_in_and_go_out_by_sas() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let container = account.container("assets").await;
    let (base, sas) = container.split_once('?').unwrap();
    account.put_blob("assets", "in/a.txt", "first").await;
    account.put_blob("assets", "in/deep/b.txt", "second").await;
    account.job("files").await;
    let more = json!({
        "resourceFiles": [
            {"httpUrl": format!("{base}/in/a.txt?{sas}"), "filePath": "data/a.txt", "fileMode": "0640"},
            {"storageContainerUrl": container, "blobPrefix": "in/", "filePath": "all"},
        ],
        "outputFiles": [
            output("result.txt", &container, "out/renamed.txt"),
            output("outputs/**/*", &container, "out/outputs"),
            output("../std*.txt", &container, "out/logs"),
            output("missing.txt", &container, "out/missing.txt"),
        ],
    });
    let script = "cat data/a.txt all/in/deep/b.txt > result.txt; mkdir -p outputs/x; \
                  stat -c %a data/a.txt > outputs/mode; echo deep > outputs/x/y; echo done";
    account.shell("files", "t", script, more).await;

    let task = account.task_when("files", "t", "completed").await;
    assert_eq!(task["executionInfo"]["result"], "success", "{task}");
    for (blob, content) in [
        ("out/renamed.txt", Some("firstsecond")),
        ("out/outputs/mode", Some("640\n")),
        ("out/outputs/x/y", Some("deep\n")),
        ("out/logs/stdout.txt", Some("done\n")),
        ("out/logs/stderr.txt", Some("")),
        ("out/missing.txt", None),
    ] {
        assert_eq!(
            account.blob("assets", blob).await.as_deref(),
            content,
            "{blob}"
        );
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_output_goes_in_blocks() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let container = account.container("assets").await;
    account.job("big").await;
    let more = json!({"outputFiles": [output("big.bin", &container, "big.bin")]});
    account
        .shell("big", "t", "head -c 70000000 /dev/zero > big.bin", more)
        .await;
    let task = account.task_when("big", "t", "completed").await;
    assert_eq!(task["executionInfo"]["result"], "success", "{task}");
    let blob = account.blob("assets", "big.bin").await.unwrap();
    assert!(blob.len() == 70_000_000 && blob.bytes().all(|byte| byte == 0));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_fails_fails_the_task_though_it_exits_with_0() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let container = account
        .container("assets")
        .await
        .replace("assets", "missing");
    account.job("upload").await;
    let more = json!({"outputFiles": [output("../stdout.txt", &container, "log")]});
    account.shell("upload", "t", "echo hi", more).await;
    let task = account.task_when("upload", "t", "completed").await;
    let info = &task["executionInfo"];
    assert_eq!(
        (&info["exitCode"], &info["result"]),
        (&json!(0), &json!("failure"))
    );
    assert_eq!(info["failureInfo"]["code"], "FileUploadMiscError");
    assert!(!info["failureInfo"].to_string().contains("sig="), "{info}");
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_file_that_cannot_be_had_fails_the_task_before_it_runs() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let container = account.container("assets").await;
    let (base, sas) = container.split_once('?').unwrap();
    account.job("missing").await;
    let more =
        json!({"resourceFiles": [{"httpUrl": format!("{base}/none?{sas}"), "filePath": "x"}]});
    account.shell("missing", "t", "true", more).await;
    let forged =
        json!({"resourceFiles": [{"httpUrl": format!("{base}/none?{sas}x"), "filePath": "x"}]});
    account.shell("missing", "u", "true", forged).await;
    for (task, code) in [
        ("t", "BlobDownloadMiscError"),
        ("u", "ResourceContainerAccessDenied"),
    ] {
        let info = account.task_when("missing", task, "completed").await["executionInfo"].clone();
        assert_eq!(info["failureInfo"]["code"], code, "{info}");
        assert_eq!(info["exitCode"], json!(null));
        assert!(!info.to_string().contains("sig="), "{info}");
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_says_where_and_who_and_holds_no_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let common = json!({"commonEnvironmentSettings": [{"name": "A", "value": "job"}, {"name": "B", "value": "job"}]});
    account.job_with("Env", common).await;
    let own = json!({"environmentSettings": [{"name": "B", "value": "task"}]});
    let script = "pwd; echo $AZ_BATCH_JOB_ID $AZ_BATCH_TASK_ID $AZ_BATCH_POOL_ID $AZ_BATCH_ACCOUNT_NAME $A $B; \
                  echo $AZ_BATCH_TASK_WORKING_DIR; echo \"${CARGO:-none}\"";
    account.shell("env", "T-1", script, own).await;
    account.task_when("env", "t-1", "completed").await;
    let text = account.text("env", "t-1", "stdout.txt").await;
    let work = dir
        .path()
        .canonicalize()
        .unwrap()
        .join("node/workitems/Env/job-1/T-1/wd");
    let name = &account.endpoint.batch_account_name;
    let work = work.display();
    assert_eq!(
        text,
        format!("{work}\nEnv T-1 local {name} job task\n{work}\nnone\n")
    );
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_tasks_are_tried_again_as_often_as_they_may() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account
        .job_with("j", json!({"constraints": {"maxTaskRetryCount": 1}}))
        .await;
    // Counts its tries in the folder all tasks share: its own is made anew each time.
    let script = |name: &str, good: u32| {
        format!("f=$AZ_BATCH_NODE_SHARED_DIR/{name}; echo x >> $f; [ $(wc -l < $f) -ge {good} ]")
    };
    let limit = |count: i32| json!({"constraints": {"maxTaskRetryCount": count}});
    account.shell("j", "third", &script("a", 3), limit(2)).await;
    account.shell("j", "never", &script("b", 9), limit(2)).await;
    account.shell("j", "jobs", &script("c", 9), json!({})).await;
    account.shell("j", "once", &script("d", 9), limit(0)).await;
    account
        .shell("j", "endless", &script("e", 5), limit(-1))
        .await;
    for (task, retries, result) in [
        ("third", 2, "success"),
        ("never", 2, "failure"),
        ("jobs", 1, "failure"),
        ("once", 0, "failure"),
        ("endless", 4, "success"),
    ] {
        let info = account.task_when("j", task, "completed").await["executionInfo"].clone();
        assert_eq!(
            (&info["retryCount"], &info["result"]),
            (&json!(retries), &json!(result)),
            "{task}"
        );
    }
    account.close().await;
}
