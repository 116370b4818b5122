//! Tasks that wait for others.

use longshore_batch_api::task::TaskAdd;
use rusqlite::{Transaction, params};

use super::TaskKey;
use crate::batch::fault::Fault;

/// The most tasks one task may wait for: far more than the service's own bound of 64,000 characters of ids allows.
const MAX_NEEDS: i64 = 16_384;

/// The keys of the tasks a new task waits for.
pub(super) fn needs(add: &TaskAdd) -> Result<Vec<String>, Fault> {
    let Some(depends_on) = &add.depends_on else {
        return Ok(Vec::new());
    };
    let mut total = i64::try_from(depends_on.task_ids.len()).unwrap_or(i64::MAX);
    let mut needs: Vec<String> = depends_on
        .task_ids
        .iter()
        .map(|id| id.to_ascii_lowercase())
        .collect();
    for range in &depends_on.task_id_ranges {
        total += i64::from(range.end) - i64::from(range.start) + 1;
        if range.start < 0 || range.end < range.start || total > MAX_NEEDS {
            return Err(Fault::property(
                "taskIdRanges",
                format!("{}-{}", range.start, range.end),
                "A range goes from a number up to a greater one, and all together are not too many",
            ));
        }
        needs.extend((range.start..=range.end).map(|id| id.to_string()));
    }
    needs.sort();
    needs.dedup();
    Ok(needs)
}

/// Notes what a new task waits for; what has already succeeded is not waited for.
pub(super) fn record(db: &Transaction<'_>, task: &TaskKey, needs: &[String]) -> Result<(), Fault> {
    if needs.is_empty() {
        return Ok(());
    }
    let mut insert = db.prepare_cached(
        "INSERT INTO dependency (job, needs, task) SELECT ?1, ?2, ?3
         WHERE NOT EXISTS (SELECT 1 FROM task
             WHERE job = ?1 AND key = ?2 AND state = 'completed' AND NOT failed)",
    )?;
    let mut waits = 0_i64;
    for need in needs {
        waits += i64::from(insert.execute(params![task.job, need, task.task])? > 0);
    }
    db.execute(
        "UPDATE task SET waits = ?3 WHERE job = ?1 AND key = ?2",
        params![task.job, task.task, waits],
    )?;
    Ok(())
}

/// Notes that `done` has succeeded: whoever waited for it waits for one less.
pub(super) fn satisfy(db: &Transaction<'_>, done: &TaskKey) -> Result<(), Fault> {
    db.prepare_cached(
        "UPDATE task SET waits = waits - 1 WHERE job = ?1 AND key IN
             (SELECT task FROM dependency WHERE job = ?1 AND needs = ?2)",
    )?
    .execute(params![done.job, done.task])?;
    db.prepare_cached("DELETE FROM dependency WHERE job = ?1 AND needs = ?2")?
        .execute(params![done.job, done.task])?;
    Ok(())
}
