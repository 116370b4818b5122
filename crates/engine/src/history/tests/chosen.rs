use longshore_model::{
    job::{JobQuery, JobSelection, JobSort},
    task::{TaskQuery, TaskSelection},
};
use pretty_assertions::assert_eq;

use super::{History, HistoryError, Open, history, job, task};

async fn three() -> (tempfile::TempDir, History) {
    let (folder, history) = history().await;
    for (at, id) in [(1, "a"), (2, "b"), (3, "c")] {
        history
            .intend(job(id, at), Open::No, vec![task("t")])
            .await
            .unwrap();
    }
    (folder, history)
}

async fn ids(history: &History, selection: JobSelection) -> Vec<String> {
    let chosen = history.chosen(selection, 10).await.unwrap();
    chosen.into_iter().map(|job| job.id).collect()
}

#[tokio::test]
async fn named_jobs_are_chosen_but_those_that_are_gone() {
    let (_folder, history) = three().await;
    let these = JobSelection::These {
        ids: ["c", "gone", "a"].map(String::from).to_vec(),
    };
    assert_eq!(ids(&history, these).await, ["c", "a"]);
}

#[tokio::test]
async fn what_a_query_finds_is_chosen_but_for_exceptions_and_within_its_rows() {
    let (_folder, history) = three().await;
    let found = |query, except: &[&str]| JobSelection::Found {
        query,
        except: except.iter().map(|id| String::from(*id)).collect(),
    };
    let all = found(JobQuery::default(), &["b"]);
    assert_eq!(ids(&history, all).await, ["c", "a"]);
    let rows = JobQuery {
        sort: JobSort::Oldest,
        offset: 1,
        limit: 2,
        ..JobQuery::default()
    };
    assert_eq!(ids(&history, found(rows, &[])).await, ["b", "c"]);
    let none = JobQuery::default().typed("account:elsewhere");
    assert_eq!(ids(&history, found(none, &[])).await, [""; 0]);
}

/// A job of ten tasks, and another with one of the same id.
async fn ten() -> (tempfile::TempDir, History) {
    let (folder, history) = history().await;
    let tasks = (0..10).map(|at| task(&format!("t-{at}"))).collect();
    history.intend(job("j", 1), Open::No, tasks).await.unwrap();
    history
        .intend(job("k", 2), Open::No, vec![task("t-3")])
        .await
        .unwrap();
    (folder, history)
}

async fn task_ids(history: &History, selection: TaskSelection) -> Vec<String> {
    let chosen = history.chosen_tasks("j", selection).await.unwrap();
    chosen.into_iter().map(|task| task.id).collect()
}

#[tokio::test]
async fn named_tasks_are_chosen_once_each_in_the_order_they_were_submitted() {
    let (_folder, history) = ten().await;
    let these = TaskSelection::named(["t-7", "t-3", "t-7"].map(String::from).to_vec());
    assert_eq!(task_ids(&history, these).await, ["t-3", "t-7"]);
}

#[tokio::test]
async fn what_a_query_finds_of_a_jobs_tasks_is_chosen_but_for_exceptions_and_within_its_rows() {
    let (_folder, history) = ten().await;
    assert_eq!(task_ids(&history, TaskSelection::all()).await.len(), 10);
    let some = TaskSelection::Found {
        query: TaskQuery {
            // That of the query does not count.
            job: "k".into(),
            offset: 2,
            limit: 3,
            ..TaskQuery::default()
        },
        except: vec!["t-3".into()],
    };
    assert_eq!(task_ids(&history, some).await, ["t-2", "t-4"]);
    let none = TaskSelection::unsuccessful();
    assert_eq!(task_ids(&history, none).await, [""; 0]);
}

#[tokio::test]
async fn a_task_or_a_job_that_is_not_there_is_named() {
    let (_folder, history) = ten().await;
    let missing = |what, id: &str| (what, id.to_owned());
    let told = async |job: &str, ids: &[&str]| {
        let ids = ids.iter().map(|id| String::from(*id)).collect();
        match history.chosen_tasks(job, TaskSelection::named(ids)).await {
            Err(HistoryError::Missing { what, id }) => (what, id),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(told("j", &["t-1", "t-10"]).await, missing("task", "t-10"));
    assert_eq!(told("none", &[]).await, missing("job", "none"));
}
