//! Jobs and the account around them.

use http::Method;
use pretty_assertions::assert_eq;
use serde_json::json;

use crate::account::{Account, send};

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_added_read_changed_and_conflicts_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let body = json!({"id": "Job_1", "poolInfo": {"poolId": "local"}, "displayName": "Süß", "metadata": [{"name": "a", "value": "b"}], "priority": null});
    let added = account.post("/jobs", body.clone()).await;
    assert_eq!(added.status, 201);
    let url = format!("{}/jobs/Job_1", account.endpoint.batch_account_url);
    assert_eq!(
        (added.header("location"), added.header("dataserviceid")),
        (url.as_str(), url.as_str())
    );
    assert!(added.header("etag").starts_with("0x8D"), "{added:?}");
    assert_eq!(added.header("dataserviceversion"), "3.0");
    assert_eq!(account.post("/jobs", body).await.code(), (409, "JobExists"));

    let got = account.get("/jobs/job_1").await;
    assert_eq!(got.header("etag"), added.header("etag"));
    assert_eq!(got.body["id"], "Job_1");
    assert_eq!(got.body["displayName"], "Süß");
    assert_eq!(got.body["state"], "active");
    assert_eq!(got.body["priority"], 0);
    assert_eq!(got.body["onAllTasksComplete"], "noaction");
    assert_eq!(
        got.body["constraints"]["maxWallClockTime"],
        "P10675199DT2H48M5.4775807S"
    );
    assert_eq!(got.body["url"], url);

    let stale = account
        .request(Method::PATCH, "/jobs/job_1")
        .header("if-match", "0x8D0");
    let stale = send(
        stale
            .header("content-type", "application/json")
            .body("{\"priority\":5}"),
    )
    .await;
    assert_eq!(stale.code(), (412, "ConditionNotMet"));
    let fresh = account
        .request(Method::PATCH, "/jobs/job_1")
        .header("if-match", added.header("etag"));
    let fresh = send(
        fresh
            .header("content-type", "application/json")
            .body("{\"priority\":5}"),
    )
    .await;
    assert_eq!(fresh.status, 200);
    assert_ne!(fresh.header("etag"), added.header("etag"));
    let put = account
        .with_body(
            Method::PUT,
            "/jobs/job_1",
            json!({"poolInfo": {"poolId": "local"}}),
        )
        .await;
    assert_eq!(put.status, 200);
    let job = account
        .get("/jobs/job_1?$select=id,priority,metadata")
        .await
        .body;
    let expected = json!({"odata.metadata": job["odata.metadata"], "id": "Job_1", "priority": 0});
    assert_eq!(job, expected);
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_job_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let pool = json!({"poolId": "local"});
    for (body, code) in [
        (json!({}), (400, "MissingRequiredProperty")),
        (json!({"id": "a"}), (400, "MissingRequiredProperty")),
        (
            json!({"id": "a".repeat(65), "poolInfo": pool}),
            (400, "InvalidPropertyValue"),
        ),
        (
            json!({"id": "a", "poolInfo": {"poolId": "other"}}),
            (404, "PoolNotFound"),
        ),
        (
            json!({"id": "a", "poolInfo": {"autoPoolSpecification": {}}}),
            (501, "NotImplemented"),
        ),
        (
            json!({"id": "a", "poolInfo": pool, "priority": 1_001}),
            (400, "InvalidPropertyValue"),
        ),
        (
            json!({"id": "a", "poolInfo": pool, "jobManagerTask": {"id": "m"}}),
            (501, "NotImplemented"),
        ),
        (
            json!({"id": 7, "poolInfo": pool}),
            (400, "InvalidRequestBody"),
        ),
    ] {
        let reply = account.post("/jobs", body.clone()).await;
        assert_eq!(reply.code(), code, "{body}");
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_without_tasks_is_complete_as_soon_as_it_is_to_end_then() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account
        .job_with("at-once", json!({"onAllTasksComplete": "terminatejob"}))
        .await;
    account.job("later").await;
    account
        .with_body(
            Method::PATCH,
            "/jobs/later",
            json!({"onAllTasksComplete": "terminatejob"}),
        )
        .await;
    for job in ["/jobs/at-once", "/jobs/later"] {
        let row = account.get(job).await.body;
        assert_eq!(row["state"], "completed");
        assert_eq!(row["executionInfo"]["terminateReason"], "AllTasksComplete");
        for path in [format!("{job}/terminate"), format!("{job}/enable")] {
            assert_eq!(
                account.post(&path, json!({})).await.code(),
                (409, "JobCompleted")
            );
        }
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_has_the_services_shape_and_names_the_request() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let request = account
        .request(Method::GET, "/jobs/none")
        .header("client-request-id", "mine")
        .header("return-client-request-id", "true");
    let reply = send(request).await;
    assert_eq!(reply.code(), (404, "JobNotFound"));
    assert_eq!(reply.header("client-request-id"), "mine");
    let text = reply.body["message"]["value"].as_str().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "The specified job does not exist.");
    assert_eq!(
        lines[1],
        format!("RequestId:{}", reply.header("request-id"))
    );
    assert!(lines[2].starts_with("Time:20"), "{text}");
    assert_eq!(reply.body["message"]["lang"], "en-US");
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_without_version_credentials_or_type_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let url = format!("{}/jobs", account.endpoint.batch_account_url);
    let versioned = account.request(Method::GET, &url);
    assert_eq!(
        send(versioned).await.code(),
        (400, "MissingRequiredQueryParameter")
    );
    let versioned = account.request(Method::GET, &format!("{url}?api-version=soon"));
    assert_eq!(
        send(versioned).await.code(),
        (400, "UnsupportedRequestVersion")
    );
    let anonymous = send(account.http.get(format!("{url}?api-version=2025-06-01"))).await;
    assert_eq!(anonymous.code(), (401, "AuthenticationFailed"));
    assert!(anonymous.header("www-authenticate").starts_with("Bearer "));
    let untyped = account
        .request(Method::POST, "/jobs")
        .header("content-type", "text/plain")
        .body("{}");
    assert_eq!(send(untyped).await.code(), (400, "InvalidHeaderValue"));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_has_one_pool_with_one_node_and_does_not_pretend_otherwise() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    let pools = account.get("/pools").await.body;
    assert_eq!(pools["value"][0]["id"], "local");
    assert_eq!(
        account.get("/pools/local").await.body["taskSlotsPerNode"],
        2
    );
    assert_eq!(
        send(account.request(Method::HEAD, "/pools/local"))
            .await
            .status,
        200
    );
    assert_eq!(
        send(account.request(Method::HEAD, "/pools/none"))
            .await
            .status,
        404
    );
    assert_eq!(
        account.get("/pools/none/nodes").await.code(),
        (404, "PoolNotFound")
    );
    let node = account.get("/pools/local/nodes").await.body["value"][0].clone();
    assert_eq!(node["state"], "idle");
    let path = format!("/pools/local/nodes/{}", node["id"].as_str().unwrap());
    assert_eq!(account.get(&path).await.status, 200);
    assert_eq!(
        account.get("/pools/local/nodes/none").await.code(),
        (404, "NodeNotFound")
    );
    let counts = account.get("/nodecounts").await.body["value"][0].clone();
    assert_eq!(
        (&counts["poolId"], &counts["dedicated"]["idle"]),
        (&json!("local"), &json!(1))
    );
    assert_eq!(account.get("/applications").await.body["value"], json!([]));
    assert_eq!(account.get("/supportedimages").await.status, 200);
    assert_eq!(
        account.post("/pools", json!({"id": "local"})).await.code(),
        (409, "PoolExists")
    );
    assert_eq!(
        account.post("/pools", json!({"id": "big"})).await.code(),
        (501, "NotImplemented")
    );
    assert_eq!(
        account.delete("/pools/local").await.code(),
        (501, "NotImplemented")
    );
    assert_eq!(
        account.post("/pools/local/resize", json!({})).await.code(),
        (501, "NotImplemented")
    );
    assert_eq!(
        account.get("/jobschedules").await.code(),
        (501, "NotImplemented")
    );
    account.close().await;
}
