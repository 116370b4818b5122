//! The pool and the quota: why a job is not taken or does not run.

use std::time::Duration;

use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use crate::account::{Account, refusal};

#[tokio::test]
async fn a_missing_pool_is_missing_everywhere() {
    let account = Account::told(json!({"pool": {"missing": true}})).await;
    let missing = (404, "PoolNotFound".to_owned());
    assert_eq!(refusal(account.get("/pools/local").await), missing);
    assert_eq!(refusal(account.get("/pools/local/nodes").await), missing);
    assert_eq!(refusal(account.add_job("j").await), missing);
    for list in ["/pools", "/nodecounts"] {
        assert_eq!(account.get(list).await.1["value"], json!([]), "{list}");
    }
}

#[tokio::test]
async fn without_nodes_tasks_wait_until_there_is_one() {
    let account = Account::told(json!({"pool": {"nodes": 0}})).await;
    let (_, pool) = account.get("/pools/local").await;
    assert_eq!(
        (
            &pool["currentDedicatedNodes"],
            &pool["targetDedicatedNodes"]
        ),
        (&json!(0), &json!(0))
    );
    assert_eq!(
        account.get("/pools/local/nodes").await.1["value"],
        json!([])
    );
    assert_eq!(
        account.get("/nodecounts").await.1["value"][0]["dedicated"]["total"],
        0
    );
    account.add_job("j").await;
    let task = json!({"id": "t", "commandLine": "/bin/sh -c true"});
    assert_eq!(account.post("/jobs/j/tasks", task).await.0, 201);
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(account.get("/jobs/j/tasks/t").await.1["state"], "active");
    account.tell(json!({}));
    for _ in 0..500 {
        if account.get("/jobs/j/tasks/t").await.1["state"] == "completed" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the task did not run when there was a node");
}

#[tokio::test]
async fn a_pool_that_is_not_steady_tells_why() {
    let account = Account::told(json!({"pool": {
        "allocationState": "resizing",
        "autoScaleFormula": "$TargetDedicatedNodes = 0;",
        "resizeErrors": [{"code": "AccountCoreQuotaReached", "message": "too many cores"}],
    }}))
    .await;
    let (_, pool) = account.get("/pools/local").await;
    assert_eq!(
        (&pool["allocationState"], &pool["enableAutoScale"]),
        (&json!("resizing"), &json!(true))
    );
    assert_eq!(pool["autoScaleFormula"], "$TargetDedicatedNodes = 0;");
    assert_eq!(pool["resizeErrors"][0]["code"], "AccountCoreQuotaReached");
}

#[tokio::test]
async fn a_container_pool_takes_containers_only_and_another_pool_none() {
    let account = Account::open().await;
    account.add_job("j").await;
    let (plain, with_image) = (
        json!({"id": "plain", "commandLine": "true"}),
        json!({"id": "image", "commandLine": "", "containerSettings": {"imageName": "python:3"}}),
    );
    account.tell(json!({"pool": {"containers": true, "nodes": 0}}));
    let (_, pool) = account.get("/pools/local").await;
    assert_eq!(
        pool["virtualMachineConfiguration"]["containerConfiguration"]["type"],
        "dockerCompatible"
    );
    assert_eq!(
        refusal(account.post("/jobs/j/tasks", plain.clone()).await),
        (400, "MissingRequiredProperty".to_owned())
    );
    assert_eq!(
        account.post("/jobs/j/tasks", with_image.clone()).await.0,
        201
    );
    account.tell(json!({"pool": {"containers": false, "nodes": 0}}));
    let (_, pool) = account.get("/pools/local").await;
    assert_eq!(
        pool["virtualMachineConfiguration"]["containerConfiguration"],
        Value::Null
    );
    let (status, added) = account
        .post(
            "/jobs/j/addtaskcollection",
            json!({"value": [plain, with_image]}),
        )
        .await;
    let by_id = |id| {
        added["value"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["taskId"] == id)
            .unwrap()
    };
    assert_eq!(
        (status, &by_id("plain")["status"]),
        (200, &json!("success"))
    );
    let refused = &by_id("image")["error"];
    assert_eq!(
        (&refused["code"], &refused["values"][0]["value"]),
        (&json!("InvalidPropertyValue"), &json!("containerSettings"))
    );
}

#[tokio::test]
async fn a_full_quota_takes_no_job_until_one_has_ended() {
    let account = Account::told(json!({"activeJobQuota": 1})).await;
    assert_eq!(account.add_job("one").await.0, 201);
    assert_eq!(
        refusal(account.add_job("two").await),
        (409, "ActiveJobAndScheduleQuotaReached".to_owned())
    );
    assert_eq!(
        refusal(account.add_job("one").await),
        (409, "JobExists".to_owned())
    );
    assert_eq!(account.post("/jobs/one/terminate", json!({})).await.0, 202);
    assert_eq!(account.add_job("two").await.0, 201);
}

#[tokio::test]
async fn a_node_that_goes_away_puts_its_tasks_back_to_wait() {
    let account = Account::open().await;
    account.add_job("j").await;
    let task = json!({"id": "t", "commandLine": "/bin/sh -c 'sleep 300'"});
    assert_eq!(account.post("/jobs/j/tasks", task).await.0, 201);
    assert_eq!(task_when(&account, "running").await["requeueCount"], 0);
    account.tell(json!({"pool": {"nodes": 0}}));
    let info = task_when(&account, "active").await;
    assert_eq!(
        (&info["requeueCount"], &info["retryCount"]),
        (&json!(1), &json!(0))
    );
    account.tell(json!({}));
    task_when(&account, "running").await;
    assert_eq!(
        account.post("/jobs/j/tasks/t/terminate", json!({})).await.0,
        204
    );
}

/// What the task's execution was when it came to a state.
async fn task_when(account: &Account, state: &str) -> Value {
    for _ in 0..500 {
        let (_, task) = account.get("/jobs/j/tasks/t").await;
        if task["state"] == state {
            return task["executionInfo"].clone();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the task never was {state}");
}

#[tokio::test]
async fn a_node_in_trouble_says_so_and_begins_no_task() {
    let error = json!({"code": "NodeUnreachable", "message": "no answer"});
    let account = Account::told(json!({
        "pool": {"nodeState": "unusable", "nodeErrors": [error], "targetNodes": 3},
        "schedulingError": {"category": "UserError", "code": "Odd", "message": "x"},
    }))
    .await;
    account.add_job("j").await;
    let task = json!({"id": "t", "commandLine": "/bin/sh -c true"});
    assert_eq!(account.post("/jobs/j/tasks", task).await.0, 201);
    let (_, nodes) = account.get("/pools/local/nodes").await;
    assert_eq!(
        (
            &nodes["value"][0]["state"],
            &nodes["value"][0]["errors"][0]["code"]
        ),
        (&json!("unusable"), &json!("NodeUnreachable"))
    );
    assert_eq!(
        account.get("/pools/local").await.1["targetDedicatedNodes"],
        3
    );
    assert_eq!(
        account.get("/jobs/j").await.1["executionInfo"]["schedulingError"]["code"],
        "Odd"
    );
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(account.get("/jobs/j/tasks/t").await.1["state"], "active");
}

#[tokio::test]
async fn a_task_may_name_the_identities_of_its_pool_and_no_others() {
    let account = Account::told(json!({})).await;
    account.add_job("j").await;
    let (_, pool) = account.get("/pools/local").await;
    let known = pool["identity"]["userAssignedIdentities"][0]["resourceId"].clone();
    assert_eq!(pool["identity"]["type"], "UserAssigned");
    let task = |id: &str, reference: &Value| {
        json!({
            "id": id,
            "commandLine": "/bin/sh -c true",
            "resourceFiles": [{
                "httpUrl": "https://127.0.0.1:9/account/container/blob",
                "filePath": "a",
                "identityReference": {"resourceId": reference},
            }],
        })
    };
    let foreign = json!(format!("{}2", known.as_str().unwrap()));
    let refused = (400, "InvalidPropertyValue".to_owned());
    let add = async |body| refusal(account.post("/jobs/j/tasks", body).await);
    assert_eq!(add(task("foreign", &foreign)).await, refused);
    let image = json!({
        "id": "image",
        "commandLine": "true",
        "containerSettings": {
            "imageName": "mine.azurecr.io/a:1",
            "registry": {"registryServer": "mine.azurecr.io", "identityReference": {"resourceId": foreign}},
        },
    });
    assert_eq!(add(image).await, refused);

    // It may be named, and is no key to anything but the account on this computer.
    let (status, _) = account.post("/jobs/j/tasks", task("known", &known)).await;
    assert_eq!(status, 201);
    for _ in 0..500 {
        let (_, task) = account.get("/jobs/j/tasks/known").await;
        if task["state"] == "completed" {
            let failure = &task["executionInfo"]["failureInfo"];
            assert_eq!(
                failure["code"], "ResourceContainerAccessDenied",
                "{failure}"
            );
            account.tell(json!({"pool": {"noIdentity": true}}));
            let body = json!({
                "id": "late",
                "commandLine": "true",
                "outputFiles": [{
                    "filePattern": "a",
                    "destination": {"container": {
                        "containerUrl": "https://127.0.0.1:9/account/container",
                        "identityReference": {"resourceId": known},
                    }},
                    "uploadOptions": {"uploadCondition": "taskcompletion"},
                }],
            });
            assert_eq!(add(body).await, refused);
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the task did not end");
}
