//! The ways the services write dates.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::{Rfc2822, Rfc3339};
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime};

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the date of HTTP headers.
const HTTP: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);
const SECONDS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
const MINUTES: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]Z");
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A date as HTTP headers carry it.
pub(crate) fn http(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC)
        .format(HTTP)
        .unwrap_or_default()
}

/// As [`http`], of seconds since 1970.
pub(crate) fn http_from_unix(seconds: i64) -> String {
    http(OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH))
}

/// Reads the date of an HTTP header.
pub(crate) fn parse_http(text: &str) -> Option<OffsetDateTime> {
    PrimitiveDateTime::parse(text, HTTP)
        .map(PrimitiveDateTime::assume_utc)
        .or_else(|_| OffsetDateTime::parse(text, &Rfc2822))
        .ok()
}

/// Whether a text has the form `2026-04-06`, in which versions are written.
pub(crate) fn is_day(text: &str) -> bool {
    Date::parse(text, DAY).is_ok() && text.len() == 10
}

/// `2026-04-06T00:00:00Z`, the date of delegation keys and SAS.
pub(crate) fn iso(at: OffsetDateTime) -> String {
    at.to_offset(time::UtcOffset::UTC)
        .format(SECONDS)
        .unwrap_or_default()
}

/// Reads a date as SAS may write it: to the day, minute, second or a fraction of one.
pub(crate) fn parse_iso(text: &str) -> Option<OffsetDateTime> {
    // The library takes a sign before a year, which nobody who writes such dates does.
    if text.starts_with(['+', '-']) {
        return None;
    }
    OffsetDateTime::parse(text, &Rfc3339)
        .or_else(|_| PrimitiveDateTime::parse(text, MINUTES).map(PrimitiveDateTime::assume_utc))
        .or_else(|_| Date::parse(text, DAY).map(|day| day.midnight().assume_utc()))
        .ok()
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn http_dates_read_as_they_are_written() {
        let at = datetime!(1994-11-06 08:49:37 UTC);
        assert_eq!(http(at), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(parse_http(&http(at)), Some(at));
        assert_eq!(parse_http("yesterday"), None);
    }

    #[test]
    fn sas_dates_come_in_every_precision() {
        let midnight = datetime!(2026-04-06 00:00 UTC);
        for text in [
            "2026-04-06",
            "2026-04-06T00:00Z",
            "2026-04-06T00:00:00Z",
            "2026-04-06T00:00:00.0000000Z",
        ] {
            assert_eq!(parse_iso(text), Some(midnight), "{text}");
        }
        for text in ["06/04/2026", "-2026-04-06", "+2026-04-06T00:00Z"] {
            assert_eq!(parse_iso(text), None, "{text}");
        }
        assert_eq!(iso(midnight), "2026-04-06T00:00:00Z");
    }
}
