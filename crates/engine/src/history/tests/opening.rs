//! Files that a history is opened from.

use super::*;

#[tokio::test]
async fn a_history_of_a_newer_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let newer = Connection::open(&path).unwrap();
    newer
        .execute_batch("CREATE TABLE later (x); PRAGMA user_version = 99;")
        .unwrap();
    drop(newer);
    let error = History::open(&path).await.unwrap_err();
    assert!(
        matches!(error, HistoryError::Newer { found: 99, .. }),
        "{error}"
    );
    let kept = Connection::open(&path).unwrap();
    let tables: String = kept
        .query_row("SELECT group_concat(name) FROM sqlite_master", [], |row| {
            row.get(0)
        })
        .unwrap();
    assert_eq!(tables, "later");
}

#[tokio::test]
async fn a_file_that_is_no_history_is_reported_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let text = "not a database, but long enough to be taken for one: ".repeat(20);
    std::fs::write(&path, &text).unwrap();
    let report = Report::from(crate::error::Error::from(
        History::open(&path).await.unwrap_err(),
    ));
    assert_eq!(report.code, Code::LocalFiles);
    assert!(report.guidance.contains("damaged"), "{report}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_history_from_before_there_were_runners_opens_with_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let old = Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../schema/1.sql")).unwrap();
    old.execute_batch(
        "PRAGMA user_version = 1;
         INSERT INTO jobs (id, name, account, pool, image, retries, time_limit, poll_freq, overrides, state, phase, created)
         VALUES ('j', 'n', 'a', 'p', '', 0, 60, 10, '{}', 'running', 'watching', 1);",
    )
    .unwrap();
    drop(old);
    let history = History::open(&path).await.unwrap();
    assert_eq!(history.row("j").await.unwrap().job.how, How::default());
}
