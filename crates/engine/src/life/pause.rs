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
struct Pause {
    next: Duration,
    longest: Duration,
}

impl Pause {
    fn new(pauses: Pauses) -> Self {
        Self {
            next: pauses.first,
            longest: pauses.longest,
        }
    }

    fn next(&mut self) -> Duration {
        self.drawn(fastrand::f64())
    }

    /// The next pause, `chance` being drawn from 0 to 1.
    fn drawn(&mut self, chance: f64) -> Duration {
        let pause = self.next;
        self.next = (pause * 2).min(self.longest);
        pause.mul_f64(0.5 + chance / 2.0)
    }
}

/// Failures that follow one another, and how long to wait after each.
#[derive(Debug)]
pub(super) struct Trouble {
    pauses: Pauses,
    pause: Pause,
    last: Option<Failure>,
}

#[derive(Debug, Clone, Copy)]
struct Failure {
    garbled: bool,
    /// When the first like it came.
    since: Instant,
    at: Instant,
}

impl Trouble {
    pub(super) fn new(pauses: Pauses) -> Self {
        Self {
            pauses,
            pause: Pause::new(pauses),
            last: None,
        }
    }

    /// The pause to be made now.
    pub(super) fn pause(&mut self) -> Duration {
        self.pause.next()
    }

    /// To be told of each failure: whether something else answered in the place of the service, and whether what was wrong
    /// is still written down from the failure before, since it is taken away as soon as anything has worked. Answers how
    /// long it has lasted.
    pub(super) fn lasts(&mut self, garbled: bool, still: bool) -> Duration {
        self.lasts_at(garbled, still, Instant::now())
    }

    fn lasts_at(&mut self, garbled: bool, still: bool, now: Instant) -> Duration {
        let quiet = self.pauses.longest * 2;
        // Something may stand before storage alone: Batch, which is asked first each time, takes the problem away.
        let before = self.last.filter(|last| {
            last.garbled == garbled && (still || garbled && now.duration_since(last.at) < quiet)
        });
        if before.is_none() {
            self.pause = Pause::new(self.pauses);
        }
        let since = before.map_or(now, |before| before.since);
        self.last = Some(Failure {
            garbled,
            since,
            at: now,
        });
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
    fn an_hour_offline_is_some_hundred_tries_and_the_next_is_never_more_than_a_minute_away() {
        for (chance, tries) in [(0.0, 125), (0.5, 85), (1.0, 65)] {
            let mut pause = Pause::new(Pauses::default());
            let (mut elapsed, mut made) = (Duration::ZERO, 0);
            while elapsed < Duration::from_secs(3600) {
                let next = pause.drawn(chance);
                assert!(next <= Duration::from_secs(60));
                elapsed += next;
                made += 1;
            }
            assert_eq!(made, tries, "{chance}");
        }
    }

    #[test]
    fn chance_takes_up_to_half_of_a_pause_away() {
        let first = |chance| Pause::new(Pauses::default()).drawn(chance);
        assert_eq!(first(0.0), Duration::from_millis(500));
        assert_eq!(first(0.5), Duration::from_millis(750));
    }

    #[test]
    fn trouble_counts_from_its_first_failure_and_anew_when_something_has_worked() {
        let mut trouble = Trouble::new(Pauses::default());
        let (begun, step) = (Instant::now(), Duration::from_secs(10));
        assert_eq!(trouble.lasts_at(false, false, begun), Duration::ZERO);
        assert_eq!(trouble.lasts_at(false, true, begun + step), step);
        assert_eq!(
            trouble.lasts_at(false, false, begun + step * 2),
            Duration::ZERO
        );
        assert_eq!(trouble.lasts_at(false, true, begun + step * 3), step);
    }

    #[test]
    fn what_stands_before_one_service_lasts_although_the_other_works_until_it_has_been_quiet() {
        let mut trouble = Trouble::new(Pauses::default());
        let (begun, step) = (Instant::now(), Duration::from_secs(90));
        assert_eq!(trouble.lasts_at(true, false, begun), Duration::ZERO);
        assert_eq!(trouble.lasts_at(true, false, begun + step), step);
        assert_eq!(trouble.lasts_at(true, false, begun + step * 2), step * 2);
        assert_eq!(
            trouble.lasts_at(true, false, begun + step * 4),
            Duration::ZERO
        );
    }

    #[test]
    fn pauses_begin_anew_with_new_trouble() {
        let mut trouble = Trouble::new(Pauses::default());
        for still in [false, true, true, true, true] {
            trouble.lasts(false, still);
            trouble.pause();
        }
        trouble.lasts(false, true);
        assert!(trouble.pause() >= Duration::from_secs(16));
        trouble.lasts(false, false);
        assert!(trouble.pause() <= Duration::from_secs(1));
    }
}
