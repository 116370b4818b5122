//! When a failed try is followed by another.

#[cfg(test)]
mod properties;
mod sdk;

use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;
use time::OffsetDateTime;

use crate::tuning::Tuning;

pub(crate) use sdk::sdk_options;

/// The statuses that may pass by themselves. Others repeat however often they are asked.
pub(crate) const PASSING: [u16; 6] = [408, 429, 500, 502, 503, 504];

/// Tries after the first to connect: whoever was not there then will hardly come within the minute that a service's
/// trouble is given. Work that may wait longer does so between requests.
const CONNECT_AGAIN: u32 = 2;

/// The tries of one request.
pub(crate) struct Tries<'a> {
    tuning: &'a Tuning,
    begun: Instant,
    failed: u32,
    most: u32,
    /// Tries that did not even connect.
    unmet: u32,
}

impl<'a> Tries<'a> {
    pub(crate) fn new(tuning: &'a Tuning) -> Self {
        Self {
            tuning,
            begun: Instant::now(),
            failed: 0,
            most: tuning.retries,
            unmet: 0,
        }
    }

    /// The tries to connect to a service.
    pub(crate) fn to_connect(tuning: &'a Tuning) -> Self {
        let most = tuning.retries.min(CONNECT_AGAIN);
        Self {
            most,
            ..Self::new(tuning)
        }
    }

    /// To be told of a try that did not even connect.
    pub(crate) fn nobody_there(&mut self) {
        self.unmet += 1;
        if self.unmet > CONNECT_AGAIN {
            self.most = 0;
        }
    }

    /// Waits until the next try is due. `false` when there is none: the failure stands.
    pub(crate) async fn again(&mut self, retry_after: Option<Duration>) -> bool {
        let wait = self.wait(retry_after, self.begun.elapsed(), fastrand::f64());
        if let Some(wait) = wait {
            tokio::time::sleep(wait).await;
        }
        wait.is_some()
    }

    /// How long to wait for the next try, `chance` being drawn from 0 to 1. The service's wish is a least wait; one
    /// beyond our patience ends the tries, for asking earlier would only make it worse.
    fn wait(
        &mut self,
        retry_after: Option<Duration>,
        elapsed: Duration,
        chance: f64,
    ) -> Option<Duration> {
        if self.failed >= self.most {
            return None;
        }
        let wait = jitter(self.tuning, self.failed, chance).max(retry_after.unwrap_or_default());
        self.failed += 1;
        // A service may wish for as many seconds as there are numbers.
        elapsed
            .checked_add(wait)
            .filter(|due| *due <= self.tuning.give_up_after)
            .map(|_| wait)
    }
}

/// A wait after `failed` failures, `chance` being drawn from 0 to 1.
fn jitter(tuning: &Tuning, failed: u32, chance: f64) -> Duration {
    tuning
        .first_delay
        .saturating_mul(2u32.saturating_pow(failed))
        .min(tuning.longest_delay)
        .mul_f64(chance)
}

/// The wait a reply asks for.
pub(crate) fn retry_after(headers: &HeaderMap, now: OffsetDateTime) -> Option<Duration> {
    wish(
        |name| Some(headers.get(name)?.to_str().ok()?.to_owned()),
        now,
    )
}

/// The same of a reply whose headers are had by name: the milliseconds form of some services, or `Retry-After` in
/// seconds or as a date.
pub(crate) fn wish(
    header: impl Fn(&'static str) -> Option<String>,
    now: OffsetDateTime,
) -> Option<Duration> {
    for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
        if let Some(millis) = header(name).and_then(|text| text.trim().parse().ok()) {
            return Some(Duration::from_millis(millis));
        }
    }
    let text = header("retry-after")?;
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = azure_core::time::parse_rfc7231(&text).ok()?;
    Some((date - now).try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use time::macros::datetime;

    fn tuning() -> Tuning {
        Tuning {
            retries: 4,
            first_delay: Duration::from_millis(100),
            longest_delay: Duration::from_millis(300),
            give_up_after: Duration::from_secs(10),
            ..Tuning::default()
        }
    }

    fn millis(n: u64) -> Option<Duration> {
        Some(Duration::from_millis(n))
    }

    #[test]
    fn waits_double_up_to_the_longest_and_end_with_the_retries() {
        let tuning = tuning();
        let mut tries = Tries::new(&tuning);
        let waits: Vec<_> = (0..5)
            .map(|_| tries.wait(None, Duration::ZERO, 1.0))
            .collect();
        assert_eq!(
            waits,
            [millis(100), millis(200), millis(300), millis(300), None]
        );
    }

    #[test]
    fn trouble_of_the_service_takes_no_try_to_connect_away() {
        let tuning = tuning();
        let mut tries = Tries::new(&tuning);
        let mut again = |unmet| {
            if unmet {
                tries.nobody_there();
            }
            tries.wait(None, Duration::ZERO, 1.0).is_some()
        };
        let trouble = [false, false, true, true].map(&mut again);
        assert_eq!(trouble, [true; 4]);
        assert!(!again(true));
    }

    #[test]
    fn chance_spreads_a_wait_from_nothing_to_all_of_it() {
        let tuning = tuning();
        assert_eq!(
            Tries::new(&tuning).wait(None, Duration::ZERO, 0.0),
            millis(0)
        );
        assert_eq!(
            Tries::new(&tuning).wait(None, Duration::ZERO, 0.5),
            millis(50)
        );
    }

    #[test]
    fn the_services_wish_is_a_least_wait() {
        let tuning = tuning();
        assert_eq!(
            Tries::new(&tuning).wait(millis(2_000), Duration::ZERO, 1.0),
            millis(2_000)
        );
        assert_eq!(
            Tries::new(&tuning).wait(millis(10), Duration::ZERO, 1.0),
            millis(100)
        );
    }

    #[test]
    fn no_try_begins_after_patience_has_run_out() {
        let tuning = tuning();
        assert_eq!(
            Tries::new(&tuning).wait(None, Duration::from_secs(10), 1.0),
            None
        );
        assert_eq!(
            Tries::new(&tuning).wait(millis(60_000), Duration::ZERO, 1.0),
            None
        );
        let for_ever = wish(|_| Some(u64::MAX.to_string()), OffsetDateTime::UNIX_EPOCH);
        assert_eq!(
            Tries::new(&tuning).wait(for_ever, Duration::from_secs(1), 1.0),
            None
        );
        assert_eq!(
            Tries::new(&tuning).wait(Some(Duration::MAX), Duration::from_secs(1), 1.0),
            None
        );
    }

    #[test]
    fn retry_after_is_read_as_seconds_a_date_or_milliseconds() {
        let now = datetime!(2026-11-23 14:00:00 UTC);
        let read = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, value.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(read("retry-after", "7"), millis(7_000));
        assert_eq!(
            read("retry-after", "Mon, 23 Nov 2026 14:00:30 GMT"),
            millis(30_000)
        );
        assert_eq!(
            read("retry-after", "Mon, 23 Nov 2026 13:00:00 GMT"),
            millis(0)
        );
        assert_eq!(read("x-ms-retry-after-ms", "250"), millis(250));
        assert_eq!(read("retry-after", "soon"), None);
        assert_eq!(read("other", "7"), None);
    }
}
