//! How long to leave a service alone that could not be reached.

use std::time::{Duration, Instant};

/// The first pause and the longest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pauses {
    /// The first, which doubles each time.
    pub first: Duration,
    /// The longest.
    pub longest: Duration,
}

impl Default for Pauses {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            longest: Duration::from_secs(60),
        }
    }
}

/// Pauses that grow. Each is drawn from its upper half, so that jobs that lost the network together do not all come back at
/// once.
#[derive(Debug)]
pub(super) struct Pause {
    next: Duration,
    longest: Duration,
}

impl Pause {
    pub(super) fn new(pauses: Pauses) -> Self {
        Self {
            next: pauses.first,
            longest: pauses.longest,
        }
    }

    pub(super) fn next(&mut self) -> Duration {
        self.drawn(fastrand::f64())
    }

    /// The next pause, `chance` being drawn from 0 to 1.
    fn drawn(&mut self, chance: f64) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(self.longest);
        pause.mul_f64(0.5 + chance / 2.0)
    }
}

/// Since when nothing has worked.
#[derive(Debug, Default)]
pub(super) struct Trouble(Option<Instant>);

impl Trouble {
    /// To be told of each failure, and whether what was wrong is still written down from the one before: it is taken away as
    /// soon as anything has worked. Answers how long it has lasted.
    pub(super) fn lasts(&mut self, still: bool) -> Duration {
        self.lasts_at(still, Instant::now())
    }

    fn lasts_at(&mut self, still: bool, now: Instant) -> Duration {
        let since = self.0.filter(|_| still).unwrap_or(now);
        self.0 = Some(since);
        now.duration_since(since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_minute() {
        let mut pause = Pause::new(Pauses::default());
        let seconds: Vec<u64> = (0..8).map(|_| pause.drawn(1.0).as_secs()).collect();
        assert_eq!(seconds, [1, 2, 4, 8, 16, 32, 60, 60]);
    }

    #[test]
    fn chance_takes_up_to_half_of_a_pause_away() {
        let first = |chance| Pause::new(Pauses::default()).drawn(chance);
        assert_eq!(first(0.0), Duration::from_millis(500));
        assert_eq!(first(0.5), Duration::from_millis(750));
    }

    #[test]
    fn trouble_counts_from_its_first_failure_and_anew_when_something_has_worked() {
        let mut trouble = Trouble::default();
        let (begun, step) = (Instant::now(), Duration::from_secs(10));
        assert_eq!(trouble.lasts_at(false, begun), Duration::ZERO);
        assert_eq!(trouble.lasts_at(true, begun + step), step);
        assert_eq!(trouble.lasts_at(false, begun + step * 2), Duration::ZERO);
        assert_eq!(trouble.lasts_at(true, begun + step * 3), step);
    }
}
