#![allow(clippy::unwrap_used)]
mod chosen;
mod many;
mod moves;
mod nodes;

use longshore_model::{
    Code, Report,
    job::{Counts, JobGroups, JobQuery, JobSort, JobState},
    payload::PayloadKind,
    submit::Overrides,
    task::{TaskQuery, TaskState},
};

use super::*;

async fn history() -> (tempfile::TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(&folder.path().join("history.db"))
        .await
        .unwrap();
    (folder, history)
}

fn job(id: &str, created: i64) -> JobIntent {
    JobIntent {
        id: id.into(),
        name: format!("name of {id}"),
        account: "Prod".into(),
        pool: "p".into(),
        image: String::new(),
        retries: 0,
        time_limit: 60,
        poll_freq: 10,
        overrides: Overrides::default(),
        how: How::default(),
        created,
    }
}

fn task(id: &str) -> TaskIntent {
    TaskIntent {
        id: id.into(),
        name: format!("{id}.py"),
        kind: PayloadKind::Python,
        source: format!("/x/{id}.py").into(),
        path: format!("/x/{id}.py").into(),
        sha256: "ab".into(),
        size: 7,
        needs: Needs::default(),
    }
}

fn ended(id: &str, millis: i64, outcome: Outcome) -> TaskChange {
    TaskChange {
        id: id.into(),
        state: TaskState::Retrieving,
        started: Some(1_000),
        ended: Some(1_000 + millis),
        exit_code: Some(0),
        retries: 0,
        requeues: 0,
        changed: None,
        node: Some("n".into()),
        outcome: Some(outcome),
    }
}

fn well() -> Outcome {
    Outcome {
        state: TaskState::Succeeded,
        failure: None,
    }
}

async fn ids(history: &History, query: JobQuery) -> Vec<String> {
    history
        .jobs(query, 10_000)
        .await
        .unwrap()
        .jobs
        .into_iter()
        .map(|job| job.id)
        .collect()
}

#[tokio::test]
async fn counts_follow_every_change_of_a_task() {
    let (_folder, history) = history().await;
    history
        .intend(job("j", 1), vec![task("a"), task("b"), task("c")])
        .await
        .unwrap();
    let running = TaskChange {
        state: TaskState::Running,
        ended: None,
        outcome: None,
        ..ended("a", 0, well())
    };
    assert_eq!(
        history
            .apply("j", vec![running.clone()])
            .await
            .unwrap()
            .changed,
        1
    );
    assert_eq!(
        history.apply("j", vec![running]).await.unwrap().changed,
        0,
        "the same again changes nothing"
    );
    history
        .apply("j", vec![ended("b", 5, well())])
        .await
        .unwrap();
    let counts = Counts {
        total: 3,
        waiting: 1,
        running: 2,
        ..Counts::default()
    };
    assert_eq!(history.counts("j").await.unwrap(), counts);
    history.finish("j", "b", well(), 9).await.unwrap();
    history
        .finish_rest("j", TaskState::Cancelled, None, 7)
        .await
        .unwrap();
    let counts = Counts {
        total: 3,
        succeeded: 1,
        cancelled: 2,
        ..Counts::default()
    };
    assert_eq!(history.counts("j").await.unwrap(), counts);
    assert_eq!(history.summary("j").await.unwrap().tasks, counts);
}

#[tokio::test]
async fn a_task_that_has_ended_is_not_changed_by_late_news() {
    let (_folder, history) = history().await;
    history.intend(job("j", 1), vec![task("a")]).await.unwrap();
    history
        .apply("j", vec![ended("a", 5, well())])
        .await
        .unwrap();
    let late = TaskChange {
        state: TaskState::Running,
        ended: None,
        outcome: None,
        ..ended("a", 0, well())
    };
    assert_eq!(
        history
            .apply("j", vec![late.clone()])
            .await
            .unwrap()
            .changed,
        0
    );
    history.finish("j", "a", well(), 0).await.unwrap();
    assert_eq!(history.apply("j", vec![late]).await.unwrap().changed, 0);
    assert_eq!(
        history.task("j", "A").await.unwrap().state,
        TaskState::Succeeded
    );
}

#[tokio::test]
async fn a_job_ended_when_its_last_task_did_however_late_that_is_seen() {
    let (_folder, history) = history().await;
    history
        .intend(job("j", 1), vec![task("a"), task("b")])
        .await
        .unwrap();
    for (id, millis) in [("a", 70), ("b", 50)] {
        history
            .apply("j", vec![ended(id, millis, well())])
            .await
            .unwrap();
        history.finish("j", id, well(), 0).await.unwrap();
    }
    history
        .end("j", JobState::Succeeded, 900_000, None)
        .await
        .unwrap();
    assert_eq!(history.summary("j").await.unwrap().ended, Some(1_070));

    history.intend(job("k", 1), vec![task("a")]).await.unwrap();
    history
        .end("k", JobState::Failed, 900_000, None)
        .await
        .unwrap();
    assert_eq!(
        history.summary("k").await.unwrap().ended,
        Some(900_000),
        "of a job that never ran, nothing better is known"
    );
}

#[tokio::test]
async fn jobs_are_found_by_name_id_state_and_account() {
    let (_folder, history) = history().await;
    for (place, id) in ["alpha", "beta", "100%"].into_iter().enumerate() {
        history
            .intend(job(id, i64::try_from(place).unwrap()), vec![task("a")])
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

#[tokio::test]
async fn tasks_are_paged_in_the_order_of_submission() {
    let (_folder, history) = history().await;
    history
        .intend(
            job("j", 1),
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

#[tokio::test]
async fn only_tasks_that_the_service_does_not_have_are_added() {
    let (_folder, history) = history().await;
    history
        .intend(job("j", 1), vec![task("a"), task("b"), task("c")])
        .await
        .unwrap();
    history.added("j", vec!["B".into()]).await.unwrap();
    let rest: Vec<_> = history
        .to_add("j", 10)
        .await
        .unwrap()
        .into_iter()
        .map(|task| task.id)
        .collect();
    assert_eq!(rest, ["a", "c"]);
    assert_eq!(
        history.contents("j").await.unwrap().len(),
        1,
        "one content, staged once"
    );
}

#[tokio::test]
async fn names_that_are_no_text_survive() {
    let (_folder, history) = history().await;
    #[cfg(unix)]
    let path = PathBuf::from(
        <std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(
            b"/x/\xff\n'\".py".to_vec(),
        ),
    );
    #[cfg(not(unix))]
    let path = PathBuf::from("/x/ä.py");
    let mut odd = task("a");
    odd.source = path.clone();
    history.intend(job("j", 1), vec![odd]).await.unwrap();
    assert_eq!(history.submitted("j").await.unwrap()[0].source, path);
}

#[tokio::test]
async fn running_times_fall_into_bins_that_cover_the_longest() {
    let (_folder, history) = history().await;
    history
        .intend(job("j", 1), vec![task("a"), task("b"), task("c")])
        .await
        .unwrap();
    history
        .apply("j", vec![ended("a", 0, well()), ended("b", 12_000, well())])
        .await
        .unwrap();
    assert!(history.detail("j").await.unwrap().running_times.is_empty());
    history.finish("j", "a", well(), 0).await.unwrap();
    let failed = Outcome {
        state: TaskState::Failed,
        failure: None,
    };
    history.finish("j", "b", failed, 0).await.unwrap();
    let bins = history.detail("j").await.unwrap().running_times;
    assert_eq!(bins.len(), 12);
    assert_eq!((bins[0].succeeded, bins[0].failed), (1, 0));
    assert_eq!((bins[11].succeeded, bins[11].failed), (0, 1));
    assert!(bins[11].to >= 12.0, "{}", bins[11].to);
}

#[tokio::test]
async fn a_job_is_removed_with_its_tasks_and_events() {
    let (_folder, history) = history().await;
    history.intend(job("j", 1), vec![task("a")]).await.unwrap();
    history.note("j", 1, "Taken on.").await.unwrap();
    assert_eq!(history.detail("j").await.unwrap().events.len(), 1);
    history.remove("j").await.unwrap();
    assert!(matches!(
        history.row("j").await,
        Err(HistoryError::Missing { .. })
    ));
    let left: i64 = history
        .read(|connection| {
            connection.query_row(
                "SELECT (SELECT count(*) FROM tasks) + (SELECT count(*) FROM events) + (SELECT count(*) FROM counts)",
                [],
                |row| row.get(0),
            )
        })
        .await
        .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_history_of_a_newer_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let newer = Connection::open(&path).unwrap();
    newer
        .execute_batch("CREATE TABLE later (x); PRAGMA user_version = 99;")
        .unwrap();
    drop(newer);
    let error = History::open(&path).await.unwrap_err();
    assert!(
        matches!(error, HistoryError::Newer { found: 99, .. }),
        "{error}"
    );
    let kept = Connection::open(&path).unwrap();
    let tables: String = kept
        .query_row("SELECT group_concat(name) FROM sqlite_master", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(tables, "later");
}

#[tokio::test]
async fn a_file_that_is_no_history_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    std::fs::write(
        &path,
        "not a database, but long enough to be taken for one: ".repeat(20),
    )
    .unwrap();
    let report = Report::from(crate::error::Error::from(
        History::open(&path).await.unwrap_err(),
    ));
    assert_eq!(report.code, Code::LocalFiles);
}

#[tokio::test]
async fn a_history_from_before_there_were_runners_opens_with_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("schema/1.sql")).unwrap();
    old.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO jobs (id, name, account, pool, image, retries, time_limit, poll_freq, overrides, state, phase, created)
         VALUES ('j', 'n', 'a', 'p', '', 0, 60, 10, '{}', 'running', 'watching', 1);",
    )
    .unwrap();
    drop(old);
    let history = History::open(&path).await.unwrap();
    assert_eq!(history.row("j").await.unwrap().job.how, How::default());
}
