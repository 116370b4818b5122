//! How long to wait between two polls.

use std::time::Duration;

/// The first poll comes sooner than the second: a task of a moment should not take a second.
const FIRST: Duration = Duration::from_millis(300);
const SHORTEST: Duration = Duration::from_secs(1);

/// A second at first, growing by half with every poll that brings nothing new, up to the account's `poll_freq`.
#[derive(Debug)]
pub(super) struct Interval {
    next: Duration,
    longest: Duration,
}

impl Interval {
    pub(super) fn new(longest: Duration) -> Self {
        Self {
            next: FIRST,
            longest: longest.max(SHORTEST),
        }
    }

    /// Something has changed: more may soon.
    pub(super) fn restart(&mut self) {
        self.next = self.next.min(SHORTEST);
    }

    pub(super) fn next(&mut self) -> Duration {
        let wait = self.next;
        self.next = (wait * 3 / 2).clamp(SHORTEST, self.longest);
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(interval: &mut Interval, times: usize) -> Vec<u128> {
        (0..times).map(|_| interval.next().as_millis()).collect()
    }

    #[test]
    fn polls_begin_at_a_second_and_slow_down_to_poll_freq() {
        let mut interval = Interval::new(Duration::from_secs(4));
        assert_eq!(
            millis(&mut interval, 7),
            [300, 1_000, 1_500, 2_250, 3_375, 4_000, 4_000]
        );
    }

    #[test]
    fn a_change_makes_them_quick_again() {
        let mut interval = Interval::new(Duration::from_secs(10));
        millis(&mut interval, 6);
        interval.restart();
        assert_eq!(millis(&mut interval, 2), [1_000, 1_500]);
    }

    #[test]
    fn a_poll_freq_of_a_second_is_the_shortest() {
        let mut interval = Interval::new(Duration::from_millis(1));
        assert_eq!(millis(&mut interval, 3), [300, 1_000, 1_000]);
    }
}
