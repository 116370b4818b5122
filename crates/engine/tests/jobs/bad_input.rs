use std::path::Path;

use longshore_engine::Submission;
use longshore_model::{
    Code,
    job::{JobQuery, JobState},
    payload::Outcome,
    submit::Overrides,
    task::TaskState,
};
use pretty_assertions::assert_eq;

use crate::place::{Place, of, run, tasks};

#[tokio::test]
async fn what_cannot_be_submitted_is_refused_and_nothing_is_written_down() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let good = place.payload("good.sh", "exit 0\n");
    let empty = place.payload("empty.pkl", "");
    let changed = Submission {
        payloads: vec![(good.clone(), Some("0".repeat(64)))],
        ..Submission::default()
    };
    let vanished = Submission {
        payloads: vec![
            (good.clone(), None),
            (place.path().join("reviewed.sh"), Some("0".repeat(64))),
        ],
        ..Submission::default()
    };
    let wrong = Submission {
        overrides: Overrides {
            time_limit: Some(0),
            ..Overrides::default()
        },
        ..of(&[&good])
    };
    let elsewhere = Submission {
        account: Some("Nowhere".into()),
        ..of(&[&good])
    };
    let cases = [
        (of(&[&good, &empty]), Code::BadInput),
        (
            of(&[&good, Path::new("/nowhere/at/all.py")]),
            Code::NotFound,
        ),
        (vanished, Code::NotFound),
        (of(&[]), Code::BadInput),
        (changed, Code::Conflict),
        (wrong, Code::BadInput),
        (elsewhere, Code::NotFound),
    ];
    for (submission, code) in cases {
        let report = engine.submit(submission).await.unwrap_err();
        assert_eq!(report.code, code, "{report}");
        assert!(
            !report.guidance.is_empty() || code == Code::BadInput,
            "{report}"
        );
    }
    assert_eq!(engine.jobs(JobQuery::default()).await.unwrap().total, 0);
    assert_eq!(
        engine.job("longshore-none").await.unwrap_err().code,
        Code::NotFound
    );
}

#[tokio::test]
async fn a_file_that_changes_after_it_was_submitted_is_not_sent_and_leaves_nothing_behind() {
    let place = Place::new().await;
    let engine = place.engine().await;
    for remove in [false, true] {
        let script = place.payload("moving.sh", "echo before\n");
        // The engine that takes the job up comes after the change.
        let id = {
            let first = place.engine().await;
            first.shut_down().await;
            first.submit(of(&[&script])).await.unwrap()
        };
        if remove {
            std::fs::remove_file(&script).unwrap();
        } else {
            std::fs::write(&script, "echo after!\n").unwrap();
        }
        engine.refresh(&id).await.unwrap();
        let job = engine.wait(&id).await.unwrap();
        assert_eq!(job.summary.state, JobState::Failed);
        let problem = job.summary.problem.as_ref().unwrap();
        assert!(problem.title.contains("moving.sh"), "{problem}");
        assert_eq!(
            problem.code,
            if remove {
                Code::NotFound
            } else {
                Code::Conflict
            }
        );
        let rows = tasks(&engine, &job).await;
        assert_eq!(rows[0].state, TaskState::Failed);
        assert_eq!(place.containers(), [] as [String; 0]);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn names_of_any_bytes_are_submitted() {
    use std::os::unix::ffi::OsStringExt as _;
    let place = Place::new().await;
    let engine = place.engine().await;
    let odd = ["it's \"quoted\".sh", "two\nlines.sh", " spaces .sh"]
        .map(|name| place.payload(name, "echo fine\n"));
    let bytes = place
        .path()
        .join("payloads")
        .join(std::ffi::OsString::from_vec(b"\xff\xfe.sh".to_vec()));
    std::fs::write(&bytes, "echo fine\n").unwrap();
    let mut paths: Vec<&Path> = odd.iter().map(std::path::PathBuf::as_path).collect();
    paths.push(&bytes);

    let reports = engine
        .inspect(
            &paths
                .iter()
                .map(|path| path.to_path_buf())
                .collect::<Vec<_>>(),
        )
        .await;
    assert!(
        reports
            .iter()
            .all(|report| matches!(report.outcome, Outcome::Payload(_))),
        "{reports:#?}"
    );
    let job = run(&engine, of(&paths)).await;
    assert_eq!(job.summary.state, JobState::Succeeded);
    assert_eq!(job.summary.tasks.succeeded, 4);
}
