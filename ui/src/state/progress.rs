//! How far a job is, and how long it may still take.

use longshore_model::{
    UnixMillis,
    job::{JobSummary, Transfer},
};

use crate::{format, words::t};

/// Milliseconds a job has taken so far, or took; `None` before its first task started.
pub fn took(job: &JobSummary, now: UnixMillis) -> Option<i64> {
    let started = job.started?;
    Some((job.ended.unwrap_or(now) - started).max(0))
}

/// Milliseconds left if the rest goes as fast as what has ended; `None` until something has.
pub fn left(job: &JobSummary, now: UnixMillis) -> Option<i64> {
    let counts = job.tasks;
    let ended = counts.succeeded + counts.failed + counts.cancelled;
    let rest = counts.total.saturating_sub(ended);
    if ended == 0 || rest == 0 || job.state.ended() {
        return None;
    }
    let took = took(job, now)?;
    let each = took / i64::try_from(ended).ok()?;
    each.checked_mul(i64::try_from(rest).ok()?)
}

/// `12.4 MB of 418 MB · 8.2 MB/s · 49 s left`.
pub fn transfer(transfer: Transfer) -> String {
    let rate =
        (transfer.rate > 0).then(|| t!("transfer-rate", bytes = format::bytes(transfer.rate)));
    let left = transfer
        .left()
        .map(|left| t!("transfer-left", time = format::duration(left)));
    let (done, total) = (format::bytes(transfer.done), format::bytes(transfer.total));
    let parts = [Some(t!("transfer", done = done, total = total)), rate, left];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use longshore_model::job::{Counts, JobState};

    use super::*;

    fn job(succeeded: u64, started: Option<UnixMillis>, state: JobState) -> JobSummary {
        JobSummary {
            id: "longshore-1".into(),
            name: "sweep".into(),
            account: "This computer".into(),
            state,
            tasks: Counts {
                total: 10,
                succeeded,
                ..Counts::default()
            },
            created: 0,
            started,
            ended: None,
            problem: None,
            waiting: None,
            pinned: false,
        }
    }

    #[test]
    fn what_is_left_follows_the_pace_so_far() {
        assert_eq!(
            left(&job(4, Some(1_000), JobState::Running), 9_000),
            Some(12_000)
        );
        assert_eq!(left(&job(0, Some(1_000), JobState::Running), 9_000), None);
        assert_eq!(left(&job(4, None, JobState::Running), 9_000), None);
        assert_eq!(left(&job(4, Some(1_000), JobState::Cancelled), 9_000), None);
    }

    #[test]
    fn a_clock_that_was_set_back_never_makes_a_job_take_less_than_nothing() {
        assert_eq!(
            took(&job(0, Some(5_000), JobState::Running), 1_000),
            Some(0)
        );
    }

    #[test]
    fn a_transfer_tells_bytes_rate_and_time_left() {
        let at = |done, rate| {
            transfer(Transfer {
                done,
                total: 418_000_000,
                rate,
            })
        };
        assert_eq!(
            at(12_400_000, 8_200_000),
            "12.4 MB of 418 MB · 8.2 MB/s · 50 s left"
        );
        assert_eq!(at(0, 0), "0 B of 418 MB");
        assert_eq!(at(418_000_000, 8_200_000), "418 MB of 418 MB · 8.2 MB/s");
    }
}
