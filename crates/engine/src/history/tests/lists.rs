//! What lists of jobs and tasks show.

use super::*;

#[tokio::test]
async fn jobs_are_found_by_name_id_state_and_account() {
    let (_folder, history) = history().await;
    for (place, id) in ["alpha", "beta", "100%"].into_iter().enumerate() {
        history
            .intend(
                job(id, i64::try_from(place).unwrap()),
                Open::No,
                vec![task("a")],
            )
            .await
            .unwrap();
    }
    history
        .end("alpha", JobState::Failed, 500, None)
        .await
        .unwrap();
    history
        .set_state(
            "beta",
            JobState::NeedsAttention,
            Some(Report::new(Code::SignIn, "t", "g")),
        )
        .await
        .unwrap();

    assert_eq!(
        ids(&history, JobQuery::default()).await,
        ["100%", "beta", "alpha"]
    );
    let by = |change: fn(&mut JobQuery)| {
        let mut query = JobQuery::default();
        change(&mut query);
        query
    };
    assert_eq!(
        ids(&history, by(|q| q.search = "ALP".into())).await,
        ["alpha"]
    );
    assert_eq!(
        ids(&history, by(|q| q.search = "0%".into())).await,
        ["100%"]
    );
    assert_eq!(
        ids(&history, by(|q| q.search = "_".into())).await,
        [] as [&str; 0]
    );
    assert_eq!(
        ids(&history, by(|q| q.states = vec![JobState::Failed])).await,
        ["alpha"]
    );
    assert_eq!(
        ids(&history, by(|q| q.account = Some("prod".into())))
            .await
            .len(),
        3
    );
    assert_eq!(
        ids(&history, by(|q| q.account = Some("other".into()))).await,
        [] as [&str; 0]
    );
    assert_eq!(
        ids(&history, by(|q| q.sort = JobSort::Oldest)).await,
        ["alpha", "beta", "100%"]
    );
    assert_eq!(
        ids(&history, by(|q| q.sort = JobSort::Name)).await,
        ["100%", "alpha", "beta"]
    );
    assert_eq!(
        ids(
            &history,
            by(|q| {
                q.limit = 1;
                q.offset = 1;
            })
        )
        .await,
        ["beta"]
    );

    let page = history
        .jobs(by(|q| q.states = vec![JobState::Failed]), 10_000)
        .await
        .unwrap();
    assert_eq!(page.total, 1);
    assert_eq!(
        page.groups,
        JobGroups {
            all: 3,
            running: 2,
            failed: 2,
            done: 1
        }
    );
    assert_eq!(
        history.summary("beta").await.unwrap().problem,
        Some(Report::new(Code::SignIn, "t", "g"))
    );
}

/// Whatever is the same in all of them, each is on one page.
#[tokio::test]
async fn pages_of_any_length_in_any_order_are_together_the_list() {
    const JOBS: u64 = 12;
    let (_folder, history) = history().await;
    for number in 0..JOBS {
        let mut alike = job(&format!("j-{number}"), 7);
        alike.name = "alike".into();
        history
            .intend(alike, Open::No, vec![task("a")])
            .await
            .unwrap();
    }
    for id in ["j-3", "j-8"] {
        history.end(id, JobState::Failed, 500, None).await.unwrap();
    }
    history.set_pinned("j-5", true).await.unwrap();
    for sort in [
        JobSort::Newest,
        JobSort::Oldest,
        JobSort::Name,
        JobSort::Duration,
    ] {
        for states in [vec![], vec![JobState::Failed], vec![JobState::Staging]] {
            let of = |offset, limit| JobQuery {
                sort,
                states: states.clone(),
                offset,
                limit,
                ..JobQuery::default()
            };
            let whole = ids(&history, of(0, 0)).await;
            let different: std::collections::HashSet<_> = whole.iter().collect();
            assert_eq!(different.len(), whole.len());
            for length in 1..=JOBS + 1 {
                let mut pages = Vec::new();
                for offset in (0..JOBS).step_by(usize::try_from(length).unwrap()) {
                    pages.extend(ids(&history, of(offset, length)).await);
                }
                assert_eq!(pages, whole, "{sort:?} {states:?} {length}");
            }
        }
    }
}

#[tokio::test]
async fn tasks_are_paged_in_the_order_of_submission() {
    let (_folder, history) = history().await;
    history
        .intend(
            job("j", 1),
            Open::No,
            (0..250).map(|n| task(&format!("t-{n}"))).collect(),
        )
        .await
        .unwrap();
    let query = TaskQuery {
        job: "J".into(),
        offset: 99,
        limit: 2,
        ..TaskQuery::default()
    };
    let page = history.tasks(query).await.unwrap();
    assert_eq!(page.total, 250);
    assert_eq!(
        page.tasks
            .into_iter()
            .map(|task| task.id)
            .collect::<Vec<_>>(),
        ["t-99", "t-100"]
    );

    history
        .apply("j", vec![ended("t-7", 5, well())])
        .await
        .unwrap();
    let query = TaskQuery {
        job: "j".into(),
        states: vec![TaskState::Retrieving],
        search: "7.PY".into(),
        ..TaskQuery::default()
    };
    let page = history.tasks(query).await.unwrap();
    assert_eq!((page.total, page.tasks[0].id.as_str()), (1, "t-7"));
    let nowhere = TaskQuery {
        job: "none".into(),
        ..TaskQuery::default()
    };
    assert!(matches!(
        history.tasks(nowhere).await,
        Err(HistoryError::Missing { what: "job", .. })
    ));
}
