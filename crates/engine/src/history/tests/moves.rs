//! News of tasks that go back, and of those that only seem to.

use super::*;

fn running(id: &str, started: i64, changed: i64) -> TaskChange {
    TaskChange {
        state: TaskState::Running,
        started: Some(started),
        ended: None,
        outcome: None,
        exit_code: None,
        changed: Some(changed),
        ..ended(id, 0, well())
    }
}

fn waiting(id: &str, changed: i64) -> TaskChange {
    TaskChange {
        state: TaskState::Waiting,
        started: None,
        ..running(id, 0, changed)
    }
}

fn few(ids: &[&str]) -> Few {
    Few {
        total: ids.len() as u64,
        first: ids.iter().map(|&id| id.to_owned()).collect(),
    }
}

async fn with_tasks(ids: &[&str]) -> (tempfile::TempDir, History) {
    let (folder, history) = history().await;
    let tasks = ids.iter().map(|id| task(id)).collect();
    history.intend(job("j", 1), Open::No, tasks).await.unwrap();
    (folder, history)
}

#[tokio::test]
async fn a_task_whose_node_went_away_waits_again_and_is_counted() {
    let (_folder, history) = with_tasks(&["a"]).await;
    history
        .apply("j", vec![running("a", 100, 100)])
        .await
        .unwrap();
    let applied = history.apply("j", vec![waiting("a", 200)]).await.unwrap();
    let expected = Applied {
        changed: 1,
        requeued: few(&["a"]),
        retried: Few::default(),
    };
    assert_eq!(applied, expected);
    let row = history.task("j", "a").await.unwrap();
    assert_eq!(
        (row.state, row.started, row.requeues, row.retries),
        (TaskState::Waiting, None, 1, 0)
    );
    // Told once, also when the service counts it too.
    let told = TaskChange {
        requeues: 1,
        ..waiting("a", 200)
    };
    assert_eq!(
        history.apply("j", vec![told]).await.unwrap(),
        Applied::default()
    );
    let again = TaskChange {
        requeues: 1,
        ..running("a", 300, 300)
    };
    let applied = history.apply("j", vec![again]).await.unwrap();
    assert_eq!((applied.changed, applied.requeued.total), (1, 0));
}

#[tokio::test]
async fn a_task_that_began_anew_between_two_polls_is_noticed_by_its_start_or_its_count() {
    let (_folder, history) = with_tasks(&["a", "b", "c", "d"]).await;
    let first = ["a", "b", "c", "d"].map(|id| running(id, 100, 100));
    history.apply("j", first.to_vec()).await.unwrap();
    let counted = TaskChange {
        requeues: 1,
        changed: Some(350),
        ..ended("c", 0, well())
    };
    let news = vec![
        running("a", 300, 300),
        TaskChange {
            retries: 1,
            ..running("b", 300, 300)
        },
        counted,
        running("d", 100, 100),
    ];
    let applied = history.apply("j", news).await.unwrap();
    let expected = Applied {
        changed: 3,
        requeued: few(&["a", "c"]),
        retried: few(&["b"]),
    };
    assert_eq!(applied, expected);
}

#[tokio::test]
async fn news_that_is_older_than_what_is_known_changes_nothing() {
    let (_folder, history) = with_tasks(&["a"]).await;
    history
        .apply("j", vec![running("a", 200, 200)])
        .await
        .unwrap();
    let late = history.apply("j", vec![waiting("a", 100)]).await.unwrap();
    assert_eq!(late, Applied::default());
    let row = history.task("j", "a").await.unwrap();
    assert_eq!((row.state, row.requeues), (TaskState::Running, 0));
}

#[tokio::test]
async fn tasks_to_which_the_same_happened_are_counted_and_the_first_named() {
    let ids = ["a", "b", "c", "d", "e"];
    let (_folder, history) = with_tasks(&ids).await;
    history
        .apply("j", ids.map(|id| running(id, 100, 100)).to_vec())
        .await
        .unwrap();
    let applied = history
        .apply("j", ids.map(|id| waiting(id, 200)).to_vec())
        .await
        .unwrap();
    let requeued = Few {
        total: 5,
        first: vec!["a".into(), "b".into(), "c".into()],
    };
    assert_eq!(applied.requeued, requeued);
}

#[tokio::test]
async fn why_tasks_wait_is_kept_beside_the_problem_until_the_job_ends() {
    let (_folder, history) = with_tasks(&["a"]).await;
    let why = Report::new(Code::Conflict, "No nodes.", "Resize it.");
    history.set_waiting("j", Some(why.clone())).await.unwrap();
    let summary = history.summary("j").await.unwrap();
    assert_eq!(
        (summary.waiting, summary.problem),
        (Some(Box::new(why.clone())), None)
    );
    assert_eq!(history.row("j").await.unwrap().waiting, Some(why));
    history
        .end("j", JobState::Cancelled, 5, None)
        .await
        .unwrap();
    assert_eq!(history.summary("j").await.unwrap().waiting, None);
}

#[tokio::test]
async fn a_history_of_the_first_format_opens_with_its_jobs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../schema/1.sql")).unwrap();
    old.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO jobs (seq, id, name, account, pool, image, retries, time_limit, poll_freq, overrides, state, phase, created)
             VALUES (1, 'j', 'n', 'a', 'p', '', 0, 60, 10, '{}', 'queued', 'watching', 5);
         INSERT INTO tasks (job, place, id, name, kind, source, path, sha256, size, needs, state)
             VALUES (1, 0, 't', 't.py', 'python', x'2f78', x'2f78', 'ab', 7, '{}', 'running');",
    )
    .unwrap();
    drop(old);
    let history = History::open(&path).await.unwrap();
    assert_eq!(history.summary("j").await.unwrap().waiting, None);
    assert_eq!(history.task("j", "t").await.unwrap().requeues, 0);
    let applied = history.apply("j", vec![waiting("t", 9)]).await.unwrap();
    assert_eq!(applied.requeued, few(&["t"]));
}
