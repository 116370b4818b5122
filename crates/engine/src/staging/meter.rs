//! Bytes on their way, told a few times a second.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use longshore_azure::Progress;
use longshore_model::{event::Event, job::Transfer};
use tokio::sync::Notify;

use crate::events::Events;

/// How often it is told.
const STEP: Duration = Duration::from_millis(200);
/// The time over which the rate is taken.
const WINDOW: Duration = Duration::from_secs(3);

/// Counts the bytes of all files of a job.
pub(super) struct Meter {
    events: Events,
    job: String,
    total: u64,
    done: AtomicU64,
    moved: Notify,
    /// What was done by when, over the last seconds.
    past: Mutex<VecDeque<(Instant, u64)>>,
}

impl Meter {
    pub(super) fn new(events: Events, job: String, total: u64) -> Self {
        Self {
            events,
            job,
            total,
            done: AtomicU64::new(0),
            moved: Notify::new(),
            past: Mutex::new(VecDeque::from([(Instant::now(), 0)])),
        }
    }

    pub(super) fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes what is said of one file, which counts from nought, into the sum of all.
    pub(super) fn of_one_file(self: Arc<Self>) -> Progress {
        let before = AtomicU64::new(0);
        Arc::new(move |done| {
            let before = before.swap(done, Ordering::Relaxed);
            self.add(done.saturating_sub(before));
            self.moved.notify_one();
        })
    }

    /// Returns when something of a file has been sent.
    pub(super) async fn moves(&self) {
        self.moved.notified().await;
    }

    /// Tells now, and answers what it told.
    pub(super) fn tell(&self) -> Transfer {
        let transfer = self.transfer(Instant::now());
        self.events.tell(Event::Staging {
            job: self.job.clone(),
            transfer,
        });
        transfer
    }

    /// Tells again and again until it is dropped.
    pub(super) async fn shown(&self, each: impl Fn(Transfer)) {
        loop {
            tokio::time::sleep(STEP).await;
            each(self.tell());
        }
    }

    fn transfer(&self, now: Instant) -> Transfer {
        let done = self.done.load(Ordering::Relaxed).min(self.total);
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        past.push_back((now, done));
        while past.len() > 2
            && past
                .front()
                .is_some_and(|(at, _)| now.duration_since(*at) > WINDOW)
        {
            past.pop_front();
        }
        let rate = past.front().map_or(0, |(at, then)| {
            let millis = now.duration_since(*at).as_millis().max(1);
            u64::try_from(u128::from(done.saturating_sub(*then)) * 1_000 / millis)
                .unwrap_or(u64::MAX)
        });
        Transfer {
            done,
            total: self.total,
            rate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_summed_and_the_rate_is_that_of_the_last_seconds() {
        let meter = Arc::new(Meter::new(Events::new(), "j".into(), 1_000));
        let (one, other) = (meter.clone().of_one_file(), meter.clone().of_one_file());
        let start = Instant::now();
        one(100);
        other(300);
        one(200);
        let transfer = meter.transfer(start + Duration::from_secs(2));
        assert_eq!((transfer.done, transfer.total), (500, 1_000));
        assert!((249..=251).contains(&transfer.rate), "{}", transfer.rate);

        let later = meter.transfer(start + Duration::from_secs(60));
        assert_eq!(
            later,
            Transfer {
                done: 500,
                total: 1_000,
                rate: 0
            }
        );
    }
}
