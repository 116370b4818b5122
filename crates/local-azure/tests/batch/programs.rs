//! What runs a task: a program of this computer, its Python, or a container engine.

use longshore_local_azure::ImageCommand;
use pretty_assertions::assert_eq;
use serde_json::json;

use crate::account::{Account, send};

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_not_there_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    for (id, line) in [("a", "no-such-program --x"), ("b", ""), ("c", "echo 'open")] {
        account
            .post("/jobs/j/tasks", json!({"id": id, "commandLine": line}))
            .await;
        let info = account.task_when("j", id, "completed").await["executionInfo"].clone();
        assert_eq!(
            info["failureInfo"]["code"], "CommandProgramNotFound",
            "{info}"
        );
        assert_eq!(info["exitCode"], json!(null));
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_names_an_image_says_that_it_ran_as_a_process() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    let registry = json!({"registryServer": "r.io", "username": "u", "password": "hunter2"});
    let settings = json!({"containerSettings": {"imageName": "python:3.11", "registry": registry}});
    account.shell("j", "t", "echo ran", settings).await;
    let task = account.task_when("j", "t", "completed").await;
    assert_eq!(account.text("j", "t", "stdout.txt").await, "ran\n");
    let note = "the image python:3.11 is not used: this computer runs the task as a process";
    assert_eq!(
        account.text("j", "t", "stderr.txt").await,
        format!("longshore: {note}\n")
    );
    assert_eq!(task["executionInfo"]["containerInfo"]["error"], note);
    assert_eq!(task["containerSettings"]["imageName"], "python:3.11");
    assert!(!task.to_string().contains("hunter2"));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_runs_in_place_of_an_image_and_acts_as_the_pools_identity() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open_with(dir.path(), |options| {
        options.redirect = Some(0);
        options.images = vec![ImageCommand {
            image: "covalent.io/*".into(),
            command: "/bin/sh -c 'echo $HOME; echo $IDENTITY_ENDPOINT; echo $IDENTITY_HEADER'"
                .into(),
        }];
    })
    .await;
    account.job("j").await;
    let image = |name: &str| json!({"imageName": name});
    for (id, image) in [
        ("ours", image("covalent.io/base")),
        ("other", image("alpine")),
    ] {
        let task = json!({"id": id, "commandLine": "", "containerSettings": image});
        account.post("/jobs/j/tasks", task).await;
        account.task_when("j", id, "completed").await;
    }
    let info = account.task("j", "other").await["executionInfo"].clone();
    assert_eq!(info["failureInfo"]["code"], "CommandProgramNotFound");

    let text = account.text("j", "ours", "stdout.txt").await;
    let [home, endpoint, header] = text.lines().collect::<Vec<_>>()[..] else {
        panic!("{text}");
    };
    assert!(home.ends_with("/image/home"), "{home}");
    let note = account.text("j", "ours", "stderr.txt").await;
    assert!(
        note.contains("runs in its place, as a process, /bin/sh"),
        "{note}"
    );

    let url = format!("{endpoint}?resource=https://storage.azure.com&api-version=2019-08-01");
    let ask = |header: &str| account.http.get(&url).header("X-IDENTITY-HEADER", header);
    assert_eq!(send(ask("d3Jvbmc=")).await.status, 400);
    let told = send(ask(header)).await.body;
    let token = told["access_token"].as_str().unwrap();
    let blobs = format!("{}/?comp=list", account.endpoint.blob_endpoint);
    let container = format!("{}/c1c?restype=container", account.endpoint.blob_endpoint);
    let as_identity = |request: reqwest::RequestBuilder| {
        request
            .bearer_auth(token)
            .header("x-ms-version", "2021-08-06")
    };
    // A contributor to blobs, as the role is called: containers are theirs, the account is not.
    let put = account.http.put(container).header("content-length", 0);
    assert_eq!(send(as_identity(put)).await.status, 201);
    assert_eq!(send(as_identity(account.http.get(blobs))).await.status, 403);
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_container_engine_is_given_the_task_when_there_is_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let engine = dir.path().join("engine");
    std::fs::write(
        &engine,
        "#!/bin/sh\necho \"$@\"; echo \"$AZ_BATCH_TASK_ID\"\n",
    )
    .unwrap();
    std::fs::set_permissions(&engine, std::fs::Permissions::from_mode(0o755)).unwrap();
    let data = dir.path().join("data");
    let account =
        Account::open_with(&data, |options| options.container_engine = Some(engine)).await;
    account.job("j").await;
    let settings = json!({"containerSettings": {"imageName": "alpine"}, "commandLine": "echo hi"});
    account.shell("j", "t", "", settings).await;
    let task = account.task_when("j", "t", "completed").await;
    let text = account.text("j", "t", "stdout.txt").await;
    assert!(text.starts_with("run --rm --name longshore-j-1 "), "{text}");
    assert!(text.ends_with(" alpine echo hi\nt\n"), "{text}");
    assert_eq!(task["executionInfo"]["containerInfo"], json!(null));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn python_tasks_get_an_environment_with_cloudpickle() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("py").await;
    let line = "python3 -c 'import sys; print(sys.prefix)'";
    account
        .post("/jobs/py/tasks", json!({"id": "t", "commandLine": line}))
        .await;
    let quick = account.shell("py", "quick", "echo not waiting", json!({}));
    quick.await;
    let task = account.task_when("py", "t", "completed").await;
    assert_eq!(task["executionInfo"]["exitCode"], 0, "{task}");
    let prefix = dir.path().canonicalize().unwrap().join("python");
    assert_eq!(
        account.text("py", "t", "stdout.txt").await,
        format!("{}\n", prefix.display())
    );
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_python_the_task_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open_with(dir.path(), |options| {
        options.python = Some("/nowhere/python3".into())
    })
    .await;
    account.job("py").await;
    account
        .post(
            "/jobs/py/tasks",
            json!({"id": "t", "commandLine": "python3 -V"}),
        )
        .await;
    let info = account.task_when("py", "t", "completed").await["executionInfo"].clone();
    assert_eq!(info["failureInfo"]["code"], "LongshorePythonUnavailable");
    assert_eq!(info["failureInfo"]["category"], "usererror");
    account.close().await;
}
