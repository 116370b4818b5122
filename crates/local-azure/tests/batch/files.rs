//! Files of tasks.

use http::Method;
use pretty_assertions::assert_eq;
use serde_json::json;

use crate::account::{Account, send};

#[tokio::test(flavor = "multi_thread")]
async fn files_are_listed_described_read_in_parts_and_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    let script = "printf 0123456789; mkdir -p \"out put\"; echo x > \"out put/é.txt\"; ln -s /etc/hostname link";
    account.shell("j", "t", script, json!({})).await;
    account.task_when("j", "t", "completed").await;
    let files = "/jobs/j/tasks/t/files";

    let names = |list: &serde_json::Value| -> Vec<String> {
        list["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let list = account.get(files).await.body;
    assert_eq!(names(&list), ["stderr.txt", "stdout.txt", "wd"]);
    assert_eq!(list["value"][1]["properties"]["contentLength"], "10");
    assert_eq!(list["value"][2]["isDirectory"], true);
    let all = account.get(&format!("{files}?recursive=true")).await.body;
    assert_eq!(
        names(&all),
        [
            "stderr.txt",
            "stdout.txt",
            "wd",
            "wd/link",
            "wd/out put",
            "wd/out put/é.txt"
        ]
    );
    let first = account
        .get(&format!("{files}?recursive=true&maxresults=4"))
        .await
        .body;
    let second = account
        .get(first["odata.nextLink"].as_str().unwrap())
        .await
        .body;
    assert_eq!([names(&first), names(&second)].concat(), names(&all));

    let path = format!("{files}/stdout.txt");
    let head = send(account.request(Method::HEAD, &path)).await;
    assert_eq!(head.status, 200);
    assert_eq!(head.header("content-length"), "10");
    assert_eq!(head.header("ocp-batch-file-isdirectory"), "false");
    assert_eq!(head.header("ocp-batch-file-mode"), "0100644");
    assert!(
        head.header("ocp-batch-file-url")
            .ends_with("/jobs/j/tasks/t/files/stdout.txt")
    );
    assert!(
        !head.header("ocp-creation-time").is_empty() && !head.header("last-modified").is_empty()
    );

    for (range, status, text) in [
        ("bytes=2-4", 200, "234"),
        ("bytes=7-", 200, "789"),
        ("bytes=7-100", 200, "789"),
    ] {
        let request = account
            .request(Method::GET, &path)
            .header("ocp-range", range);
        let reply = request.send().await.unwrap();
        assert_eq!(
            (
                reply.status().as_u16(),
                reply.text().await.unwrap().as_str()
            ),
            (status, text),
            "{range}"
        );
    }
    let beyond = send(
        account
            .request(Method::GET, &path)
            .header("ocp-range", "bytes=10-"),
    )
    .await;
    assert_eq!(beyond.code(), (416, "InvalidRange"));

    assert_eq!(
        account.text("j", "t", "wd%2Fout%20put%2F%C3%A9.txt").await,
        "x\n"
    );
    let delete = format!("{files}/wd/out%20put");
    assert_eq!(account.delete(&delete).await.status, 409);
    assert_eq!(
        account
            .delete(&format!("{delete}?recursive=true"))
            .await
            .status,
        200
    );
    assert_eq!(account.get(&delete).await.code(), (404, "FileNotFound"));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_a_tasks_folder() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    account
        .shell(
            "j",
            "t",
            "ln -s /etc/hostname link; ln -s / root",
            json!({}),
        )
        .await;
    account.task_when("j", "t", "completed").await;
    for path in [
        "..%2F..%2F..%2F..%2F..%2Fkeys.json",
        "wd/link",
        "wd/root/etc/hostname",
        "%2Fetc%2Fhostname",
    ] {
        let reply = account.get(&format!("/jobs/j/tasks/t/files/{path}")).await;
        assert_eq!(reply.code(), (404, "FileNotFound"), "{path}");
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_has_not_started_has_no_files() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    assert_eq!(
        account
            .post("/jobs/j/disable", json!({"disableTasks": "wait"}))
            .await
            .status,
        202
    );
    account.shell("j", "t", "true", json!({})).await;
    for path in ["/jobs/j/tasks/t/files", "/jobs/j/tasks/t/files/stdout.txt"] {
        assert_eq!(
            account.get(path).await.code(),
            (409, "TaskFilesUnavailable")
        );
    }
    account.close().await;
}
