use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use longshore_azure::{Created, ErrorKind, ListQuery, TaskAdded};
use longshore_batch_api::{
    job::{JobAdd, TaskCounts},
    task::{TaskAdd, TaskCollection},
};
use pretty_assertions::assert_eq;

use crate::stub::{Answer, Asked, Stub, TOKEN, answer};

fn job(id: &str) -> JobAdd {
    JobAdd {
        id: id.into(),
        ..JobAdd::default()
    }
}

fn tasks(count: usize) -> Vec<TaskAdd> {
    (0..count)
        .map(|n| TaskAdd {
            id: format!("t{n}"),
            ..TaskAdd::default()
        })
        .collect()
}

/// The ids of the tasks a request wants to add.
fn ids(asked: &Asked) -> Vec<String> {
    let collection: TaskCollection = serde_json::from_slice(&asked.body).unwrap();
    collection.value.into_iter().map(|task| task.id).collect()
}

/// A reply to `addtaskcollection` with a status for each task.
fn added(asked: &Asked, status: impl Fn(&str) -> (&'static str, Option<&'static str>)) -> Answer {
    let items: Vec<_> = ids(asked)
        .iter()
        .rev()
        .map(|id| match status(id) {
            (status, None) => serde_json::json!({"status": status, "taskId": id}),
            (status, Some(code)) => serde_json::json!({
                "status": status, "taskId": id, "error": {"code": code, "message": {"value": "no"}}
            }),
        })
        .collect();
    answer(200).body(serde_json::json!({ "value": items }).to_string())
}

#[tokio::test]
async fn a_request_says_who_asks_in_which_version_and_names_itself() {
    let stub = Stub::start(|_| {
        let counts = r#"{"active":1,"running":2,"completed":3,"succeeded":2,"failed":1}"#;
        answer(200).body(format!(
            r#"{{"taskCounts":{counts},"taskSlotCounts":{counts}}}"#
        ))
    })
    .await;
    let counts = stub.azure().batch().task_counts("j").await.unwrap();
    assert_eq!(
        counts,
        TaskCounts {
            active: 1,
            running: 2,
            completed: 3,
            succeeded: 2,
            failed: 1
        }
    );
    let asked = &stub.asked()[0];
    assert_eq!(
        (asked.path.as_str(), asked.query("api-version")),
        ("/jobs/j/taskcounts", "2025-06-01")
    );
    assert_eq!(asked.header("authorization"), format!("Bearer {TOKEN}"));
    assert_eq!(asked.header("return-client-request-id"), "true");
    assert_eq!(asked.header("client-request-id").len(), 36);
    assert!(
        asked.header("ocp-date").ends_with(" GMT"),
        "{}",
        asked.header("ocp-date")
    );
}

#[tokio::test]
async fn a_busy_service_is_asked_again_no_sooner_than_it_wishes() {
    let calls = AtomicUsize::new(0);
    let stub = Stub::start(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => answer(503)
            .header("retry-after-ms", 300)
            .batch_error("ServerBusy"),
        _ => answer(201),
    })
    .await;
    let begun = Instant::now();
    assert_eq!(
        stub.azure().batch().create_job(&job("j")).await.unwrap(),
        Created::New
    );
    assert!(begun.elapsed() >= Duration::from_millis(300));
    let asked = stub.asked();
    assert_eq!(asked.len(), 2);
    assert_eq!(
        asked[0].header("client-request-id"),
        asked[1].header("client-request-id")
    );
}

#[tokio::test]
async fn a_wish_that_is_a_date_is_kept_too() {
    let calls = AtomicUsize::new(0);
    let stub = Stub::start(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => {
            let then = time::OffsetDateTime::now_utc() + Duration::from_secs(2);
            answer(503)
                .header("retry-after", azure_core::time::to_rfc7231(&then))
                .batch_error("ServerBusy")
        }
        _ => answer(201),
    })
    .await;
    let begun = Instant::now();
    stub.azure().batch().create_job(&job("j")).await.unwrap();
    // The date has whole seconds.
    assert!(
        begun.elapsed() >= Duration::from_millis(900),
        "{:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn each_status_that_may_pass_is_asked_again_and_no_other_is() {
    for (status, times) in [
        (400, 1),
        (403, 1),
        (404, 1),
        (409, 1),
        (412, 1),
        (416, 1),
        (501, 1),
        (408, 4),
        (429, 4),
        (500, 4),
        (502, 4),
        (503, 4),
        (504, 4),
    ] {
        let stub = Stub::start(move |_| answer(status).batch_error("Whatever")).await;
        stub.azure().batch().get_job("j", None).await.unwrap_err();
        assert_eq!(stub.asked().len(), times, "{status}");
    }
}

#[tokio::test]
async fn a_service_that_stays_busy_is_given_up_with_its_wish() {
    let stub = Stub::start(|_| {
        answer(429)
            .header("retry-after", 3_600)
            .batch_error("TooManyRequests")
    })
    .await;
    let error = stub.azure().batch().get_job("j", None).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Throttled { retry_after: Some(wait), .. } if wait.as_secs() == 3_600),
        "{error:?}"
    );
    assert_eq!(stub.asked().len(), 1);
}

#[tokio::test]
async fn a_reply_that_breaks_off_is_asked_for_again_and_finds_the_job_made() {
    let calls = AtomicUsize::new(0);
    let stub = Stub::start(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => answer(201).body("this is lost half way").broken(),
        _ => answer(409).batch_error("JobExists"),
    })
    .await;
    assert_eq!(
        stub.azure().batch().create_job(&job("j")).await.unwrap(),
        Created::AlreadyThere
    );
    assert_eq!(stub.asked().len(), 2);
}

#[tokio::test]
async fn a_refusal_is_asked_once_and_tells_what_the_service_said() {
    let stub = Stub::start(|_| answer(400).batch_error("InvalidPropertyValue")).await;
    let error = stub
        .azure()
        .batch()
        .create_job(&job("j"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "create job: the service answered 400 InvalidPropertyValue: Said by the stub. (Reason: test)"
    );
    assert_eq!(error.request_id(), Some("stub-1"));
    let sent = stub.asked()[0].header("client-request-id").to_owned();
    assert_eq!(error.client_request_id(), Some(sent.as_str()));
    assert_eq!(stub.asked().len(), 1);
}

#[tokio::test]
async fn ending_what_has_ended_is_a_success() {
    let stub = Stub::start(|asked| match asked.path.as_str() {
        "/jobs/ended/terminate" => answer(409).batch_error("JobCompleted"),
        "/jobs/gone" => answer(404).batch_error("JobNotFound"),
        "/jobs/j/tasks/ended/terminate" => answer(409).batch_error("TaskCompleted"),
        _ => answer(404).batch_error("TaskNotFound"),
    })
    .await;
    let azure = stub.azure();
    azure
        .batch()
        .terminate_job("ended", Some("why"))
        .await
        .unwrap();
    azure.batch().delete_job("gone").await.unwrap();
    azure.batch().terminate_task("j", "ended").await.unwrap();
    azure.batch().delete_task("j", "gone").await.unwrap();
    assert_eq!(&stub.asked()[0].body[..], br#"{"terminateReason":"why"}"#);
}

#[tokio::test]
async fn two_hundred_and_fifty_tasks_are_three_calls() {
    let stub = Stub::start(|asked| added(asked, |_| ("success", None))).await;
    let outcomes = stub
        .azure()
        .batch()
        .add_tasks("j", tasks(250))
        .await
        .unwrap();
    assert_eq!(outcomes.len(), 250);
    assert!(
        outcomes
            .iter()
            .all(|outcome| outcome.added == TaskAdded::New)
    );
    let sizes: Vec<_> = stub.asked().iter().map(|asked| ids(asked).len()).collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[tokio::test]
async fn a_call_that_is_too_large_is_halved_until_it_fits() {
    let stub = Stub::start(|asked| match ids(asked) {
        ids if ids.contains(&"t3".to_owned()) || ids.len() > 2 => {
            answer(413).batch_error("RequestBodyTooLarge")
        }
        _ => added(asked, |_| ("success", None)),
    })
    .await;
    let outcomes = stub.azure().batch().add_tasks("j", tasks(5)).await.unwrap();
    let new: Vec<_> = outcomes
        .iter()
        .map(|outcome| (outcome.task_id.as_str(), outcome.added == TaskAdded::New))
        .collect();
    assert_eq!(
        new,
        [
            ("t0", true),
            ("t1", true),
            ("t2", true),
            ("t3", false),
            ("t4", true)
        ]
    );
    let TaskAdded::Refused(error) = &outcomes[3].added else {
        panic!("{outcomes:?}");
    };
    assert_eq!(error.code, "RequestBodyTooLarge");
}

#[tokio::test]
async fn a_body_that_cannot_fit_is_halved_without_asking() {
    let stub = Stub::start(|asked| added(asked, |_| ("success", None))).await;
    let mut large = tasks(4);
    for task in &mut large {
        task.command_line = Some("x".repeat(400_000));
    }
    stub.azure().batch().add_tasks("j", large).await.unwrap();
    let sizes: Vec<_> = stub.asked().iter().map(|asked| ids(asked).len()).collect();
    assert_eq!(sizes, [2, 2]);
}

#[tokio::test]
async fn only_the_tasks_the_service_stumbled_over_are_sent_again() {
    let calls = AtomicUsize::new(0);
    let stub = Stub::start(move |asked| {
        let first = calls.fetch_add(1, Ordering::Relaxed) == 0;
        added(asked, |id| match (id, first) {
            ("t1", true) => ("servererror", Some("ServerBusy")),
            ("t1", false) => ("clienterror", Some("TaskExists")),
            ("t2", _) => ("clienterror", Some("InvalidPropertyValue")),
            _ => ("success", None),
        })
    })
    .await;
    let outcomes = stub.azure().batch().add_tasks("j", tasks(3)).await.unwrap();
    assert_eq!(outcomes[0].added, TaskAdded::New);
    assert_eq!(outcomes[1].added, TaskAdded::AlreadyThere);
    assert!(
        matches!(&outcomes[2].added, TaskAdded::Refused(error) if error.code == "InvalidPropertyValue")
    );
    let sent: Vec<_> = stub.asked().iter().map(ids).collect();
    assert_eq!(sent, [vec!["t0", "t1", "t2"], vec!["t1"]]);
}

#[tokio::test]
async fn a_list_is_followed_page_by_page_as_the_service_links_it() {
    let stub = Stub::start(|asked| match asked.query("skip") {
        "" => {
            let next = format!(
                "https://{}/jobs/j/tasks?skip=1&api-version=2025-06-01",
                asked.header("host")
            );
            answer(200).body(
                serde_json::json!({"value": [{"id": "a"}], "odata.nextLink": next}).to_string(),
            )
        }
        _ => answer(200).body(r#"{"value":[{"id":"b"},{"id":"c"}]}"#),
    })
    .await;
    let query = ListQuery {
        filter: Some("state eq 'completed'".into()),
        select: Some("id".into()),
        page_size: Some(1),
    };
    let mut pager = stub.azure().batch().list_tasks("j", &query).unwrap();
    let mut pages = Vec::new();
    while let Some(page) = pager.next_page().await.unwrap() {
        pages.push(page.into_iter().map(|task| task.id).collect::<Vec<_>>());
    }
    assert_eq!(pages, [vec!["a"], vec!["b", "c"]]);
    let first = &stub.asked()[0];
    assert_eq!(
        (
            first.query("$filter"),
            first.query("$select"),
            first.query("maxresults")
        ),
        ("state eq 'completed'", "id", "1")
    );
}

#[tokio::test]
async fn the_token_does_not_follow_a_link_to_another_host() {
    let stub = Stub::start(|_| {
        answer(200).body(r#"{"value":[],"odata.nextLink":"https://elsewhere.example/jobs"}"#)
    })
    .await;
    let error = stub
        .azure()
        .batch()
        .list_jobs(&ListQuery::default())
        .unwrap()
        .next_page()
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Protocol { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_file_is_read_by_range_and_its_end_is_no_error() {
    let content = b"hello, task";
    let stub = Stub::start(move |asked| {
        if !asked.path.ends_with("/files/wd/out.txt") {
            return answer(404).batch_error("FileNotFound");
        }
        match (asked.method.as_str(), asked.header("ocp-range")) {
            ("HEAD", _) => answer(200).header("content-length", content.len()),
            ("GET", "bytes=7-10") => answer(200).body(&content[7..]),
            _ => answer(416).batch_error("InvalidRange"),
        }
    })
    .await;
    let azure = stub.azure();
    let batch = azure.batch();
    assert_eq!(
        batch.file_size("j", "t", "wd/out.txt").await.unwrap(),
        Some(11)
    );
    assert_eq!(batch.file_size("j", "t", "missing").await.unwrap(), None);
    assert_eq!(
        batch
            .read_file("j", "t", "wd/out.txt", 7..11)
            .await
            .unwrap(),
        "task"
    );
    assert_eq!(
        batch
            .read_file("j", "t", "wd/out.txt", 11..20)
            .await
            .unwrap(),
        ""
    );
    assert!(
        batch
            .read_file("j", "t", "missing", 0..1)
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn an_id_that_would_lead_elsewhere_is_not_sent() {
    let stub = Stub::start(|_| answer(200)).await;
    for id in ["", ".", ".."] {
        let error = stub.azure().batch().delete_job(id).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Settings { .. }),
            "{error:?}"
        );
    }
    assert!(stub.asked().is_empty());
}
