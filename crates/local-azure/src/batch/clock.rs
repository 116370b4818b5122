//! The account's time.

use std::sync::{Arc, Mutex, PoisonError};

use longshore_batch_api::Timestamp;
use time::OffsetDateTime;

/// Ticks of 100 ns between 0001-01-01 and 1970-01-01, where .NET begins to count.
const TICKS_BEFORE_1970: i64 = 621_355_968_000_000_000;

/// Gives times that never repeat, so that each may stand for a version of a resource.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock(Arc<Mutex<i64>>);

impl Clock {
    /// Now, to the microsecond, and later than every answer before.
    pub(crate) fn now(&self) -> Timestamp {
        let wall = micros(Timestamp(OffsetDateTime::now_utc()));
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *last = wall.max(*last + 1);
        from_micros(*last)
    }
}

/// Microseconds since 1970: how times are kept in the database's columns.
pub(crate) fn micros(at: Timestamp) -> i64 {
    i64::try_from(at.0.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX)
}

/// The time so many microseconds after 1970.
pub(crate) fn from_micros(micros: i64) -> Timestamp {
    Timestamp(
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH),
    )
}

/// The version of a resource last changed at `at`, in the service's form: `0x` and .NET ticks, without quotes.
pub(crate) fn etag(at: Timestamp) -> String {
    format!("0x{:X}", micros(at) * 10 + TICKS_BEFORE_1970)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_times_are_the_same() {
        let clock = Clock::default();
        let times: Vec<_> = (0..1_000).map(|_| clock.now()).collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_version_looks_as_the_service_writes_it() {
        let at = from_micros(1_763_906_523_123_456);
        assert_eq!(micros(at), 1_763_906_523_123_456);
        assert_eq!(etag(at), "0x8DE2A98E0FC9600");
    }
}
