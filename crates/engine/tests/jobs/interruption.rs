use std::time::Duration;

use longshore_model::{job::JobState, task::TaskState};
use pretty_assertions::assert_eq;

use crate::place::{Place, of, tasks};

#[tokio::test]
async fn an_engine_that_goes_away_is_followed_by_one_that_brings_the_results() {
    let place = Place::new().await;
    let first = place.engine().await;
    let script = place.payload("late.sh", "sleep 2; echo late > outputs/late.txt\n");
    let id = first.submit(of(&[script.as_path(); 5])).await.unwrap();
    loop {
        let state = first.job(&id).await.unwrap().summary.state;
        if matches!(state, JobState::Queued | JobState::Running) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    first.shut_down().await;
    drop(first);

    // Without a resume: waiting for a job takes it up.
    let second = place.engine().await;
    let job = tokio::time::timeout(Duration::from_secs(60), second.wait(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded);
    assert!(
        tasks(&second, &job)
            .await
            .iter()
            .all(|task| task.result_bytes == 5)
    );
    let adds = place
        .requests()
        .into_iter()
        .filter(|line| line.contains("addtaskcollection"))
        .count();
    assert_eq!(adds, 1, "nothing is submitted twice");
}

#[tokio::test]
async fn a_submission_cut_off_at_any_moment_is_completed_and_never_doubled() {
    let place = Place::new().await;
    let script = place.payload("step.sh", "echo step\n");
    let engine = place.engine().await;
    let id = engine.submit(of(&[script.as_path(); 120])).await.unwrap();
    for millis in [0, 5, 20, 50, 100, 200] {
        tokio::time::sleep(Duration::from_millis(millis)).await;
        engine.shut_down().await;
        let next = place.engine().await;
        next.resume().await;
        if next.job(&id).await.unwrap().summary.state.ended() {
            break;
        }
        next.shut_down().await;
    }
    let last = place.engine().await;
    last.resume().await;
    let job = tokio::time::timeout(Duration::from_secs(90), last.wait(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded);
    let rows = tasks(&last, &job).await;
    assert_eq!(rows.len(), 120);
    assert!(rows.iter().all(|task| task.state == TaskState::Succeeded));
}

#[tokio::test]
async fn a_second_program_follows_what_the_first_does() {
    let place = Place::new().await;
    let (first, second) = (place.engine().await, place.engine().await);
    let script = place.payload("shared.sh", "sleep 1; echo shared\n");
    let id = first.submit(of(&[&script])).await.unwrap();
    second.resume().await;
    let job = tokio::time::timeout(Duration::from_secs(60), second.wait(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded);
}

#[tokio::test]
async fn the_lock_that_a_killed_program_left_of_an_ended_job_goes_and_others_stay() {
    let place = Place::new().await;
    let (first, second) = (place.engine().await, place.engine().await);
    let ended = first
        .submit(of(&[&place.payload("done.sh", "echo done\n")]))
        .await
        .unwrap();
    first.wait(&ended).await.unwrap();
    let running = first
        .submit(of(&[&place.payload("long.sh", "sleep 600\n")]))
        .await
        .unwrap();
    let locks = place.path().join("home/data/locks");
    while !locks.join(&running).exists() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for name in [ended.as_str(), "of-another-history"] {
        std::fs::write(locks.join(name), "").unwrap();
    }

    second.resume().await;

    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while locks.join(&ended).exists() {
        assert!(std::time::Instant::now() < deadline, "the lock stays");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let mut left: Vec<_> = std::fs::read_dir(&locks)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    let mut expected = vec![running, "of-another-history".to_owned()];
    expected.sort();
    assert_eq!(left, expected);
}
