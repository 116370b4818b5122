use super::*;

const TASKS: u64 = 100_000;

#[tokio::test]
async fn a_hundred_thousand_tasks_page_from_end_to_end() {
    let (_folder, history) = history().await;
    let all: Vec<_> = (0..TASKS).map(|n| task(&format!("t-{n}"))).collect();
    history.intend(job("j", 1), Open::No, all).await.unwrap();
    for some in (0..TASKS).collect::<Vec<_>>().chunks(10_000) {
        let changes = some
            .iter()
            .filter(|n| *n % 10 == 0)
            .map(|n| ended(&format!("t-{n}"), 5, well()))
            .collect();
        history.apply("j", changes).await.unwrap();
    }
    let of = |search: &str, states: &[TaskState], offset| TaskQuery {
        job: "j".into(),
        search: search.into(),
        states: states.to_vec(),
        offset,
        limit: 100,
    };
    let (waiting, fetched) = (TaskState::Waiting, TaskState::Retrieving);
    let cases = [
        (of("", &[], 0), TASKS, "t-0"),
        (of("", &[], TASKS - 100), TASKS, "t-99900"),
        (of("", &[fetched], 9_900), 10_000, "t-99000"),
        (of("", &[waiting, fetched], 50_000), TASKS, "t-50000"),
        (of("9999", &[], 0), 19, "t-9999"),
    ];
    for (query, total, first) in cases {
        let page = history.tasks(query.clone()).await.unwrap();
        assert_eq!(
            (page.total, page.tasks[0].id.as_str()),
            (total, first),
            "{query:?}"
        );
    }
    let detail = history.detail("j").await.unwrap();
    assert_eq!(detail.summary.tasks.total, TASKS);
}
