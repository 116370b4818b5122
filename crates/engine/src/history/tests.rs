#![allow(clippy::unwrap_used)]
mod chosen;
mod lists;
mod many;
mod moves;
mod nodes;
mod opening;
mod pins;

use longshore_model::{
    Code, Report,
    job::{Counts, JobGroups, JobQuery, JobSort, JobState},
    payload::PayloadKind,
    submit::Overrides,
    task::{TaskQuery, TaskSelection, TaskState},
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
        .intend(job("j", 1), Open::No, vec![task("a"), task("b"), task("c")])
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
    history
        .intend(job("j", 1), Open::No, vec![task("a")])
        .await
        .unwrap();
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
        .intend(job("j", 1), Open::No, vec![task("a"), task("b")])
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

    history
        .intend(job("k", 1), Open::No, vec![task("a")])
        .await
        .unwrap();
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
async fn only_tasks_that_the_service_does_not_have_are_added() {
    let (_folder, history) = history().await;
    history
        .intend(job("j", 1), Open::No, vec![task("a"), task("b"), task("c")])
        .await
        .unwrap();
    let ids = async || -> Vec<String> {
        let tasks = history.to_add("j", 10).await.unwrap();
        tasks.into_iter().map(|task| task.id).collect()
    };
    assert_eq!(ids().await, [""; 0], "nothing is in storage yet");
    history
        .enter_adding("j", 3, JobState::Submitting)
        .await
        .unwrap();
    history.added("j", vec!["B".into()]).await.unwrap();
    assert_eq!(ids().await, ["a", "c"]);
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
    history
        .intend(job("j", 1), Open::No, vec![odd])
        .await
        .unwrap();
    assert_eq!(
        history
            .chosen_tasks("j", TaskSelection::all())
            .await
            .unwrap()[0]
            .source,
        path
    );
}

#[tokio::test]
async fn running_times_fall_into_bins_that_cover_the_longest() {
    let (_folder, history) = history().await;
    history
        .intend(job("j", 1), Open::No, vec![task("a"), task("b"), task("c")])
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
    history
        .intend(job("j", 1), Open::No, vec![task("a")])
        .await
        .unwrap();
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
