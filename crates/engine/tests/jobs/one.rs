use std::path::Path;

use longshore_engine::Submission;
use longshore_model::{
    Code,
    account::AccountStatus,
    job::JobState,
    log::{LogChunk, LogRequest, Stream},
    preview::Preview,
    submit::Overrides,
    task::{TaskSelection, TaskState},
};
use pretty_assertions::assert_eq;

use crate::place::{Place, of, run, tasks};

#[tokio::test]
async fn a_script_runs_and_what_it_wrote_comes_home() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let script = place.payload(
        "my sweep.py",
        "import os, sys\nprint('value', os.environ['SEED'], sys.argv[1])\n\
         open('outputs/plot.svg', 'w').write('<svg/>')\n\
         os.makedirs('outputs/deep', exist_ok=True)\nopen('outputs/deep/empty.txt', 'w')\n",
    );
    let submission = Submission {
        overrides: Overrides {
            env: vec![("SEED".into(), "it's \"7\" %PATH% $HOME".into())],
            args: vec!["--fast now".into()],
            ..Overrides::default()
        },
        ..of(&[&script])
    };
    let job = run(&engine, submission).await;
    assert_eq!(job.summary.state, JobState::Succeeded, "{job:#?}");
    assert_eq!(
        (job.pool.as_str(), job.summary.name.as_str()),
        ("local", "my sweep.py")
    );
    assert_eq!(
        job.events.last().map(|event| event.text.as_str()),
        Some("1 task succeeded.")
    );

    let rows = tasks(&engine, &job).await;
    let task = &rows[0];
    assert_eq!(
        (task.id.as_str(), task.exit_code, task.state),
        ("my-sweep", Some(0), TaskState::Succeeded)
    );
    assert!(task.started.is_some() && task.ended >= task.started && task.node.is_some());

    let files = engine
        .result_files(&job.summary.id, "my-sweep")
        .await
        .unwrap();
    let listed: Vec<_> = files
        .iter()
        .map(|file| (file.path.as_str(), file.size))
        .collect();
    let out = "value it's \"7\" %PATH% $HOME --fast now\n";
    assert_eq!(
        listed,
        [
            ("outputs/deep/empty.txt", 0),
            ("outputs/plot.svg", 6),
            ("stderr.txt", 0),
            ("stdout.txt", out.len() as u64)
        ]
    );
    assert!(engine.owns(Path::new(&files[1].local_path)).await);
    assert!(!engine.owns(&script).await);

    let log = engine
        .log(LogRequest {
            job: job.summary.id.clone(),
            task: "my-sweep".into(),
            ..LogRequest::default()
        })
        .await
        .unwrap();
    let size = out.len() as u64;
    assert_eq!(
        log,
        LogChunk::Part {
            text: out.into(),
            offset: 0,
            next: size,
            size,
            growing: false
        }
    );

    let copies = place.path().join("copies");
    let report = engine
        .download(&job.summary.id, TaskSelection::all(), &copies)
        .await
        .unwrap();
    assert_eq!((report.files, report.left_out), (4, Vec::new()));
    let again = engine
        .download(&job.summary.id, TaskSelection::all(), &copies)
        .await;
    let again = again.unwrap();
    assert_eq!((again.files, again.bytes, again.unchanged), (0, 0, 4));
    assert_eq!(
        std::fs::read_to_string(copies.join("my-sweep/outputs/plot.svg")).unwrap(),
        "<svg/>"
    );
    assert!(matches!(
        engine.preview(&job.summary.id, "my-sweep", "stdout.txt").await.unwrap(),
        Preview::Text { text, cut: false } if text == out
    ));

    assert!(matches!(
        engine.account_status("this computer").await.unwrap(),
        AccountStatus::Ready {
            slots: Some(4),
            nodes: Some(1)
        }
    ));

    engine.delete_job(&job.summary.id).await.unwrap();
    assert_eq!(
        engine.job(&job.summary.id).await.unwrap_err().code,
        Code::NotFound
    );
    assert!(!Path::new(&job.folder).exists());
    assert_eq!(place.containers(), [] as [String; 0]);
}

#[tokio::test]
async fn an_exception_is_explained_and_its_traceback_kept() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let script = place.payload(
        "bad.py",
        "def check():\n    raise ValueError('no such sweep')\ncheck()\n",
    );
    let missing = place.payload("lonely.py", "import sklearn_that_is_nowhere\n");
    let exits = place.payload("exits.sh", "echo out; echo err >&2; exit 3\n");
    let job = run(&engine, of(&[&script, &missing, &exits])).await;
    assert_eq!(job.summary.state, JobState::Failed);
    assert_eq!(job.summary.tasks.failed, 3);

    let rows = tasks(&engine, &job).await;
    let failure = rows[0].failure.as_ref().unwrap();
    assert_eq!(
        (rows[0].exit_code, failure.report.title.as_str()),
        (Some(1), "ValueError: no such sweep")
    );
    assert_eq!(failure.exception.as_deref(), Some("ValueError"));
    assert!(failure.traceback.as_deref().unwrap().contains("in check"));
    let folder = Path::new(&job.folder).join("bad");
    assert!(
        std::fs::read_to_string(folder.join("stderr.txt"))
            .unwrap()
            .contains("ValueError: no such sweep")
    );
    assert!(
        std::fs::read_to_string(folder.join("error.json"))
            .unwrap()
            .contains("no such sweep")
    );

    let failure = rows[1].failure.as_ref().unwrap();
    assert_eq!(
        failure.missing_module.as_deref(),
        Some("sklearn_that_is_nowhere")
    );

    assert_eq!(rows[2].exit_code, Some(3));
    let request = LogRequest {
        job: job.summary.id.clone(),
        task: "exits".into(),
        stream: Stream::Stderr,
        ..LogRequest::default()
    };
    assert!(
        matches!(engine.log(request).await.unwrap(), LogChunk::Part { text, .. } if text.contains("err\n"))
    );

    // Once it is corrected, those that failed run again.
    std::fs::write(&script, "print('well')\n").unwrap();
    std::fs::write(&missing, "print('well')\n").unwrap();
    std::fs::write(&exits, "exit 0\n").unwrap();
    let again = engine
        .run_again(&job.summary.id, TaskSelection::unsuccessful(), Vec::new())
        .await
        .unwrap();
    assert_eq!(
        engine.wait(&again).await.unwrap().summary.state,
        JobState::Succeeded
    );
}

#[tokio::test]
async fn a_covalent_payload_gives_the_result_that_covalent_gave() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/payloads");
    let payload = data.join("func-trivial-node0.pkl");
    let expected = std::fs::read(data.join("result-trivial-node0.pkl")).unwrap();
    let place = Place::new().await;
    let engine = place.engine().await;
    let job = run(&engine, of(&[&payload])).await;
    assert_eq!(
        job.summary.state,
        JobState::Succeeded,
        "{:#?}",
        tasks(&engine, &job).await
    );
    let result = Path::new(&job.folder).join("func-trivial-node0/result.pkl");
    let result = std::fs::read(result).unwrap();
    assert_eq!(of_any_cloudpickle(&result), of_any_cloudpickle(&expected));
}

/// A result without the version of cloudpickle that it names, and without its own length.
fn of_any_cloudpickle(result: &[u8]) -> Vec<u8> {
    const NAME: &[u8] = b"cloudpickle_version\x94\x8c";
    let at = result
        .windows(NAME.len())
        .position(|bytes| bytes == NAME)
        .unwrap()
        + NAME.len();
    let version = usize::from(result[at]);
    [&result[11..at], &result[at + 1 + version..]].concat()
}

#[tokio::test]
async fn a_folder_travels_as_one_payload() {
    let place = Place::new().await;
    let engine = place.engine().await;
    place.payload(
        "study/main.py",
        "import helper\nopen('outputs/x.txt', 'w').write(helper.WORD)\n",
    );
    let helper = place.payload("study/helper.py", "WORD = 'packed'\n");
    let job = run(&engine, of(&[helper.parent().unwrap()])).await;
    assert_eq!(
        job.summary.state,
        JobState::Succeeded,
        "{:#?}",
        tasks(&engine, &job).await
    );
    let files = engine.result_files(&job.summary.id, "study").await.unwrap();
    let names: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, ["outputs/x.txt", "stderr.txt", "stdout.txt"]);
    assert!(!Path::new(&job.folder).join(".packed").exists());
}

#[tokio::test]
async fn the_sample_runs() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let sample = engine.sample().await.unwrap();
    assert_eq!(
        sample.payload().map(|payload| payload.warnings.clone()),
        Some(Vec::new()),
        "{sample:#?}"
    );
    let job = run(&engine, of(&[Path::new(&sample.path)])).await;
    assert_eq!(job.summary.state, JobState::Succeeded);
    let picture = engine
        .preview(&job.summary.id, "harbour", "outputs/harbour.png")
        .await
        .unwrap();
    assert!(matches!(picture, Preview::Image { media_type, .. } if media_type == "image/png"));
}
