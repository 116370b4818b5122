//! Rules: requests that go wrong.

use std::time::{Duration, Instant};

use pretty_assertions::assert_eq;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::account::{Account, job, refusal};
use crate::support::{code, header};

#[tokio::test]
async fn batch_throttles_as_often_as_told_and_then_answers() {
    let account = Account::told(json!({"rules": [{
        "service": "batch", "method": "GET", "path": "/jobs", "skip": 1, "count": 2,
        "answer": {"status": 429, "code": "TooManyRequests", "retryAfter": 3}
    }]}))
    .await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let reply = account.batch(Method::GET, "/jobs").send().await.unwrap();
        statuses.push((
            reply.status().as_u16(),
            header(&reply, "retry-after").to_owned(),
        ));
    }
    let (through, throttled) = ((200, String::new()), (429, "3".to_owned()));
    assert_eq!(
        statuses,
        [through.clone(), throttled.clone(), throttled, through]
    );
}

#[tokio::test]
async fn each_service_fails_in_its_own_shape() {
    let account = Account::told(json!({"rules": [
        {"answer": {"status": 503, "code": "ServerBusy", "message": "a < b"}}
    ]}))
    .await;
    let blob = account.azure.get("?comp=list").await;
    assert_eq!(
        (blob.status(), code(&blob)),
        (StatusCode::SERVICE_UNAVAILABLE, "ServerBusy")
    );
    assert!(
        blob.text()
            .await
            .unwrap()
            .contains("<Code>ServerBusy</Code><Message>a &lt; b</Message>")
    );
    let (status, batch) = account.get("/jobs").await;
    assert_eq!(
        (status, &batch["code"], &batch["message"]["value"]),
        (503, &json!("ServerBusy"), &json!("a < b"))
    );
    let endpoint = account.azure.service.endpoint();
    let identity =
        crate::support::ask_token(&account.azure.client, endpoint, "x", crate::support::BATCH)
            .await;
    assert_eq!(identity.status(), StatusCode::SERVICE_UNAVAILABLE);
    let identity: serde_json::Value = identity.json().await.unwrap();
    assert_eq!(
        (&identity["error"], &identity["error_description"]),
        (&json!("ServerBusy"), &json!("a < b"))
    );
}

#[tokio::test]
async fn a_connection_dropped_before_the_work_leaves_nothing_done() {
    let account = Account::told(
        json!({"rules": [{"method": "POST", "path": "/jobs", "count": 1, "drop": "before"}]}),
    )
    .await;
    assert!(account.posting("/jobs", &job("j")).send().await.is_err());
    assert_eq!(
        refusal(account.get("/jobs/j").await),
        (404, "JobNotFound".to_owned())
    );
    assert_eq!(account.add_job("j").await.0, 201);
}

#[tokio::test]
async fn a_connection_dropped_after_the_work_leaves_it_done() {
    let account = Account::told(
        json!({"rules": [{"method": "POST", "path": "/jobs", "count": 1, "drop": "after"}]}),
    )
    .await;
    assert!(account.posting("/jobs", &job("j")).send().await.is_err());
    assert_eq!(
        refusal(account.add_job("j").await),
        (409, "JobExists".to_owned())
    );
}

#[tokio::test]
async fn a_failure_told_after_the_work_leaves_it_done() {
    let account = Account::told(json!({"rules": [{
        "method": "POST", "path": "/jobs", "count": 1, "after": true,
        "answer": {"status": 500, "code": "OperationTimedOut"}
    }]}))
    .await;
    assert_eq!(
        refusal(account.add_job("j").await),
        (500, "OperationTimedOut".to_owned())
    );
    assert_eq!(
        refusal(account.add_job("j").await),
        (409, "JobExists".to_owned())
    );
}

#[tokio::test]
async fn an_answer_in_place_of_an_upload_is_read_although_nobody_wanted_the_content() {
    let account = Account::open().await;
    account.azure.create_container("job").await;
    account.tell(json!({"rules": [{
        "service": "blob", "method": "PUT", "path": "/*/job/**", "count": 1,
        "answer": {"status": 503, "code": "ServerBusy", "retryAfter": 1}
    }]}));
    let put = || account.azure.put("job/b", vec![7; 3_000_000]).send();
    assert_eq!(
        put().await.unwrap().status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(
        account.azure.get("job/b").await.status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(put().await.unwrap().status(), StatusCode::CREATED);
}

#[tokio::test]
async fn a_download_is_cut_off_where_told() {
    let account = Account::open().await;
    account.azure.create_container("job").await;
    account.azure.put_ok("job/b", &[7; 100_000]).await;
    account.tell(json!({"rules": [{"path": "/*/job/b", "count": 1, "cutAfterBytes": 1000}]}));
    let cut = account.azure.get("job/b").await;
    assert_eq!(
        (cut.status(), header(&cut, "content-length")),
        (StatusCode::OK, "100000")
    );
    assert!(cut.bytes().await.is_err());
    assert_eq!(
        account
            .azure
            .get("job/b")
            .await
            .bytes()
            .await
            .unwrap()
            .len(),
        100_000
    );
}

#[tokio::test]
async fn an_answer_comes_as_late_and_with_as_wrong_a_date_as_told() {
    let account = Account::told(json!({"rules": [{"path": "/jobs", "count": 1, "delayMs": 400, "dateOffsetSeconds": 7200}]})).await;
    let begun = Instant::now();
    let late = account.batch(Method::GET, "/jobs").send().await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(400));
    let date = |reply: &reqwest::Response| {
        time::OffsetDateTime::parse(
            header(reply, "date"),
            &time::format_description::well_known::Rfc2822,
        )
        .unwrap()
    };
    let ahead = date(&late) - time::OffsetDateTime::now_utc();
    assert!((7190..=7200).contains(&ahead.whole_seconds()), "{ahead}");
    let right = account.batch(Method::GET, "/jobs").send().await.unwrap();
    assert!((date(&right) - time::OffsetDateTime::now_utc()).abs() < time::Duration::seconds(10));
}

#[tokio::test]
async fn a_request_that_got_no_answer_is_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let (faults, log) = (folder.path().join("faults.json"), folder.path().join("log"));
    let azure = crate::support::Running::start_in(folder, |options| {
        options.faults = Some(faults.clone());
        options.request_log = Some(log.clone());
    })
    .await;
    std::fs::write(
        &faults,
        r#"{"rules": [{"service": "blob", "drop": "before"}]}"#,
    )
    .unwrap();
    assert!(
        azure
            .request(Method::GET, "?comp=list")
            .send()
            .await
            .is_err()
    );
    let log = std::fs::read_to_string(log).unwrap();
    assert!(
        log.lines().last().unwrap().contains("?comp=list 444 "),
        "{log}"
    );
}

#[tokio::test]
async fn a_byte_of_an_answer_is_spoiled_and_no_other() {
    let account = Account::told(json!({})).await;
    account.azure.create_container("job").await;
    account.azure.put_ok("job/b", b"0123456789").await;
    account.tell(json!({"rules": [{"path": "/*/job/b", "count": 1, "spoilByte": 3}]}));
    let read = async || {
        let reply = account.azure.get("job/b").await;
        reply.bytes().await.unwrap().to_vec()
    };
    assert_eq!(read().await, b"012\xcc456789");
    assert_eq!(read().await, b"0123456789");
}

#[tokio::test]
async fn a_held_request_is_done_or_not_is_told_in_the_log_and_is_never_answered() {
    for (moment, done) in [("before", 404), ("after", 200)] {
        let account = Account::told(json!({"rules": [
            {"from": "client", "method": "POST", "path": "/jobs", "hold": moment}
        ]}))
        .await;
        let posting = account.posting("/jobs", &job("j")).send();
        let asked = async {
            while !account.log().contains("POST /jobs?") {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        // Giving up the request closes its connection, as the end of its process does.
        tokio::select! {
            answer = posting => panic!("an answer to a held request: {answer:?}"),
            () = asked => {}
        }
        assert!(account.log().contains(" 444 "), "{}", account.log());
        assert_eq!(account.get("/jobs/j").await.0, done, "{moment}");
    }
}

#[tokio::test]
async fn a_page_of_html_comes_in_place_of_the_service_and_bears_no_name_of_a_request() {
    let account = Account::told(
        json!({"rules": [{"method": "POST", "path": "/jobs", "count": 1, "page": 200}]}),
    )
    .await;
    let reply = account.posting("/jobs", &job("j")).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::OK);
    assert!(reply.headers().get("request-id").is_none());
    assert!(reply.text().await.unwrap().contains("<title>"));
    // It never got there.
    assert_eq!(
        refusal(account.get("/jobs/j").await),
        (404, "JobNotFound".to_owned())
    );
}

#[tokio::test]
async fn a_body_comes_short_or_slowly_as_told() {
    let account = Account::told(json!({"rules": [
        {"path": "/jobs", "count": 1, "keepBytes": 9},
        {"path": "/jobs", "count": 1, "bytesPerSecond": 100},
    ]}))
    .await;
    let mut bodies = Vec::new();
    let begun = Instant::now();
    for _ in 0..3 {
        let reply = account.batch(Method::GET, "/jobs").send().await.unwrap();
        bodies.push(reply.bytes().await.unwrap());
    }
    assert_eq!(bodies[0], bodies[2][..9]);
    assert_eq!(bodies[1], bodies[2]);
    let pauses = Duration::from_millis(100 * (bodies[2].len() as u64 / 10));
    assert!(begun.elapsed() >= pauses);
}
