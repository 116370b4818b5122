use longshore_model::job::JobState;
use pretty_assertions::assert_eq;

use crate::place::{Place, of, run, tasks};

#[tokio::test]
async fn copies_of_a_script_make_one_job_three_adds_and_no_question_per_task() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let script = place.payload("copy.sh", "echo done > outputs/done.txt\n");
    let job = run(&engine, of(&[script.as_path(); 250])).await;
    assert_eq!(job.summary.state, JobState::Succeeded);
    assert_eq!(job.summary.tasks.succeeded, 250);
    let rows = tasks(&engine, &job).await;
    assert_eq!(
        (rows[0].id.as_str(), rows[249].id.as_str()),
        ("copy", "copy-250")
    );
    assert!(rows.iter().all(|task| task.result_bytes == 5));

    let requests = place.requests();
    let ours: Vec<_> = requests
        .iter()
        .filter(|line| line.contains("longshore/"))
        .collect();
    let batch = |method: &str, part: &str| {
        ours.iter()
            .filter(|line| line.starts_with(method) && line.contains(part))
            .count()
    };
    assert_eq!(batch("POST /jobs?", ""), 1, "one Batch job");
    assert_eq!(batch("POST", "/addtaskcollection"), 3);
    assert_eq!(
        batch("GET", "/tasks/copy"),
        0,
        "no task is asked for by itself"
    );
    let id = &job.summary.id;
    let staged = requests.iter().filter(|line| {
        line.starts_with("PUT") && line.contains(id.as_str()) && line.contains("staged")
    });
    assert_eq!(staged.count(), 1, "one content, staged once");
}

#[tokio::test]
async fn two_files_of_the_same_name_are_two_tasks() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let one = place.payload("a/sweep.sh", "echo one\n");
    let other = place.payload("b/Sweep.sh", "echo other\n");
    let job = run(&engine, of(&[&one, &other])).await;
    assert_eq!(job.summary.state, JobState::Succeeded);
    let ids: Vec<_> = tasks(&engine, &job)
        .await
        .into_iter()
        .map(|task| task.id)
        .collect();
    assert_eq!(ids, ["sweep", "Sweep-2"]);
    let out = |task: &str| {
        std::fs::read_to_string(
            std::path::Path::new(&job.folder)
                .join(task)
                .join("stdout.txt"),
        )
        .unwrap()
    };
    assert_eq!(
        (out("sweep").as_str(), out("Sweep-2").as_str()),
        ("one\n", "other\n")
    );
}
