use longshore_model::job::{JobQuery, JobSelection, JobSort, JobState};
use pretty_assertions::assert_eq;

use super::{Connection, History, HistoryError, Open, history, ids, job, task};

/// Jobs `a` to `e`, oldest first, of which `b` and `d` are pinned. By name they stand in the same order; `e` ran longest.
async fn five() -> (tempfile::TempDir, History) {
    let (folder, history) = history().await;
    for (at, id) in (1..).zip(["a", "b", "c", "d", "e"]) {
        history
            .intend(job(id, at), Open::No, vec![task("t")])
            .await
            .unwrap();
        let ended = 100 * at;
        history
            .end(id, JobState::Succeeded, ended, None)
            .await
            .unwrap();
    }
    for id in ["b", "D"] {
        history.set_pinned(id, true).await.unwrap();
    }
    (folder, history)
}

fn sorted(sort: JobSort) -> JobQuery {
    JobQuery {
        sort,
        ..JobQuery::default()
    }
}

#[tokio::test]
async fn pinned_jobs_stand_above_all_others_in_every_order() {
    let (_folder, history) = five().await;
    for (sort, order) in [
        (JobSort::Newest, ["d", "b", "e", "c", "a"]),
        (JobSort::Oldest, ["b", "d", "a", "c", "e"]),
        (JobSort::Name, ["b", "d", "a", "c", "e"]),
        (JobSort::Duration, ["d", "b", "e", "c", "a"]),
    ] {
        assert_eq!(ids(&history, sorted(sort)).await, order, "{sort:?}");
        let state = JobQuery {
            states: vec![JobState::Succeeded],
            ..sorted(sort)
        };
        assert_eq!(ids(&history, state).await, order, "{sort:?} of one state");
        let states = JobQuery {
            states: vec![JobState::Succeeded, JobState::Failed],
            ..sorted(sort)
        };
        assert_eq!(ids(&history, states).await, order, "{sort:?} of two states");
    }
    history.set_pinned("b", false).await.unwrap();
    assert_eq!(
        ids(&history, JobQuery::default()).await,
        ["d", "e", "c", "b", "a"]
    );
}

#[tokio::test]
async fn pages_and_rows_chosen_by_their_place_follow_the_same_order() {
    let (_folder, history) = five().await;
    let rows = |offset, limit| JobQuery {
        offset,
        limit,
        ..JobQuery::default()
    };
    let mut paged = Vec::new();
    for offset in [0, 2, 4] {
        paged.extend(ids(&history, rows(offset, 2)).await);
    }
    assert_eq!(paged, ["d", "b", "e", "c", "a"]);
    let selection = JobSelection::Found {
        query: rows(1, 2),
        except: Vec::new(),
    };
    let chosen = history.chosen(selection, 0).await.unwrap();
    let chosen: Vec<_> = chosen
        .into_iter()
        .map(|mark| (mark.id, mark.pinned))
        .collect();
    assert_eq!(chosen, [("b".into(), true), ("e".into(), false)]);
}

#[tokio::test]
async fn only_pinned_jobs_are_found_and_counted_where_they_are_asked_for() {
    let (_folder, history) = five().await;
    let query = JobQuery::default().typed("is:pinned");
    let page = history.jobs(query, 0).await.unwrap();
    let found: Vec<_> = page
        .jobs
        .iter()
        .map(|job| (job.id.as_str(), job.pinned))
        .collect();
    assert_eq!(found, [("d", true), ("b", true)]);
    assert_eq!((page.total, page.groups.all, page.groups.done), (2, 2, 2));
    let both = JobQuery::default().typed("is:pinned name of b");
    assert_eq!(ids(&history, both).await, ["b"]);
    let failed = JobQuery::default().typed("is:pinned state:failed");
    assert_eq!(ids(&history, failed).await, [""; 0]);
}

#[tokio::test]
async fn a_job_that_is_not_there_is_not_pinned() {
    let (_folder, history) = history().await;
    assert!(matches!(
        history.set_pinned("none", true).await,
        Err(HistoryError::Missing { what: "job", .. })
    ));
}

#[tokio::test]
async fn a_history_from_before_there_were_pins_opens_with_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let old = Connection::open(&path).unwrap();
    for migration in [
        include_str!("../schema/1.sql"),
        include_str!("../schema/2.sql"),
        include_str!("../schema/3.sql"),
        include_str!("../schema/4.sql"),
    ] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch(
        "PRAGMA user_version = 4;
         INSERT INTO jobs (id, name, account, pool, image, retries, time_limit, poll_freq, overrides, state, phase, created)
             VALUES ('j', 'n', 'a', 'p', '', 0, 60, 10, '{}', 'succeeded', 'ended', 1),
                    ('k', 'n', 'a', 'p', '', 0, 60, 10, '{}', 'succeeded', 'ended', 2);",
    )
    .unwrap();
    drop(old);
    let history = History::open(&path).await.unwrap();
    assert!(!history.summary("j").await.unwrap().pinned);
    assert_eq!(ids(&history, JobQuery::default()).await, ["k", "j"]);
    history.set_pinned("j", true).await.unwrap();
    drop(history);
    let again = History::open(&path).await.unwrap();
    assert_eq!(ids(&again, JobQuery::default()).await, ["j", "k"]);
}

/// Without an index in its order a page far down would wait for a sort of every job there is.
#[tokio::test]
async fn pages_in_the_order_of_an_index_are_not_sorted() {
    let (_folder, history) = five().await;
    let orders = [JobSort::Newest, JobSort::Oldest, JobSort::Name];
    for sort in orders {
        for clause in ["1", "state = 'failed'"] {
            if sort == JobSort::Name && clause != "1" {
                continue; // one state by name is sorted: it never had an index
            }
            let order = super::jobs::order(sort, 0);
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT * FROM jobs WHERE {clause} ORDER BY {order} LIMIT 100 OFFSET 40000"
            );
            let plan: Vec<String> = history
                .read(move |connection| {
                    connection
                        .prepare(&sql)?
                        .query_map([], |row| row.get("detail"))?
                        .collect()
                })
                .await
                .unwrap();
            let plan = plan.join("; ");
            assert!(
                plan.contains("USING INDEX") && !plan.contains("TEMP B-TREE"),
                "{sort:?} where {clause}: {plan}"
            );
        }
    }
}
