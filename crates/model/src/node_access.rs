//! How long a job's nodes need their access to storage, when that access is a signed address.

use crate::{Code, Report, format};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// The longest such access, in seconds: the service's seven days, less a quarter of an hour for clocks that differ.
pub const LONGEST: u64 = 7 * DAY - 15 * MINUTE;

/// Room for what no setting tells: the wait for nodes to be made, other jobs on the pool, files on their way.
const ROOM: u64 = DAY;

/// What decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// Seconds one try may run.
    pub time_limit: u32,
    /// Tries after the first; negative without limit. Each fetches its files anew.
    pub retries: i32,
    /// Tasks of the job.
    pub tasks: u64,
    /// Tasks that run at once; `None` when the pool does not tell, or has no nodes yet: one is assumed then.
    pub slots: Option<u64>,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// Seconds.
    pub seconds: u64,
    /// Whether a job whose every try takes as long as it may goes on beyond that.
    pub may_be_outlived: bool,
}

impl Demand {
    /// The shortest life that covers the job even if every try runs to its limit, or the longest there is.
    pub fn life(&self) -> Life {
        let needed = u64::try_from(self.retries).ok().map(|retries| {
            let slots = self.slots.unwrap_or(1).max(1);
            let turns = self.tasks.max(1).div_ceil(slots);
            u64::from(self.time_limit)
                .saturating_mul(retries.saturating_add(1))
                .saturating_mul(turns)
                .saturating_add(ROOM)
        });
        match needed {
            Some(seconds) if seconds <= LONGEST => Life {
                seconds,
                may_be_outlived: false,
            },
            _ => Life {
                seconds: LONGEST,
                may_be_outlived: true,
            },
        }
    }

    /// What a person should know before the job is submitted: that it may outlive its nodes' access, and what to do.
    pub fn concern(&self) -> Option<Report> {
        if !self.life().may_be_outlived {
            return None;
        }
        let tries = match u64::try_from(self.retries) {
            Err(_) => "retried without limit".to_owned(),
            Ok(0) => "tried once".to_owned(),
            Ok(retries) => format!("tried up to {} times", format::grouped(retries + 1)),
        };
        let slots = match self.slots.unwrap_or(0) {
            0 => "one at a time, since the pool's slots are not known".to_owned(),
            slots => format!("{} at a time", format::grouped(slots)),
        };
        Some(Report::new(
            Code::BadInput,
            format!(
                "This job may outlive its nodes' access to storage, which ends after 7 days: {} of up to {}, {tries}, {slots}.",
                format::count(self.tasks, "task", "tasks"),
                format::duration(i64::from(self.time_limit) * 1_000),
            ),
            "Tasks that start, or end, after that fail. Lower the time limit or the retries, submit fewer tasks at once, or \
             let the pool's managed identity reach storage (node identity, in the account's settings): it does not expire.",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Demand = Demand {
        time_limit: 300,
        retries: 0,
        tasks: 1,
        slots: Some(1),
    };

    fn seconds(demand: Demand) -> u64 {
        let life = demand.life();
        assert!(!life.may_be_outlived, "{demand:?}");
        life.seconds
    }

    #[test]
    fn every_try_of_every_task_in_turn_is_covered_and_the_wait_for_nodes_too() {
        assert_eq!(seconds(ONE), DAY + 300);
        assert_eq!(seconds(Demand { retries: 3, ..ONE }), DAY + 4 * 300);
        let many = Demand {
            tasks: 41,
            slots: Some(4),
            retries: 1,
            ..ONE
        };
        assert_eq!(seconds(many), DAY + 11 * 2 * 300);
    }

    #[test]
    fn a_pool_that_does_not_tell_its_slots_is_taken_to_run_one_task_at_a_time() {
        for slots in [None, Some(0)] {
            let unknown = Demand {
                tasks: 10,
                slots,
                ..ONE
            };
            assert_eq!(seconds(unknown), DAY + 10 * 300);
        }
    }

    #[test]
    fn what_takes_longer_than_the_service_allows_gets_the_longest_and_is_told() {
        let fits = Demand {
            time_limit: u32::try_from(LONGEST - ROOM).unwrap_or(0),
            ..ONE
        };
        assert_eq!((seconds(fits), fits.concern()), (LONGEST, None));
        let longest = Life {
            seconds: LONGEST,
            may_be_outlived: true,
        };
        for past in [
            Demand {
                time_limit: fits.time_limit + 1,
                ..ONE
            },
            Demand { retries: -1, ..ONE },
            Demand {
                time_limit: u32::MAX,
                retries: i32::MAX,
                tasks: u64::MAX,
                slots: Some(1),
            },
        ] {
            assert_eq!(past.life(), longest, "{past:?}");
            assert!(past.concern().is_some(), "{past:?}");
        }
    }

    #[test]
    fn the_warning_says_what_makes_the_job_long_and_what_to_do() {
        let told = |demand: Demand| demand.concern().map(|report| report.title);
        assert_eq!(
            told(Demand {
                time_limit: 3_600,
                retries: 2,
                tasks: 1_000,
                slots: Some(4)
            })
            .as_deref(),
            Some(
                "This job may outlive its nodes' access to storage, which ends after 7 days: 1,000 tasks of up to 1:00:00, \
                 tried up to 3 times, 4 at a time."
            )
        );
        assert_eq!(
            told(Demand {
                retries: -1,
                slots: None,
                ..ONE
            })
            .as_deref(),
            Some(
                "This job may outlive its nodes' access to storage, which ends after 7 days: 1 task of up to 5:00, retried \
                 without limit, one at a time, since the pool's slots are not known."
            )
        );
    }
}
