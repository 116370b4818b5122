//! Entity tags.

use std::sync::atomic::{AtomicI64, Ordering};

use time::OffsetDateTime;

use super::Version;

/// Ticks of 100 ns from the year 1 to 1970: Azure's entity tags are such a tick count in hexadecimal.
const TICKS_TO_1970: i64 = 621_355_968_000_000_000;

/// Gives each version a tag of its own, even to two of the same instant.
#[derive(Debug, Default)]
pub(super) struct Etags(AtomicI64);

impl Etags {
    pub(super) fn next(&self, now: OffsetDateTime) -> Version {
        let nanoseconds = now.unix_timestamp_nanos() / 100;
        let ticks = TICKS_TO_1970 + i64::try_from(nanoseconds).unwrap_or_default();
        let after = |last: i64| Some(ticks.max(last + 1));
        let last = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, after)
            .unwrap_or_default();
        Version {
            etag: format!("0x{:X}", ticks.max(last + 1)),
            modified: now.unix_timestamp(),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn two_versions_of_the_same_instant_differ() {
        let now = datetime!(2026-11-01 12:00 UTC);
        let etags = Etags::default();
        let (first, second) = (etags.next(now), etags.next(now));
        assert_eq!(
            first,
            Version {
                etag: "0x8DF380FA7C0E000".to_owned(),
                modified: now.unix_timestamp()
            }
        );
        assert_ne!(first.etag, second.etag);
    }
}
