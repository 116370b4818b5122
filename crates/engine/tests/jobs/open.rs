use std::{path::Path, time::Duration};

use longshore_engine::{Engine, Submission};
use longshore_model::{
    Code,
    job::{JobDetail, JobState},
    task::{TaskSelection, TaskState},
};
use pretty_assertions::assert_eq;

use crate::place::{Place, of, tasks};

/// Runs until the file beside it is there.
const PATIENT: &str = "while [ ! -e GO ]; do sleep 0.1; done\n";

fn open(payloads: &[&Path]) -> Submission {
    Submission {
        open: true,
        ..of(payloads)
    }
}

/// Waits until a job is as it should be.
async fn once(engine: &Engine, job: &str, is_so: impl Fn(&JobDetail) -> bool) -> JobDetail {
    for _ in 0..300 {
        let detail = engine.job(job).await.unwrap();
        if is_so(&detail) {
            return detail;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{:#?}", engine.job(job).await);
}

#[tokio::test]
async fn payloads_that_come_one_after_the_other_go_as_tasks_of_one_job() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let script = place.payload("step.sh", "echo done > outputs/done.txt\n");
    let id = engine.submit(open(&[&script])).await.unwrap();
    once(&engine, &id, |job| job.summary.tasks.succeeded == 1).await;
    for n in 1..4 {
        let ids = engine.extend(&id, vec![(script.clone(), None); 2]).await;
        assert_eq!(
            ids.unwrap(),
            [format!("step-{}", 2 * n), format!("step-{}", 2 * n + 1)]
        );
    }
    let grown = once(&engine, &id, |job| job.summary.tasks.succeeded == 7).await;
    assert_eq!(grown.summary.state, JobState::Running, "it takes more");

    engine.close_job(&id).await.unwrap();
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Succeeded);
    assert_eq!(tasks(&engine, &job).await.len(), 7);
    let late = engine.extend(&id, vec![(script, None)]).await.unwrap_err();
    assert_eq!(late.code, Code::Conflict);
    let requests = place.requests();
    let told = |part: &str| requests.iter().filter(|line| line.contains(part)).count();
    assert_eq!(
        told(&format!("PATCH /jobs/{id}")),
        1,
        "ended once, by its close"
    );
}

#[tokio::test]
async fn a_job_that_a_killed_program_left_open_gets_its_tasks_and_ends() {
    let place = Place::new().await;
    let script = place.payload("step.sh", "exit 0\n");
    let first = place.engine().await;
    let id = first.submit(open(&[&script])).await.unwrap();
    first.extend(&id, vec![(script, None)]).await.unwrap();
    first.shut_down().await;

    let next = place.engine().await;
    let job = next.wait(&id).await.unwrap();
    assert_eq!(
        (job.summary.state, job.summary.tasks.succeeded),
        (JobState::Succeeded, 2)
    );
}

#[tokio::test]
async fn a_payload_that_vanishes_on_its_way_fails_alone() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let script = place.payload("step.sh", "exit 0\n");
    let id = engine.submit(open(&[&script])).await.unwrap();
    once(&engine, &id, |job| job.summary.tasks.succeeded == 1).await;
    // The service is away while it is taken in, so that it is gone when it is to be sent.
    place.tell(&serde_json::json!({ "rules": [{ "drop": "before" }] }));
    let vanishing = place.payload("gone.sh", "exit 0\necho other\n");
    engine
        .extend(&id, vec![(vanishing.clone(), None)])
        .await
        .unwrap();
    std::fs::remove_file(vanishing).unwrap();
    place.tell(&serde_json::json!({}));
    once(&engine, &id, |job| job.summary.tasks.failed == 1).await;
    engine.extend(&id, vec![(script, None)]).await.unwrap();
    engine.close_job(&id).await.unwrap();
    let job = engine.wait(&id).await.unwrap();
    let states: Vec<_> = tasks(&engine, &job)
        .await
        .into_iter()
        .map(|task| task.state)
        .collect();
    use TaskState::{Failed, Succeeded};
    assert_eq!(states, [Succeeded, Failed, Succeeded]);
}

#[tokio::test]
async fn an_open_job_that_is_cancelled_keeps_what_it_has_and_takes_no_more() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let quick = place.payload("quick.sh", "echo kept > outputs/kept.txt\n");
    let id = engine.submit(open(&[&quick])).await.unwrap();
    once(&engine, &id, |job| job.summary.tasks.succeeded == 1).await;
    let patient = place.payload("patient.sh", PATIENT);
    engine.extend(&id, vec![(patient, None)]).await.unwrap();
    engine.cancel(&id).await.unwrap();
    let late = engine.extend(&id, vec![(quick, None)]).await.unwrap_err();
    assert_eq!(late.code, Code::Conflict);
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(job.summary.state, JobState::Cancelled);
    let rows = tasks(&engine, &job).await;
    assert_eq!(
        (rows[0].state, rows[0].result_bytes, rows[1].state),
        (TaskState::Succeeded, 5, TaskState::Cancelled)
    );
}

#[tokio::test]
async fn single_tasks_are_stopped_and_the_others_go_on() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let go = place.path().join("go");
    let patient = PATIENT.replace("GO", &go.display().to_string());
    let script = place.payload("patient.sh", &patient);
    let id = engine.submit(of(&[script.as_path(); 6])).await.unwrap();
    once(&engine, &id, |job| job.summary.tasks.running == 4).await;
    // One that runs, and one that waits for a slot.
    let chosen = TaskSelection::named(vec!["patient-2".into(), "patient-6".into()]);
    engine.cancel_tasks(&id, chosen).await.unwrap();
    once(&engine, &id, |job| job.summary.tasks.cancelled == 2).await;
    std::fs::write(go, "").unwrap();
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(
        (job.summary.tasks.succeeded, job.summary.tasks.cancelled),
        (4, 2)
    );
    let ended = engine.cancel_tasks(&id, TaskSelection::all()).await;
    assert_eq!(ended.unwrap_err().code, Code::Conflict);
    let nobody = TaskSelection::named(vec!["nobody".into()]);
    assert_eq!(
        engine.chosen_tasks(&id, nobody).await.unwrap_err().code,
        Code::NotFound
    );
}

#[tokio::test]
async fn a_task_that_is_stopped_before_it_was_sent_never_is() {
    let place = Place::new().await;
    let engine = place.engine().await;
    place.tell(&serde_json::json!({ "rules": [{ "service": "blob", "drop": "before" }] }));
    let mark = place.path().join("mark");
    let script = place.payload("step.sh", &format!("echo x >> {}\n", mark.display()));
    let id = engine.submit(of(&[script.as_path(); 3])).await.unwrap();
    engine
        .cancel_tasks(&id, TaskSelection::named(vec!["step-2".into()]))
        .await
        .unwrap();
    place.tell(&serde_json::json!({}));
    let job = engine.wait(&id).await.unwrap();
    assert_eq!(
        (job.summary.tasks.succeeded, job.summary.tasks.cancelled),
        (2, 1)
    );
    assert_eq!(std::fs::read_to_string(mark).unwrap().lines().count(), 2);
}

#[tokio::test]
async fn a_payload_that_a_program_made_goes_with_the_last_job_that_names_it() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let folder = engine.payloads_folder().unwrap();
    let made = folder.join("step.sh");
    std::fs::write(&made, "exit 0\n").unwrap();
    let first = engine.submit(of(&[&made])).await.unwrap();
    engine.wait(&first).await.unwrap();
    let again = engine
        .run_again(&first, TaskSelection::all(), Vec::new())
        .await
        .unwrap();
    engine.wait(&again).await.unwrap();
    engine.delete_job(&first).await.unwrap();
    assert!(made.exists());
    engine.delete_job(&again).await.unwrap();
    assert!(!made.exists());
}
