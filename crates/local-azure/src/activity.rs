//! Whether anything is going on, so that an idle service can go.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Counts what is under way: requests, bodies being sent, tasks.
#[derive(Debug, Clone)]
pub(crate) struct Activity(Arc<Mutex<Now>>);

#[derive(Debug)]
struct Now {
    under_way: usize,
    last_end: Instant,
}

impl Activity {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Now {
            under_way: 0,
            last_end: Instant::now(),
        })))
    }

    /// Notes that something is under way until the guard is dropped.
    pub(crate) fn begin(&self) -> Busy {
        self.now().under_way += 1;
        Busy(self.clone())
    }

    /// How long nothing has been under way; nothing while something is.
    pub(crate) fn idle_for(&self) -> Option<Duration> {
        let now = self.now();
        (now.under_way == 0).then(|| now.last_end.elapsed())
    }

    /// Returns once nothing has been under way for so long.
    pub(crate) async fn idle(&self, limit: Duration) {
        loop {
            match self.idle_for() {
                Some(idle) if idle >= limit => return,
                Some(idle) => tokio::time::sleep(limit - idle).await,
                None => tokio::time::sleep(limit.min(Duration::from_secs(1))).await,
            }
        }
    }

    fn now(&self) -> std::sync::MutexGuard<'_, Now> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Something is under way as long as this lives.
#[derive(Debug)]
pub(crate) struct Busy(Activity);

impl Drop for Busy {
    fn drop(&mut self) {
        let mut now = self.0.now();
        now.under_way -= 1;
        now.last_end = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_idle_only_when_every_guard_is_gone() {
        let activity = Activity::new();
        assert!(activity.idle_for().is_some());
        let first = activity.begin();
        let second = activity.begin();
        drop(first);
        assert_eq!(activity.idle_for(), None);
        drop(second);
        assert!(activity.idle_for().is_some());
    }
}
