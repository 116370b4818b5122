//! Numbers: tasks of a job by state, jobs by what people ask for, running times.

use longshore_model::{
    job::{Counts, JobGroups, JobState, RunningTimeBin},
    task::TaskState,
};
use rusqlite::{Connection, params};

use super::{
    unsigned,
    words::{from_word, word},
};

/// Bins of the plot of running times.
const BINS: u32 = 12;

pub(super) fn of_job(connection: &Connection, seq: i64) -> rusqlite::Result<Counts> {
    let mut counts = Counts::default();
    let mut statement =
        connection.prepare_cached("SELECT state, tasks FROM counts WHERE job = ?1")?;
    let mut rows = statement.query([seq])?;
    while let Some(row) = rows.next()? {
        let tasks = unsigned(row.get("tasks")?);
        counts.total += tasks;
        match from_word(row, "state")? {
            TaskState::Waiting => counts.waiting += tasks,
            TaskState::Running | TaskState::Retrieving => counts.running += tasks,
            TaskState::Succeeded => counts.succeeded += tasks,
            TaskState::Failed => counts.failed += tasks,
            TaskState::Cancelled => counts.cancelled += tasks,
        }
    }
    Ok(counts)
}

/// Sums numbers of jobs by state into the groups of the filter.
pub(super) fn groups(states: impl IntoIterator<Item = (JobState, u64)>) -> JobGroups {
    let mut groups = JobGroups::default();
    for (state, jobs) in states {
        groups.all += jobs;
        if state.ended() {
            groups.done += jobs;
        } else {
            groups.running += jobs;
        }
        if matches!(state, JobState::Failed | JobState::NeedsAttention) {
            groups.failed += jobs;
        }
    }
    groups
}

/// Running times of ended tasks in equal bins from nought to the longest.
pub(super) fn running_times(
    connection: &Connection,
    seq: i64,
) -> rusqlite::Result<Vec<RunningTimeBin>> {
    let (succeeded, failed) = (word(TaskState::Succeeded)?, word(TaskState::Failed)?);
    let longest: Option<i64> = connection.query_row(
        "SELECT max(ended - started) FROM tasks WHERE job = ?1 AND state IN (?2, ?3)",
        params![seq, succeeded, failed],
        |row| row.get(0),
    )?;
    let Some(longest) = longest else {
        return Ok(Vec::new());
    };
    // At least a millisecond wide, so that instant tasks have a place too.
    let width = (longest / i64::from(BINS) + 1).max(1);
    let mut bins: Vec<_> = (0..BINS)
        .map(|place| RunningTimeBin {
            from: seconds(i64::from(place) * width),
            to: seconds(i64::from(place + 1) * width),
            succeeded: 0,
            failed: 0,
        })
        .collect();
    let mut statement = connection.prepare_cached(
        "SELECT max(ended - started, 0) / ?2 AS bin, state = ?3 AS good, count(*) AS tasks FROM tasks \
         WHERE job = ?1 AND state IN (?3, ?4) AND started IS NOT NULL AND ended IS NOT NULL GROUP BY 1, 2",
    )?;
    let mut rows = statement.query(params![seq, width, succeeded, failed])?;
    while let Some(row) = rows.next()? {
        let place: usize = usize::try_from(row.get::<_, i64>("bin")?).unwrap_or(0);
        let tasks = unsigned(row.get("tasks")?);
        if let Some(bin) = bins.get_mut(place) {
            if row.get("good")? {
                bin.succeeded += tasks;
            } else {
                bin.failed += tasks;
            }
        }
    }
    Ok(bins)
}

#[allow(
    clippy::cast_precision_loss,
    reason = "running times are far from 2^53 ms"
)]
fn seconds(millis: i64) -> f64 {
    millis as f64 / 1_000.0
}
