//! Byte ranges.

use std::ops::Range;

use super::error::{BlobError, Code};

/// A range as a client asks for it: a first byte and perhaps a last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    first: u64,
    last: Option<u64>,
}

impl Asked {
    /// Reads `bytes=first-last` or `bytes=first-`, the two forms Blob storage has.
    pub(super) fn parse(text: &str) -> Result<Self, BlobError> {
        let malformed =
            || BlobError::from(Code::InvalidHeaderValue).because(format!("range: {text}"));
        let (first, last) = text
            .trim()
            .strip_prefix("bytes=")
            .and_then(|range| range.split_once('-'))
            .ok_or_else(malformed)?;
        let first = first.parse().map_err(|_| malformed())?;
        let last = match last {
            "" => None,
            last => Some(last.parse().map_err(|_| malformed())?),
        };
        if last.is_some_and(|last| last < first) {
            return Err(malformed());
        }
        Ok(Self { first, last })
    }

    /// The bytes of a blob of `size` that are asked for. A range that begins behind the last byte is refused, as
    /// any range of an empty blob is.
    pub(super) fn within(self, size: u64) -> Result<Range<u64>, BlobError> {
        if self.first >= size {
            return Err(BlobError::from(Code::InvalidRange)
                .header(http::header::CONTENT_RANGE, &format!("bytes */{size}")));
        }
        let end = self
            .last
            .map_or(size, |last| last.saturating_add(1).min(size));
        Ok(self.first..end)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_cut_to_the_blob() {
        for (text, range) in [
            ("bytes=0-9", 0..10),
            ("bytes=0-33554431", 0..100),
            ("bytes=99-99", 99..100),
            ("bytes=50-", 50..100),
            ("bytes=50-18446744073709551615", 50..100),
        ] {
            assert_eq!(
                Asked::parse(text).unwrap().within(100).unwrap(),
                range,
                "{text}"
            );
        }
    }

    #[test]
    fn a_range_behind_the_end_or_of_nothing_is_refused() {
        assert!(Asked::parse("bytes=100-").unwrap().within(100).is_err());
        assert!(Asked::parse("bytes=0-0").unwrap().within(0).is_err());
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in [
            "",
            "0-1",
            "bytes=-5",
            "bytes=5-4",
            "bytes=a-b",
            "bytes=0-1,4-5",
        ] {
            assert!(Asked::parse(text).is_err(), "{text}");
        }
    }
}
