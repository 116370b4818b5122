#![allow(clippy::unwrap_used)]

use longshore_batch_api::{
    filter::Filter,
    job::{JobAdd, JobState, PoolInfo},
    task::{NodeInfo, TaskAdd, TaskConstraints, TaskState},
};
use pretty_assertions::assert_eq;

use super::*;
use crate::batch::conditions::Conditions;

async fn store() -> (tempfile::TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("batch.db")).unwrap();
    (dir, store)
}

async fn job(store: &Store, id: &str, priority: i32, max_parallel_tasks: i32) {
    let add = JobAdd {
        id: id.into(),
        priority: Some(priority),
        max_parallel_tasks: Some(max_parallel_tasks),
        pool_info: Some(PoolInfo::default()),
        ..JobAdd::default()
    };
    store.add_job(add, None).await.unwrap();
}

async fn task(store: &Store, job: &str, id: &str, slots: i32, retries: i32) {
    let add = TaskAdd {
        id: id.into(),
        command_line: Some("true".into()),
        required_slots: Some(slots),
        constraints: Some(TaskConstraints {
            max_task_retry_count: Some(retries),
            ..TaskConstraints::default()
        }),
        ..TaskAdd::default()
    };
    let outcomes = store.add_tasks(job, vec![add]).await.unwrap();
    assert!(outcomes[0].is_ok(), "{outcomes:?}");
}

async fn claim(store: &Store, free: usize, all: usize) -> Vec<Claimed> {
    store.claim(free, all, NodeInfo::default()).await.unwrap()
}

fn ids(claimed: &[Claimed]) -> Vec<&str> {
    claimed.iter().map(|one| one.task.id.as_str()).collect()
}

fn exited(code: i32) -> Outcome {
    Outcome {
        exit_code: Some(code),
        ..Outcome::default()
    }
}

#[tokio::test]
async fn tasks_are_taken_by_priority_of_their_job_then_in_their_order() {
    let (_dir, store) = store().await;
    job(&store, "low", 0, -1).await;
    job(&store, "high", 10, -1).await;
    for (job, id) in [("low", "z"), ("low", "a"), ("high", "c"), ("high", "b")] {
        task(&store, job, id, 1, 0).await;
    }
    assert_eq!(ids(&claim(&store, 3, 4).await), ["c", "b", "z"]);
    assert_eq!(ids(&claim(&store, 3, 4).await), ["a"]);
    assert_eq!(ids(&claim(&store, 3, 4).await), [""; 0]);
}

#[tokio::test]
async fn a_wide_task_is_not_overtaken_and_one_too_wide_takes_the_whole_node() {
    let (_dir, store) = store().await;
    job(&store, "j", 0, -1).await;
    for (id, slots) in [("one", 1), ("wide", 3), ("small", 1), ("giant", 99)] {
        task(&store, "j", id, slots, 0).await;
    }
    assert_eq!(ids(&claim(&store, 3, 3).await), ["one"]);
    assert_eq!(ids(&claim(&store, 3, 3).await), ["wide"]);
    assert_eq!(ids(&claim(&store, 3, 3).await), ["small"]);
    let giant = claim(&store, 3, 3).await;
    assert_eq!((ids(&giant), giant[0].slots), (vec!["giant"], 3));
}

#[tokio::test]
async fn a_jobs_limit_of_tasks_at_once_leaves_room_for_other_jobs() {
    let (_dir, store) = store().await;
    job(&store, "limited", 5, 1).await;
    job(&store, "free", 0, -1).await;
    for (job, id) in [("limited", "a"), ("limited", "b"), ("free", "c")] {
        task(&store, job, id, 1, 0).await;
    }
    let claimed = claim(&store, 3, 3).await;
    assert_eq!(ids(&claimed), ["a", "c"]);
    store
        .finish(&claimed[0].key, claimed[0].number, exited(0))
        .await
        .unwrap();
    assert_eq!(ids(&claim(&store, 2, 3).await), ["b"]);
}

#[tokio::test]
async fn only_a_bad_exit_is_tried_again_and_only_so_often() {
    let (_dir, store) = store().await;
    job(&store, "j", 0, -1).await;
    let failure = || tasks::ended_by_user();
    let failed = |end, code| Outcome {
        end,
        exit_code: code,
        failure: Some(failure()),
        container: None,
    };
    for (id, retries, outcome, state) in [
        ("good", 1, exited(0), TaskState::Completed),
        ("bad", 1, exited(2), TaskState::Active),
        ("last", 0, exited(2), TaskState::Completed),
        ("endless", -1, exited(2), TaskState::Active),
        ("upload", 1, failed(End::Ran, Some(0)), TaskState::Completed),
        (
            "limit",
            1,
            failed(End::Failed, Some(137)),
            TaskState::Completed,
        ),
        (
            "ended",
            1,
            failed(End::Terminated, Some(143)),
            TaskState::Completed,
        ),
        ("again", 0, failed(End::Requeued, None), TaskState::Active),
    ] {
        task(&store, "j", id, 1, retries).await;
        let claimed = claim(&store, 1, 1).await;
        assert_eq!(ids(&claimed), [id]);
        store
            .finish(&claimed[0].key, claimed[0].number, outcome)
            .await
            .unwrap();
        assert_eq!(
            store.task(&claimed[0].key).await.unwrap().state,
            Some(state),
            "{id}"
        );
        store
            .delete_task(&claimed[0].key, Conditions::default())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn the_end_of_a_try_says_nothing_about_a_later_task_of_the_same_id() {
    let (_dir, store) = store().await;
    job(&store, "j", 0, -1).await;
    task(&store, "j", "t", 1, 0).await;
    let old = claim(&store, 1, 1).await.remove(0);
    store
        .delete_task(&old.key, Conditions::default())
        .await
        .unwrap();
    task(&store, "j", "t", 1, 0).await;
    store.finish(&old.key, old.number, exited(1)).await.unwrap();
    assert_eq!(
        store.task(&old.key).await.unwrap().state,
        Some(TaskState::Active)
    );
}

#[tokio::test]
async fn what_ran_before_a_restart_runs_again_unless_its_job_is_ending() {
    let (dir, store) = store().await;
    job(&store, "Goes-On", 0, -1).await;
    job(&store, "ends", 0, -1).await;
    task(&store, "Goes-On", "A", 1, 0).await;
    task(&store, "ends", "b", 1, 0).await;
    claim(&store, 2, 2).await;
    let end = JobEnd::Terminate("enough".into());
    store
        .end_job("ends", Conditions::default(), end)
        .await
        .unwrap();
    drop(store);

    let store = Store::open(&dir.path().join("batch.db")).unwrap();
    let mut running = store.running_tasks().await.unwrap();
    running.sort();
    assert_eq!(
        running,
        [("Goes-On".into(), "A".into()), ("ends".into(), "b".into())]
    );
    assert_eq!(store.recover().await.unwrap(), [""; 0]);
    let again = store.task(&TaskKey::new("goes-on", "a")).await.unwrap();
    assert_eq!(again.state, Some(TaskState::Active));
    assert_eq!(again.execution_info.unwrap().requeue_count, 1);
    let ended = store.task(&TaskKey::new("ends", "b")).await.unwrap();
    assert_eq!(
        ended.execution_info.unwrap().failure_info.unwrap().code,
        "TaskEnded"
    );
    assert_eq!(
        store.job("ends").await.unwrap().state,
        Some(JobState::Completed)
    );
}

#[test]
fn only_what_must_hold_narrows_a_list() {
    let narrowed = |text: &str| Narrowed::from(Some(&text.parse::<Filter>().unwrap()));
    let all = Narrowed::default();
    assert_ne!(narrowed("state eq 'Active' and id eq 'x'"), all);
    assert_eq!(
        narrowed("state eq 'active'"),
        narrowed("state eq 'ACTIVE' and id ne 'x'")
    );
    for text in [
        "state eq 'active' or id eq 'x'",
        "not (state eq 'active')",
        "state ne 'active'",
        "previousState eq 'active'",
    ] {
        assert_eq!(narrowed(text), all, "{text}");
    }
}
