//! Up to when a job's tasks are known, so that a list need only bring what came later.

use std::time::{Duration, Instant};

use longshore_batch_api::{Timestamp, filter::Filter};
use longshore_model::UnixMillis;

/// Changes may show up in lists so much later than they happened.
const LATE: Duration = Duration::from_secs(30);

/// The latest change seen, by the service's clock, and since when it is the latest, by ours.
#[derive(Debug, Default)]
pub(super) struct Seen(Option<(UnixMillis, Instant)>);

impl Seen {
    /// Takes the time of a change.
    pub(super) fn add(&mut self, change: Option<Timestamp>, now: Instant) {
        let Some(change) = change.map(Timestamp::unix_millis) else {
            return;
        };
        if self.0.is_none_or(|(latest, _)| change > latest) {
            self.0 = Some((change, now));
        }
    }

    /// What to ask for; everything at first. Once nothing has changed for longer than a change may be late, nothing before
    /// the latest can still come: ten thousand tasks that were added in one go and wait for a node are not listed again
    /// with every poll.
    pub(super) fn filter(&self, now: Instant) -> Option<String> {
        let (latest, since) = self.0?;
        let overlap = if now.duration_since(since) > LATE {
            0
        } else {
            UnixMillis::try_from(LATE.as_millis()).unwrap_or(0)
        };
        let from = Timestamp::from_unix_millis(latest - overlap);
        Some(Filter::ge("stateTransitionTime", from).to_string())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn at(millis: UnixMillis) -> Option<Timestamp> {
        Some(Timestamp::from_unix_millis(millis))
    }

    #[test]
    fn lists_go_back_half_a_minute_as_long_as_a_change_may_come_late() {
        let begun = Instant::now();
        let mut seen = Seen::default();
        assert_eq!(seen.filter(begun), None);
        seen.add(at(100_000), begun);
        seen.add(at(90_000), begun);
        seen.add(None, begun);
        let from = |seen: &Seen, seconds| {
            let filter = seen.filter(begun + Duration::from_secs(seconds)).unwrap();
            filter.split('\'').nth(1).unwrap().to_owned()
        };
        assert_eq!(from(&seen, 5), "1970-01-01T00:01:10Z");
        assert_eq!(from(&seen, 31), "1970-01-01T00:01:40Z");
        seen.add(at(150_000), begun + Duration::from_secs(40));
        assert_eq!(from(&seen, 41), "1970-01-01T00:02:00Z");
    }
}
