use std::time::Duration;

use longshore_model::{
    Code,
    job::JobState,
    log::{LogChunk, LogRequest},
    task::TaskState,
};
use pretty_assertions::assert_eq;

use crate::place::{Place, of, tasks};

#[tokio::test]
async fn a_running_job_stops_when_asked_and_keeps_what_had_ended() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let quick = place.payload("quick.sh", "echo quick\n");
    let slow = place.payload("slow.sh", "echo begun; sleep 600\n");
    let id = engine.submit(of(&[&quick, &slow])).await.unwrap();
    let request = LogRequest {
        job: id.clone(),
        task: "slow".into(),
        ..LogRequest::default()
    };
    let begun = async {
        loop {
            let quick = tasks(&engine, &engine.job(&id).await.unwrap()).await[0].state;
            match engine.log(request.clone()).await {
                Ok(LogChunk::Part {
                    text,
                    growing: true,
                    ..
                }) if text == "begun\n" && quick.ended() => break,
                Ok(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                Err(report) => panic!("{report}"),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), begun)
        .await
        .unwrap();

    engine.cancel(&id).await.unwrap();
    assert_eq!(
        engine.job(&id).await.unwrap().summary.state,
        JobState::Cancelling
    );
    let job = tokio::time::timeout(Duration::from_secs(60), engine.wait(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(job.summary.state, JobState::Cancelled);
    let states: Vec<_> = tasks(&engine, &job)
        .await
        .into_iter()
        .map(|task| task.state)
        .collect();
    assert_eq!(states, [TaskState::Succeeded, TaskState::Cancelled]);
    assert_eq!(engine.cancel(&id).await.unwrap_err().code, Code::Conflict);
}

#[tokio::test]
async fn a_job_that_is_still_being_staged_leaves_nothing_behind() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let script = place.payload("study/main.py", "print('never')\n");
    let folder = script.parent().unwrap();
    std::fs::write(folder.join("data.bin"), noise(48 << 20)).unwrap();
    let id = engine.submit(of(&[folder])).await.unwrap();
    engine.cancel(&id).await.unwrap();
    let job = tokio::time::timeout(Duration::from_secs(60), engine.wait(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(job.summary.state, JobState::Cancelled);
    assert_eq!(job.summary.tasks.cancelled, 1);
    assert_eq!(place.containers(), [] as [String; 0]);
    let jobs = place
        .requests()
        .into_iter()
        .filter(|line| line.starts_with("POST /jobs?"))
        .count();
    assert_eq!(jobs, 0, "no Batch job was made");
}

/// Bytes that no packing makes fewer.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}
