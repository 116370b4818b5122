use std::{sync::Arc, time::Duration};

use longshore_engine::{LocalEndpoint, ThisComputer};
use longshore_model::{Code, Report, job::JobState};
use pretty_assertions::assert_eq;

use crate::place::{Place, of};

/// Longer than any of these waits may take.
const LIMIT: Duration = Duration::from_secs(20);

struct Stumbles;

#[async_trait::async_trait]
impl ThisComputer for Stumbles {
    async fn endpoint(&self) -> Result<LocalEndpoint, Report> {
        panic!("a fault of the program");
    }
}

#[tokio::test]
async fn waiting_ends_when_the_work_at_the_job_panics_and_the_job_can_be_taken_up() {
    let place = Place::new().await;
    let script = place.payload("fine.sh", "echo fine\n");
    let engine = place.engine_with(Arc::new(Stumbles)).await;
    let id = engine.submit(of(&[&script])).await.unwrap();
    let job = tokio::time::timeout(LIMIT, engine.wait(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(job.summary.state, JobState::NeedsAttention);
    assert_eq!(job.summary.problem.unwrap().code, Code::Internal);

    let next = place.engine().await;
    let job = next.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded, "{job:#?}");
}

#[tokio::test]
async fn waiting_ends_when_the_right_to_the_job_cannot_be_had() {
    let place = Place::new().await;
    let script = place.payload("fine.sh", "echo fine\n");
    let engine = place.engine().await;
    let locks = place.path().join("home/data/locks");
    std::fs::write(&locks, "in the way").unwrap();
    let id = engine.submit(of(&[&script])).await.unwrap();
    let job = tokio::time::timeout(LIMIT, engine.wait(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(job.summary.state, JobState::NeedsAttention);
    let problem = job.summary.problem.unwrap();
    assert_eq!(problem.code, Code::LocalFiles);
    assert!(problem.title.contains("locks"), "{problem}");

    std::fs::remove_file(&locks).unwrap();
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded, "{job:#?}");
}

#[tokio::test]
async fn waiting_ends_when_the_engine_is_shut_down() {
    let place = Place::new().await;
    let script = place.payload("long.sh", "sleep 600\n");
    let engine = place.engine().await;
    let id = engine.submit(of(&[&script])).await.unwrap();
    let (waiting, waited_for) = (engine.clone(), id.clone());
    let waiting = tokio::spawn(async move { waiting.wait(&waited_for).await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    engine.shut_down().await;
    let ended = tokio::time::timeout(LIMIT, waiting).await.unwrap().unwrap();
    assert_eq!(ended.unwrap_err().code, Code::Cancelled);
}

#[tokio::test]
async fn waiting_ends_when_the_job_ends_without_a_word() {
    let place = Place::new().await;
    let script = place.payload("long.sh", "sleep 600\n");
    let (engine, other) = (place.engine().await, place.engine().await);
    let id = engine.submit(of(&[&script])).await.unwrap();
    let (waiting, waited_for) = (engine.clone(), id.clone());
    let waiting = tokio::spawn(async move { waiting.wait(&waited_for).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    // The other program's events are not heard here: only the history tells.
    other.cancel(&id).await.unwrap();
    let ended = tokio::time::timeout(LIMIT, waiting).await.unwrap().unwrap();
    assert_eq!(ended.unwrap().summary.state, JobState::Cancelled);
}
