//! Many jobs, and no network for a while.

use std::{collections::HashSet, time::Duration};

use longshore_engine::{Engine, Pace, Pauses};
use longshore_model::job::JobState;
use pretty_assertions::assert_eq;
use serde_json::json;

use crate::place::{Place, of};

const JOBS: usize = 20;

/// As patient as others, in a hundredth of the time.
fn hasty() -> Pace {
    Pace {
        pauses: Pauses {
            first: Duration::from_millis(10),
            longest: Duration::from_millis(600),
        },
        ..Pace::default()
    }
}

/// Waits until something holds of the requests since there were so many.
async fn until(place: &Place, since: usize, what: impl Fn(&[String]) -> bool) {
    loop {
        if what(&place.requests()[since..]) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The jobs whose tasks were asked for with this status, each as often as it was.
fn asked(lines: &[String], status: &str) -> Vec<String> {
    let lists = lines.iter().filter(|line| {
        line.starts_with("GET /jobs/") && line.contains("/tasks?") && line.contains(status)
    });
    lists
        .map(|line| line.split(['/', '?']).nth(2).unwrap().to_owned())
        .collect()
}

async fn submit_all(place: &Place, engine: &Engine) -> Vec<String> {
    let release = place.path().join("release");
    let text = format!(
        "until test -e '{}'; do sleep 0.05; done\n",
        release.display()
    );
    let script = place.payload("wait.sh", &text);
    let mut jobs = Vec::new();
    for _ in 0..JOBS {
        jobs.push(engine.submit(of(&[&script])).await.unwrap());
    }
    jobs
}

#[tokio::test]
async fn twenty_jobs_come_back_from_two_hours_offline_with_a_question_each_and_one_token_for_all() {
    let place = Place::new().await;
    let engine = place.engine_of_pace(hasty()).await;
    let jobs = submit_all(&place, &engine).await;
    let all = |lines: &[String], status| {
        let known: HashSet<String> = asked(lines, status).into_iter().collect();
        known.len() == JOBS
    };
    until(&place, 0, |lines| all(lines, " 200 ")).await;

    // Gone: no request gets an answer.
    let gone = place.requests().len();
    place.tell(&json!({"rules": [{"from": "client", "drop": "before"}]}));
    until(&place, gone, |lines| {
        asked(lines, " 444 ").len() > 10 * JOBS && all(lines, " 444 ")
    })
    .await;
    for job in &jobs {
        let shown = engine.job(job).await.unwrap().summary;
        assert!(!shown.state.ended(), "{shown:#?}");
        assert_ne!(shown.state, JobState::NeedsAttention, "{shown:#?}");
    }

    // Back, two hours later: no token is good any more.
    let back = place.requests().len();
    place.tell(&json!({"clockOffsetSeconds": 7200}));
    until(&place, back, |lines| all(lines, " 200 ")).await;
    let lines = place.requests().split_off(back);
    let tokens = lines.iter().filter(|line| line.contains("/token")).count();
    eprintln!(
        "{} requests until all {JOBS} were heard of, {tokens} for a token, {} lists refused",
        lines.len(),
        asked(&lines, " 401 ").len()
    );
    // One for Batch. Whoever asked with the old one is refused, once.
    assert_eq!(tokens, 1, "{lines:#?}");
    assert!(asked(&lines, " 401 ").len() <= JOBS, "{lines:#?}");

    std::fs::write(place.path().join("release"), "").unwrap();
    for job in &jobs {
        let ended = engine.wait(job).await.unwrap().summary;
        assert_eq!(ended.state, JobState::Succeeded, "{ended:#?}");
    }
}
