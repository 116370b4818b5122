use std::time::Duration;

use longshore_azure::{Created, ListQuery, SasPermissions, TaskAdded, UploadOptions};
use longshore_batch_api::{
    job::{JobAdd, JobPatch, JobState, OnAllTasksComplete, PoolInfo},
    task::{
        ContainerDestination, EnvironmentSetting, OutputDestination, OutputFile, ResourceFile,
        TaskAdd, TaskResult, TaskState, UploadCondition, UploadOptions as UploadWhen,
    },
};
use pretty_assertions::assert_eq;
use secrecy::{ExposeSecret, SecretString};

use super::{Local, in_an_hour};

/// A task that reads its input, says something and leaves a file.
fn task(id: &str, input: &SecretString, output: &SecretString) -> TaskAdd {
    let script =
        "cat in.txt; echo to stderr >&2; mkdir outputs; echo $WHO > outputs/who.txt; exit $CODE";
    TaskAdd {
        id: id.into(),
        command_line: Some(format!("/bin/sh -c \"{script}\"")),
        resource_files: vec![ResourceFile {
            http_url: Some(input.expose_secret().into()),
            file_path: Some("in.txt".into()),
            ..ResourceFile::default()
        }],
        output_files: vec![OutputFile {
            file_pattern: "outputs/**/*".into(),
            destination: OutputDestination {
                container: ContainerDestination {
                    container_url: output.expose_secret().into(),
                    path: Some(format!("tasks/{id}/outputs")),
                    identity_reference: None,
                },
            },
            upload_options: UploadWhen {
                upload_condition: UploadCondition::TaskCompletion,
            },
        }],
        environment_settings: vec![
            EnvironmentSetting {
                name: "WHO".into(),
                value: id.into(),
            },
            EnvironmentSetting {
                name: "CODE".into(),
                value: if id == "bad" { "3" } else { "0" }.into(),
            },
        ],
        ..TaskAdd::default()
    }
}

#[tokio::test]
async fn a_job_runs_from_staging_to_result() {
    let local = Local::start().await;
    let azure = local.azure();
    let (batch, blob) = (azure.batch(), azure.blob());
    blob.create_container("container").await.unwrap();
    blob.upload_bytes(
        "container",
        "in.txt",
        "input\n".into(),
        UploadOptions::default(),
    )
    .await
    .unwrap();
    let input = blob
        .blob_read_sas("container", "in.txt", in_an_hour())
        .await
        .unwrap();
    let output = blob
        .container_sas("container", SasPermissions::READ_WRITE, in_an_hour())
        .await
        .unwrap();

    assert_eq!(
        batch.get_pool(&local.pool, None).await.unwrap().id,
        local.pool
    );
    assert_eq!(
        batch
            .list_nodes(&local.pool, &ListQuery::default())
            .unwrap()
            .collect()
            .await
            .unwrap()
            .len(),
        1
    );
    let job = JobAdd {
        id: "job".into(),
        pool_info: Some(PoolInfo {
            pool_id: Some(local.pool.clone()),
            ..PoolInfo::default()
        }),
        ..JobAdd::default()
    };
    assert_eq!(batch.create_job(&job).await.unwrap(), Created::New);
    assert_eq!(batch.create_job(&job).await.unwrap(), Created::AlreadyThere);

    let tasks = vec![task("good", &input, &output), task("bad", &input, &output)];
    for expected in [TaskAdded::New, TaskAdded::AlreadyThere] {
        let outcomes = batch.add_tasks("job", tasks.clone()).await.unwrap();
        assert!(
            outcomes.iter().all(|outcome| outcome.added == expected),
            "{outcomes:?}"
        );
    }
    let ends = JobPatch {
        on_all_tasks_complete: Some(OnAllTasksComplete::TerminateJob),
        ..JobPatch::default()
    };
    batch.patch_job("job", &ends).await.unwrap();

    let completed = async {
        while batch.get_job("job", Some("id,state")).await.unwrap().state
            != Some(JobState::Completed)
        {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), completed)
        .await
        .unwrap();

    let counts = batch.task_counts("job").await.unwrap();
    assert_eq!(
        (counts.completed, counts.succeeded, counts.failed),
        (2, 1, 1)
    );
    let query = ListQuery {
        filter: Some("state eq 'completed'".into()),
        select: Some("id,state,executionInfo".into()),
        page_size: Some(1),
    };
    let mut ended = batch
        .list_tasks("job", &query)
        .unwrap()
        .collect()
        .await
        .unwrap();
    ended.sort_by(|a, b| a.id.cmp(&b.id));
    let ended: Vec<_> = ended
        .into_iter()
        .map(|task| {
            let info = task.execution_info.unwrap();
            (task.id, task.state, info.exit_code, info.result)
        })
        .collect();
    let done = Some(TaskState::Completed);
    assert_eq!(
        ended,
        [
            ("bad".into(), done, Some(3), Some(TaskResult::Failure)),
            ("good".into(), done, Some(0), Some(TaskResult::Success)),
        ]
    );

    assert_eq!(
        batch.file_size("job", "good", "stdout.txt").await.unwrap(),
        Some(6)
    );
    assert_eq!(
        batch
            .read_file("job", "good", "stdout.txt", 0..3)
            .await
            .unwrap(),
        "inp"
    );
    assert_eq!(
        batch
            .read_file("job", "good", "stdout.txt", 6..9)
            .await
            .unwrap(),
        ""
    );
    assert_eq!(
        batch
            .read_file("job", "good", "wd/outputs/who.txt", 0..99)
            .await
            .unwrap(),
        "good\n"
    );
    assert_eq!(
        batch.file_size("job", "good", "wd/missing").await.unwrap(),
        None
    );
    let files = batch
        .list_files("job", "good", true)
        .unwrap()
        .collect()
        .await
        .unwrap();
    assert!(
        files.iter().any(|file| file.name == "wd/outputs/who.txt"),
        "{files:?}"
    );
    let brought = blob
        .download_bytes("container", "tasks/bad/outputs/who.txt", 0..99)
        .await
        .unwrap();
    assert_eq!(brought.bytes, "bad\n");

    batch.terminate_job("job", None).await.unwrap();
    batch.delete_job("job").await.unwrap();
    batch.delete_job("job").await.unwrap();
}
