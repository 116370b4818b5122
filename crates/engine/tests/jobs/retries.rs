use longshore_engine::Submission;
use longshore_model::{job::JobState, submit::Overrides, task::TaskState};
use pretty_assertions::assert_eq;

use crate::place::{Place, of, run, tasks};

/// Does `first` in the first try and `then` in those after it.
fn tries(place: &Place, first: &str, then: &str) -> Submission {
    let mark = place.path().join("tried");
    let mark = mark.display();
    let text = format!("if [ -e '{mark}' ]; then {then}; else touch '{mark}'; {first}; fi\n");
    Submission {
        overrides: Overrides {
            retries: Some(1),
            ..Overrides::default()
        },
        ..of(&[&place.payload("tries.sh", &text)])
    }
}

#[tokio::test]
async fn a_retry_that_succeeds_leaves_nothing_of_the_failure_before_it() {
    let place = Place::new().await;
    let engine = place.engine().await;
    let job = run(&engine, tries(&place, "exit 3", "echo well")).await;
    assert_eq!(job.summary.state, JobState::Succeeded, "{job:#?}");
    let rows = tasks(&engine, &job).await;
    assert_eq!(
        (rows[0].state, rows[0].retries, &rows[0].failure),
        (TaskState::Succeeded, 1, &None)
    );
    let files = engine.result_files(&job.summary.id, "tries").await.unwrap();
    let names: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(names, ["stderr.txt", "stdout.txt"]);
}

#[tokio::test]
async fn a_retry_that_is_killed_is_not_explained_by_the_try_before_it() {
    let place = Place::new().await;
    let engine = place.engine().await;
    // The runner, which the script's parent is, cannot write an account of the second try.
    let job = run(&engine, tries(&place, "exit 3", "kill -9 $PPID; sleep 5")).await;
    assert_eq!(job.summary.state, JobState::Failed, "{job:#?}");
    let rows = tasks(&engine, &job).await;
    assert_eq!((rows[0].exit_code, rows[0].retries), (Some(137), 1));
    let failure = rows[0].failure.as_ref().unwrap();
    assert_eq!(failure.report.title, "The task ended with exit code 137.");
}
