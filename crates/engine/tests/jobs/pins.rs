use std::time::{Duration, SystemTime, UNIX_EPOCH};

use longshore_engine::Engine;
use longshore_model::{Code, event::Event, job::JobQuery, preferences::Preferences};
use pretty_assertions::assert_eq;
use tokio::sync::broadcast::Receiver;

use crate::place::Place;

const DAY: i64 = 86_400_000;

/// Writes jobs that ended so many days ago into the history, as if the service held nothing of them.
fn ended(place: &Place, jobs: &[(&str, i64)]) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now = i64::try_from(now.as_millis()).unwrap();
    let history = rusqlite::Connection::open(place.path().join("home/data/history.db")).unwrap();
    for (id, days) in jobs {
        history
            .execute(
                "INSERT INTO jobs (id, name, account, pool, image, retries, time_limit, poll_freq, overrides, \
                 state, phase, created, ended) \
                 VALUES (?1, ?1, 'a', 'p', '', 0, 60, 10, '{}', 'succeeded', 'ended', ?2, ?2)",
                rusqlite::params![id, now - days * DAY],
            )
            .unwrap();
    }
}

async fn ids(engine: &Engine) -> Vec<String> {
    let page = engine.jobs(JobQuery::default()).await.unwrap();
    page.jobs.into_iter().map(|job| job.id).collect()
}

/// The next job that is changed or removed, and which of both.
async fn next(events: &mut Receiver<Event>) -> (String, Option<bool>) {
    const PATIENCE: Duration = Duration::from_secs(30);
    loop {
        let event = tokio::time::timeout(PATIENCE, events.recv()).await.unwrap();
        match event.unwrap() {
            Event::JobRemoved { id } => return (id, None),
            Event::JobChanged { job } => return (job.id, Some(job.pinned)),
            _ => {}
        }
    }
}

#[tokio::test]
async fn an_old_job_stays_for_as_long_as_it_is_pinned() {
    let place = Place::new().await;
    let engine = place.engine().await;
    ended(&place, &[("kept", 30), ("old", 20), ("young", 1)]);
    let mut events = engine.events();
    engine.pin("kept", true).await.unwrap();
    assert_eq!(next(&mut events).await, ("kept".into(), Some(true)));
    let preferences = Preferences {
        keep_history_days: 7,
        ..engine.preferences().await.unwrap()
    };
    engine.save_preferences(preferences).await.unwrap();

    // The older one comes first in what is cleaned up: the other is gone when its turn has passed.
    engine.resume().await;
    assert_eq!(next(&mut events).await, ("old".into(), None));
    assert_eq!(ids(&engine).await, ["kept", "young"]);
    engine.shut_down().await;

    let engine = place.engine().await;
    let mut events = engine.events();
    engine.pin("KEPT", false).await.unwrap();
    assert_eq!(next(&mut events).await, ("kept".into(), Some(false)));
    engine.resume().await;
    assert_eq!(next(&mut events).await, ("kept".into(), None));
    assert_eq!(ids(&engine).await, ["young"]);
    engine.shut_down().await;
}

#[tokio::test]
async fn a_pinned_job_is_deleted_by_hand_and_one_that_is_gone_is_not_pinned() {
    let place = Place::new().await;
    let engine = place.engine().await;
    ended(&place, &[("j", 1)]);
    engine.pin("j", true).await.unwrap();
    engine.delete_job("j").await.unwrap();
    assert_eq!(ids(&engine).await, [""; 0]);
    let gone = engine.pin("j", true).await.unwrap_err();
    assert_eq!(gone.code, Code::NotFound);
}
