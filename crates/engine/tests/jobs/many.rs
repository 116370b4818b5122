use longshore_engine::Submission;
use longshore_model::{
    Code,
    job::JobState,
    submit::Overrides,
    task::{TaskQuery, TaskSelection},
};
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

#[tokio::test]
async fn chosen_tasks_alone_run_again_with_the_settings_of_their_job_and_are_downloaded() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let names = ["a.sh", "b.sh", "c.sh", "d.sh"];
    let scripts = names.map(|name| place.payload(name, "echo $0 $BERTH\n"));
    let submission = Submission {
        name: Some("berths".into()),
        overrides: Overrides {
            env: vec![("BERTH".into(), "seven".into())],
            ..Overrides::default()
        },
        ..of(&scripts.each_ref().map(std::path::PathBuf::as_path))
    };
    let job = run(&engine, submission).await;
    let ids = async |job| -> Vec<String> {
        let rows = tasks(&engine, job).await;
        rows.into_iter().map(|task| task.id).collect()
    };
    let again = async |chosen| {
        let id = engine
            .run_again(&job.summary.id, chosen, Vec::new())
            .await?;
        engine.wait(&id).await
    };

    let two = TaskSelection::named(vec!["d".into(), "b".into()]);
    let first = again(two.clone()).await.unwrap();
    assert_eq!(first.summary.state, JobState::Succeeded);
    assert_eq!(first.summary.name, "berths");
    assert_eq!(ids(&first).await, ["b", "d"]);
    let out = std::path::Path::new(&first.folder).join("d/stdout.txt");
    assert!(std::fs::read_to_string(out).unwrap().contains("d.sh seven"));

    let all_but_two = TaskSelection::Found {
        query: TaskQuery::default(),
        except: vec!["a".into(), "d".into()],
    };
    assert_eq!(ids(&again(all_but_two).await.unwrap()).await, ["b", "c"]);

    // None failed, and no task is called that.
    let none = again(TaskSelection::unsuccessful()).await.unwrap_err();
    assert_eq!(none.code, Code::BadInput);
    let unknown = again(TaskSelection::named(vec!["e".into()])).await;
    assert_eq!(unknown.unwrap_err().code, Code::NotFound);

    let copies = place.path().join("copies");
    engine
        .download(&job.summary.id, two, &copies)
        .await
        .unwrap();
    let mut copied: Vec<_> = std::fs::read_dir(&copies)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    copied.sort();
    assert_eq!(copied, ["b", "d"]);
}
