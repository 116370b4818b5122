use longshore_model::job::{JobQuery, JobSelection, JobSort};
use pretty_assertions::assert_eq;

use super::{History, history, job, task};

async fn three() -> (tempfile::TempDir, History) {
    let (folder, history) = history().await;
    for (at, id) in [(1, "a"), (2, "b"), (3, "c")] {
        history.intend(job(id, at), vec![task("t")]).await.unwrap();
    }
    (folder, history)
}

async fn ids(history: &History, selection: JobSelection) -> Vec<String> {
    let chosen = history.chosen(selection, 10).await.unwrap();
    chosen.into_iter().map(|job| job.id).collect()
}

#[tokio::test]
async fn named_jobs_are_chosen_but_those_that_are_gone() {
    let (_folder, history) = three().await;
    let these = JobSelection::These {
        ids: ["c", "gone", "a"].map(String::from).to_vec(),
    };
    assert_eq!(ids(&history, these).await, ["c", "a"]);
}

#[tokio::test]
async fn what_a_query_finds_is_chosen_but_for_exceptions_and_within_its_rows() {
    let (_folder, history) = three().await;
    let found = |query, except: &[&str]| JobSelection::Found {
        query,
        except: except.iter().map(|id| String::from(*id)).collect(),
    };
    let all = found(JobQuery::default(), &["b"]);
    assert_eq!(ids(&history, all).await, ["c", "a"]);
    let rows = JobQuery {
        sort: JobSort::Oldest,
        offset: 1,
        limit: 2,
        ..JobQuery::default()
    };
    assert_eq!(ids(&history, found(rows, &[])).await, ["b", "c"]);
    let none = JobQuery::default().typed("account:elsewhere");
    assert_eq!(ids(&history, found(none, &[])).await, [""; 0]);
}
