//! Lists: pages, filters, selections.

use std::time::Instant;

use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use crate::account::Account;

fn ids(list: &Value) -> Vec<String> {
    list["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// A disabled job with so many tasks, `t0000` and on.
async fn many(account: &Account, job: &str, count: usize) {
    account.job(job).await;
    account
        .post(
            &format!("/jobs/{job}/disable"),
            json!({"disableTasks": "wait"}),
        )
        .await;
    let all: Vec<_> = (0..count)
        .map(|n| json!({"id": format!("t{n:05}"), "commandLine": "true"}))
        .collect();
    for part in all.chunks(100) {
        let reply = account
            .post(
                &format!("/jobs/{job}/addtaskcollection"),
                json!({"value": part}),
            )
            .await;
        assert_eq!(reply.status, 200);
        assert!(
            reply.body["value"]
                .as_array()
                .unwrap()
                .iter()
                .all(|row| row["status"] == "success")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_to_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    many(&account, "j", 25).await;
    let mut link =
        Some("/jobs/j/tasks?$select=id&maxresults=10&$filter=startswith(id,%27t%27)".to_owned());
    let (mut all, mut pages) = (Vec::new(), 0);
    while let Some(path) = link {
        let list = account.get(&path).await.body;
        assert!(
            list["value"]
                .as_array()
                .unwrap()
                .iter()
                .all(|row| row.as_object().unwrap().len() == 1)
        );
        all.extend(ids(&list));
        pages += 1;
        link = list["odata.nextLink"].as_str().map(Into::into);
    }
    let expected: Vec<_> = (0..25).map(|n| format!("t{n:05}")).collect();
    assert_eq!((all, pages), (expected, 3));
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_any_length_are_together_what_the_filter_finds() {
    const TASKS: usize = 30;
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    many(&account, "j", TASKS).await;
    let named = |wanted: &dyn Fn(usize) -> bool| -> Vec<String> {
        let numbers = (0..TASKS).filter(|number| wanted(*number));
        numbers.map(|number| format!("t{number:05}")).collect()
    };
    for (filter, expected) in [
        ("", named(&|_| true)),
        (
            "startswith(id,%20%27t0001%27)",
            named(&|n| (10..20).contains(&n)),
        ),
        (
            "id%20lt%20%27t00003%27%20or%20id%20ge%20%27t00028%27",
            named(&|n| !(3..28).contains(&n)),
        ),
        ("state%20eq%20%27completed%27", Vec::new()),
    ] {
        for length in 1..=TASKS + 1 {
            let mut link = Some(format!(
                "/jobs/j/tasks?$select=id&maxresults={length}&$filter={filter}"
            ));
            let mut all = Vec::new();
            while let Some(path) = link {
                let list = account.get(&path).await.body;
                let page = ids(&list);
                link = list["odata.nextLink"].as_str().map(Into::into);
                // A page is short only where it is the last.
                assert!(
                    page.len() == length || page.len() < length && link.is_none(),
                    "{filter} {length}"
                );
                all.extend(page);
            }
            assert_eq!(all, expected, "{filter} {length}");
        }
    }
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_tasks_are_added_counted_and_asked_for_quickly() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    many(&account, "j", 10_000).await;
    let begun = Instant::now();
    assert_eq!(
        account.get("/jobs/j/taskcounts").await.body["taskCounts"]["active"],
        10_000
    );
    let done = account
        .get("/jobs/j/tasks?$filter=state%20eq%20%27completed%27")
        .await
        .body;
    assert_eq!(done["value"], json!([]));
    let page = account.get("/jobs/j/tasks?$select=id,state").await.body;
    assert_eq!(page["value"].as_array().unwrap().len(), 1_000);
    let one = account
        .get("/jobs/j/tasks?$filter=id%20eq%20%27t09999%27")
        .await
        .body;
    assert_eq!(ids(&one), ["t09999"]);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    account.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_are_found_by_what_became_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let account = Account::open(dir.path()).await;
    account.job("j").await;
    account.shell("j", "good", "true", json!({})).await;
    let good = account.task_when("j", "good", "completed").await;
    account.shell("j", "bad", "exit 2", json!({})).await;
    account.task_when("j", "bad", "completed").await;
    let since = good["stateTransitionTime"].as_str().unwrap();
    for (filter, found) in [
        ("state eq 'Completed'".to_owned(), vec!["bad", "good"]),
        ("executionInfo/exitCode gt 0".into(), vec!["bad"]),
        ("executionInfo/result eq 'success'".into(), vec!["good"]),
        (
            format!("stateTransitionTime gt datetime'{since}'"),
            vec!["bad"],
        ),
        (
            format!("state eq 'completed' and stateTransitionTime ge {since}"),
            vec!["bad", "good"],
        ),
        ("state eq 'running' or id eq 'good'".into(), vec!["good"]),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
        let list = account
            .get(&format!("/jobs/j/tasks?$filter={query}"))
            .await
            .body;
        assert_eq!(ids(&list), found, "{filter}");
    }
    let bad = account.get("/jobs/j/tasks?$filter=state%20is%20x").await;
    assert_eq!(bad.code(), (400, "InvalidQueryParameterValue"));
    assert_eq!(
        account.get("/jobs/j/tasks?maxresults=0").await.code(),
        (400, "InvalidQueryParameterValue")
    );
    assert_eq!(
        account.get("/jobs/none/tasks").await.code(),
        (404, "JobNotFound")
    );
    let jobs = account
        .get("/jobs?$filter=state%20eq%20%27active%27&$select=id")
        .await
        .body;
    assert_eq!(ids(&jobs), ["j"]);
    account.close().await;
}
