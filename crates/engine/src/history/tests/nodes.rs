use longshore_model::task::TaskState;
use pretty_assertions::assert_eq;

use super::{HistoryError, Open, ended, history, job, task, well};
use crate::history::TaskChange;

#[tokio::test]
async fn tasks_that_have_started_are_told_with_their_nodes_in_that_order() {
    let (_folder, history) = history().await;
    let tasks = ["a", "b", "c"].map(task).to_vec();
    history.intend(job("j", 1), Open::No, tasks).await.unwrap();
    let first = ended("b", 500, well());
    let later = TaskChange {
        started: Some(1_200),
        ended: None,
        outcome: None,
        state: TaskState::Running,
        node: Some("m".into()),
        ..ended("a", 0, well())
    };
    history.apply("j", vec![later, first]).await.unwrap();
    let times = history.node_times("j").await.unwrap();
    let told: Vec<_> = times
        .spans
        .iter()
        .map(|span| (span.task.as_str(), span.node.as_str(), span.from, span.to))
        .collect();
    assert_eq!(
        told,
        [("b", "n", 1_000, Some(1_500)), ("a", "m", 1_200, None)]
    );
    assert_eq!(times.left_out, 0);
}

#[tokio::test]
async fn times_of_a_job_that_is_not_there_are_an_error() {
    let (_folder, history) = history().await;
    assert!(matches!(
        history.node_times("j").await,
        Err(HistoryError::Missing { what: "job", .. })
    ));
}
