//! What the real services refuse and an easy-going stand-in would let pass.
#![allow(clippy::unwrap_used)]

mod support;

use pretty_assertions::assert_eq;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use support::{BATCH, Running, code, token};

/// The status and code of a Batch reply, and the names of what it complains of.
async fn refusal(request: reqwest::RequestBuilder) -> (u16, String, Vec<String>) {
    let reply = request.send().await.unwrap();
    let status = reply.status().as_u16();
    let body: Value = reply.json().await.unwrap();
    let named = body["values"].as_array().into_iter().flatten();
    (
        status,
        body["code"].as_str().unwrap_or_default().to_owned(),
        named
            .filter(|value| value["key"] != "Reason")
            .map(|value| value["value"].as_str().unwrap().to_owned())
            .collect(),
    )
}

#[tokio::test]
async fn batch_knows_the_versions_it_has_had_and_no_others() {
    let azure = Running::start().await;
    let token = token(&azure.client, azure.service.endpoint(), BATCH).await;
    let base = &azure.service.endpoint().batch_account_url;
    let get = |query: &str| {
        azure
            .client
            .get(format!("{base}/jobs{query}"))
            .bearer_auth(&token)
    };
    for version in ["latest", "2019-01-01.1.0", "2024-07-01", "2025-06-01.99.0"] {
        assert_eq!(
            refusal(get(&format!("?api-version={version}"))).await,
            (400, "UnsupportedRequestVersion".to_owned(), vec![]),
            "{version}"
        );
    }
    assert_eq!(
        refusal(get("")).await,
        (
            400,
            "MissingRequiredQueryParameter".to_owned(),
            vec!["api-version".to_owned()]
        )
    );
    for version in ["2022-10-01.16.0", "2024-02-01.19.0", "2025-06-01"] {
        let reply = get(&format!("?api-version={version}"))
            .send()
            .await
            .unwrap();
        assert_eq!(reply.status(), StatusCode::OK, "{version}");
    }
}

#[tokio::test]
async fn batch_reads_json_only_and_names_what_is_missing_or_too_long() {
    let azure = Running::start().await;
    let token = token(&azure.client, azure.service.endpoint(), BATCH).await;
    let url = format!(
        "{}/jobs?api-version=2025-06-01",
        azure.service.endpoint().batch_account_url
    );
    let post = |kind: &str, body: Value| {
        let request = azure
            .client
            .post(&url)
            .bearer_auth(&token)
            .header("content-type", kind);
        request.body(body.to_string())
    };
    let job = json!({"id": "j", "poolInfo": {"poolId": "local"}});
    for kind in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
    ] {
        assert_eq!(
            refusal(post(kind, job.clone())).await,
            (
                400,
                "InvalidHeaderValue".to_owned(),
                vec!["Content-Type".to_owned(), kind.to_owned()]
            )
        );
    }
    let json = "application/json; odata=minimalmetadata; charset=utf-8";
    let missing = |what: &str| {
        (
            400,
            "MissingRequiredProperty".to_owned(),
            vec![what.to_owned()],
        )
    };
    assert_eq!(
        refusal(post(json, json!({"poolInfo": {"poolId": "local"}}))).await,
        missing("id")
    );
    assert_eq!(
        refusal(post(json, json!({"id": "j"}))).await,
        missing("poolInfo")
    );
    assert_eq!(
        refusal(post(json, json!({"id": "j", "poolInfo": {}}))).await,
        missing("poolId")
    );
    let long = "x".repeat(65);
    assert_eq!(
        refusal(post(
            json,
            json!({"id": long, "poolInfo": {"poolId": "local"}})
        ))
        .await,
        (
            400,
            "InvalidPropertyValue".to_owned(),
            vec!["id".to_owned(), long]
        )
    );
    let unknown = json!({"id": "j", "poolInfo": {"poolId": "local"}, "dispayName": "x"});
    assert_eq!(
        refusal(post(json, unknown)).await.1,
        "InvalidRequestBody".to_owned()
    );
    assert_eq!(
        post(json, job).send().await.unwrap().status(),
        StatusCode::CREATED
    );
}

#[tokio::test]
async fn blob_knows_the_versions_it_has_had_and_tokens_since_one_of_them() {
    let azure = Running::start().await;
    let list = |version: Option<&str>| {
        let request = azure
            .client
            .get(azure.url("?comp=list"))
            .bearer_auth(&azure.token);
        match version {
            Some(version) => request.header("x-ms-version", version),
            None => request,
        }
    };
    for (version, status, expected) in [
        (Some("latest"), 400, "InvalidHeaderValue"),
        (Some("2023-11-04"), 400, "InvalidHeaderValue"),
        (Some("2017-07-29"), 403, "AuthenticationFailed"),
        (None, 403, "AuthenticationFailed"),
        (Some("2017-11-09"), 200, ""),
        (Some("2026-04-06"), 200, ""),
    ] {
        let reply = list(version).send().await.unwrap();
        assert_eq!(
            (reply.status().as_u16(), code(&reply)),
            (status, expected),
            "{version:?}"
        );
    }
}

#[tokio::test]
async fn metadata_ends_at_eight_kilobytes() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    // The name counts too.
    for (length, status, expected) in [(8192 - 4, 201, ""), (8192 - 3, 400, "MetadataTooLarge")] {
        let put = azure
            .put("job/b", "1")
            .header("x-ms-meta-note", "x".repeat(length));
        let reply = put.send().await.unwrap();
        assert_eq!(
            (reply.status().as_u16(), code(&reply)),
            (status, expected),
            "{length}"
        );
    }
    let created = azure
        .request(Method::PUT, "other?restype=container")
        .header("content-length", 0)
        .header("x-ms-meta-note", "x".repeat(9000));
    let reply = created.send().await.unwrap();
    assert_eq!(
        (reply.status(), code(&reply)),
        (StatusCode::BAD_REQUEST, "MetadataTooLarge")
    );
}
