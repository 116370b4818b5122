//! The part of a file a request asks for.

use std::ops::Range;

use http::{HeaderMap, header};
use longshore_batch_api::codes;

use super::fault::Fault;

/// The bytes `ocp-range`, or else `range`, asks for of a file of `length` bytes; the whole file without either.
///
/// # Errors
/// `InvalidRange` when the file ends before the range begins. What cannot be read as a range asks for everything, as
/// HTTP wants it.
pub(super) fn requested(headers: &HeaderMap, length: u64) -> Result<Range<u64>, Fault> {
    let whole = 0..length;
    let text = headers
        .get("ocp-range")
        .or_else(|| headers.get(header::RANGE))
        .and_then(|value| value.to_str().ok());
    let Some((first, last)) = text.and_then(bounds) else {
        return Ok(whole);
    };
    let range = match (first, last) {
        (Some(first), Some(last)) => first..last.saturating_add(1).min(length),
        (Some(first), None) => first..length,
        (None, Some(suffix)) => length.saturating_sub(suffix)..length,
        (None, None) => return Ok(whole),
    };
    if range.is_empty() {
        return Err(Fault::new(
            codes::INVALID_RANGE,
            "The range specified is invalid for the current size of the resource.",
        ));
    }
    Ok(range)
}

/// First and last of `bytes=first-last`, either of which may be absent.
fn bounds(text: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        digits => digits.parse().ok().map(Some),
    };
    Some((number(first)?, number(last)?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn range(text: &str, length: u64) -> Option<Range<u64>> {
        let mut headers = HeaderMap::new();
        headers.insert("ocp-range", text.parse().unwrap());
        requested(&headers, length).ok()
    }

    #[test]
    fn a_range_is_cut_at_the_end_of_the_file() {
        assert_eq!(range("bytes=2-4", 10), Some(2..5));
        assert_eq!(range("bytes=2-40", 10), Some(2..10));
        assert_eq!(range("bytes=7-", 10), Some(7..10));
        assert_eq!(range("bytes=-3", 10), Some(7..10));
    }

    #[test]
    fn a_range_beyond_the_end_is_refused() {
        assert_eq!(range("bytes=10-", 10), None);
        assert_eq!(range("bytes=0-5", 0), None);
        assert_eq!(range("bytes=5-2", 10), None);
    }

    #[test]
    fn without_a_readable_range_everything_is_meant() {
        assert_eq!(requested(&HeaderMap::new(), 0).unwrap(), 0..0);
        assert_eq!(range("lines=1-2", 10), Some(0..10));
        assert_eq!(range("bytes=a-b", 10), Some(0..10));
    }
}
