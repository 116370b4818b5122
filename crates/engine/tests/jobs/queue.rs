//! Tasks that wait: why, and what becomes of those whose node goes away.

use std::time::Duration;

use longshore_engine::Engine;
use longshore_model::{
    Code,
    job::{JobDetail, JobState},
    task::TaskState,
};
use pretty_assertions::assert_eq;
use serde_json::{Value, json};

use crate::place::{Place, of, tasks};

/// Longer than any of these waits may take.
const LIMIT: Duration = Duration::from_secs(60);

/// The job, once it is as wanted.
async fn when(engine: &Engine, id: &str, wanted: impl Fn(&JobDetail) -> bool) -> JobDetail {
    let waited = tokio::time::timeout(LIMIT, async {
        loop {
            let job = engine.job(id).await.unwrap();
            if wanted(&job) {
                return job;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    match waited.await {
        Ok(job) => job,
        Err(_) => panic!("{:#?}", engine.job(id).await),
    }
}

fn says(job: &JobDetail, text: &str) -> bool {
    let waiting = job.summary.waiting.as_ref();
    waiting.is_some_and(|report| report.title.contains(text))
}

fn looks_at_nodes(place: &Place) -> usize {
    let requests = place.requests();
    requests
        .iter()
        .filter(|request| request.contains("/nodes?"))
        .count()
}

#[tokio::test]
async fn a_pool_without_nodes_is_told_before_anything_is_sent_and_no_longer_once_a_task_starts() {
    let place = Place::new().await;
    place.tell(&json!({"pool": {"nodes": 0}}));
    let engine = place.engine().await;
    let id = engine
        .submit(of(&[&place.payload("a.sh", "echo a\n")]))
        .await
        .unwrap();
    let job = when(&engine, &id, |job| job.summary.waiting.is_some()).await;
    assert!(says(&job, "has no nodes, and does not scale"), "{job:#?}");
    assert!(
        matches!(
            job.summary.state,
            JobState::Staging | JobState::Submitting | JobState::Queued
        ),
        "{job:#?}"
    );
    let job = when(&engine, &id, |job| job.summary.state == JobState::Queued).await;
    assert!(job.summary.waiting.is_some(), "{job:#?}");
    assert_eq!(job.summary.problem, None);
    place.tell(&json!({}));
    let job = when(&engine, &id, |job| job.summary.state.ended()).await;
    assert_eq!(
        (job.summary.state, &job.summary.waiting),
        (JobState::Succeeded, &None)
    );
    assert!(
        job.events
            .iter()
            .any(|event| event.text.contains("no nodes")),
        "{:#?}",
        job.events
    );
}

#[tokio::test]
async fn each_reason_for_which_a_pool_runs_nothing_is_told() {
    let place = Place::new().await;
    let error = json!([{"code": "AccountCoreQuotaReached", "message": "no cores"}]);
    let cases: [(Value, &str); 8] = [
        (
            json!({"pool": {"nodes": 0, "autoScaleFormula": "$TargetDedicatedNodes = 0;"}}),
            "autoscale formula has not given it any",
        ),
        (
            json!({"pool": {"nodes": 0, "targetNodes": 2, "allocationState": "resizing"}}),
            "2 are on the way",
        ),
        (
            json!({"pool": {"nodes": 0, "resizeErrors": error}}),
            "AccountCoreQuotaReached: no cores",
        ),
        (
            json!({"pool": {"nodeState": "running"}}),
            "busy with other work (4 of 4 slots)",
        ),
        (
            json!({"pool": {"nodeState": "starting"}}),
            "still starting (1 node)",
        ),
        (
            json!({"pool": {"nodeState": "starttaskfailed"}}),
            "the start task failed on 1 node (exit code 1)",
        ),
        (
            json!({"pool": {"nodeState": "unusable", "nodeErrors": [{"code": "NodeUnreachable", "message": "no answer"}]}}),
            "Batch cannot use 1 node (NodeUnreachable: no answer)",
        ),
        (
            json!({"pool": {"nodeState": "preempted"}}),
            "Azure has taken back 1 node",
        ),
    ];
    place.tell(&cases[0].0);
    let engine = place.impatient_engine().await;
    let id = engine
        .submit(of(&[&place.payload("a.sh", "echo a\n")]))
        .await
        .unwrap();
    for (plan, text) in &cases {
        place.tell(plan);
        // Who asks for news need not wait until the pool's turn comes again.
        let told = tokio::time::timeout(LIMIT, async {
            loop {
                let job = engine.refresh(&id).await.unwrap();
                if says(&job, text) {
                    return job;
                }
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        });
        let job = told.await.unwrap_or_else(|_| panic!("{text} is not told"));
        assert_eq!(job.summary.state, JobState::Queued, "{job:#?}");
    }
    place.tell(&json!({}));
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded, "{job:#?}");
    let told = job
        .events
        .iter()
        .filter(|event| event.text.starts_with("Its tasks wait."));
    assert_eq!(told.count(), cases.len(), "{:#?}", job.events);
}

#[tokio::test]
async fn a_pool_is_not_looked_at_with_every_poll() {
    let place = Place::new().await;
    place.tell(&json!({"pool": {"nodeState": "running"}}));
    let engine = place.impatient_engine().await;
    let id = engine
        .submit(of(&[&place.payload("a.sh", "echo a\n")]))
        .await
        .unwrap();
    when(&engine, &id, |job| says(job, "busy")).await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    let requests = place.requests();
    let polls = requests
        .iter()
        .filter(|request| request.contains("/tasks?"))
        .count();
    // After 0.3, 0.9, 2.1 and 4.5 seconds.
    let looks = looks_at_nodes(&place);
    assert!((2..=5).contains(&looks) && looks < polls, "{requests:#?}");
    engine.cancel(&id).await.unwrap();
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(
        (job.summary.state, job.summary.waiting),
        (JobState::Cancelled, None)
    );
}

#[tokio::test]
async fn a_task_whose_node_goes_away_waits_again_runs_anew_and_the_timeline_says_so() {
    let place = Place::new().await;
    let engine = place.impatient_engine().await;
    let mark = place.path().join("begun");
    let script = format!(
        "if [ -e '{0}' ]; then echo again; exit 0; fi; touch '{0}'; sleep 300\n",
        mark.display()
    );
    let id = engine
        .submit(of(&[&place.payload("a.sh", &script)]))
        .await
        .unwrap();
    when(&engine, &id, |job| job.summary.state == JobState::Running).await;
    while !mark.exists() {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    place.tell(&json!({"pool": {"nodes": 0}}));
    let job = when(&engine, &id, |job| job.summary.waiting.is_some()).await;
    assert_eq!(
        (job.summary.state, job.summary.tasks.waiting),
        (JobState::Queued, 1)
    );
    let row = tasks(&engine, &job).await.remove(0);
    assert_eq!(
        (row.state, row.started, row.requeues, row.retries),
        (TaskState::Waiting, None, 1, 0)
    );
    place.tell(&json!({}));
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded, "{job:#?}");
    let back: Vec<_> = job
        .events
        .iter()
        .filter(|event| event.text.contains("put back"))
        .map(|event| event.text.as_str())
        .collect();
    assert_eq!(
        back,
        ["Task a was put back in the queue: its node went away."]
    );
}

#[tokio::test]
async fn a_retry_is_told_in_the_timeline() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let mark = place.path().join("tried");
    let script = format!(
        "if [ -e '{0}' ]; then exit 0; fi; touch '{0}'; exit 3\n",
        mark.display()
    );
    let mut submission = of(&[&place.payload("a.sh", &script)]);
    submission.overrides.retries = Some(1);
    let id = engine.submit(submission).await.unwrap();
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded, "{job:#?}");
    let texts: Vec<_> = job.events.iter().map(|event| event.text.as_str()).collect();
    assert!(
        texts.contains(&"Task a failed and is tried again."),
        "{texts:?}"
    );
}

#[tokio::test]
async fn a_job_that_cannot_be_scheduled_says_why() {
    let place = Place::new().await;
    place.tell(&json!({
        "pool": {"nodeState": "starting"},
        "schedulingError": {"category": "UserError", "code": "AutoPoolCreationFailed", "message": "no cores"}
    }));
    let engine = place.impatient_engine().await;
    let id = engine
        .submit(of(&[&place.payload("a.sh", "echo a\n")]))
        .await
        .unwrap();
    let job = when(&engine, &id, |job| says(job, "AutoPoolCreationFailed")).await;
    let report = job.summary.waiting.unwrap();
    assert_eq!(report.code, Code::Service);
    assert!(report.guidance.contains("Correct"), "{report}");
    engine.cancel(&id).await.unwrap();
    engine.wait(&id).await.unwrap();
}

#[tokio::test]
async fn a_pool_that_is_not_there_refuses_the_job_before_anything_is_staged() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let mut submission = of(&[&place.payload("a.sh", "echo a\n")]);
    submission.overrides.pool = Some("nowhere".into());
    let id = engine.submit(submission).await.unwrap();
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Failed);
    let problem = job.summary.problem.unwrap();
    assert_eq!(
        (problem.code, problem.title.as_str()),
        (Code::NotFound, "The account has no such pool.")
    );
    assert_eq!(place.containers(), [] as [String; 0]);
    let sent = place.requests();
    assert!(
        sent.iter().all(|request| !request.starts_with("PUT ")),
        "{sent:#?}"
    );
}

#[tokio::test]
async fn pools_are_listed_and_one_is_told_with_its_nodes() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let account = longshore_model::THIS_COMPUTER;
    let pools = engine.pools(account).await.unwrap();
    assert_eq!(pools.len(), 1);
    assert_eq!(
        (pools[0].id.as_str(), pools[0].nodes(), &pools[0].problem),
        ("local", 1, &None)
    );
    assert_eq!(engine.pool_problem(account, None).await.unwrap(), None);
    place.tell(&json!({"pool": {"nodes": 0}}));
    let problem = engine.pool_problem(account, Some("local")).await.unwrap();
    assert!(problem.unwrap().title.contains("no nodes"));
    let missing = engine.pool_problem(account, Some("nowhere")).await;
    assert_eq!(missing.unwrap_err().code, Code::NotFound);
    place.tell(&json!({"pool": {"nodeState": "offline"}}));
    let detail = engine.pool(account, None).await.unwrap();
    assert_eq!(detail.nodes.len(), 1);
    assert_eq!(
        (detail.nodes[0].state.label(), detail.nodes[0].dedicated),
        ("taking no tasks", 1)
    );
}
