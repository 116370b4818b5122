//! Conditional requests.

use http::{HeaderMap, header};
use longshore_batch_api::{Timestamp, codes};

use super::fault::Fault;
use crate::dates;

/// The conditions of a request on the version of the resource it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Conditions {
    if_match: Option<String>,
    if_none_match: Option<String>,
    /// Seconds since 1970: HTTP dates have no finer ones.
    if_modified_since: Option<i64>,
    if_unmodified_since: Option<i64>,
}

impl Conditions {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name| {
            headers
                .get(name)
                .and_then(|value: &http::HeaderValue| value.to_str().ok())
        };
        let date = |name| Some(dates::parse_http(text(name)?)?.unix_timestamp());
        Self {
            if_match: text(header::IF_MATCH).map(Into::into),
            if_none_match: text(header::IF_NONE_MATCH).map(Into::into),
            if_modified_since: date(header::IF_MODIFIED_SINCE),
            if_unmodified_since: date(header::IF_UNMODIFIED_SINCE),
        }
    }

    /// Whether a client that asked for a newer version than it has, has the newest: the answer is 304.
    pub(crate) fn has_not_changed(
        &self,
        e_tag: Option<&str>,
        last_modified: Option<Timestamp>,
    ) -> bool {
        let modified = last_modified.map(|at| at.0.unix_timestamp());
        match (&self.if_none_match, self.if_modified_since) {
            (Some(tags), _) => names(tags, e_tag),
            (None, Some(since)) => modified.is_some_and(|at| at <= since),
            (None, None) => false,
        }
    }

    /// Fails with `ConditionNotMet` unless every condition holds for a resource of this version.
    pub(crate) fn check(
        &self,
        e_tag: Option<&str>,
        last_modified: Option<Timestamp>,
    ) -> Result<(), Fault> {
        let seconds = last_modified.map(|at| at.0.unix_timestamp());
        let met = self
            .if_match
            .as_deref()
            .is_none_or(|tags| names(tags, e_tag))
            && !self
                .if_none_match
                .as_deref()
                .is_some_and(|tags| names(tags, e_tag))
            && self
                .if_modified_since
                .is_none_or(|since| seconds.is_some_and(|at| at > since))
            && self
                .if_unmodified_since
                .is_none_or(|since| seconds.is_some_and(|at| at <= since));
        if met {
            Ok(())
        } else {
            Err(Fault::new(
                codes::CONDITION_NOT_MET,
                "The condition specified using HTTP conditional header(s) is not met.",
            ))
        }
    }
}

/// Whether a list of versions, with or without quotes, has this one; `*` has all.
fn names(tags: &str, e_tag: Option<&str>) -> bool {
    tags.split(',')
        .map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"'))
        .any(|tag| tag == "*" || Some(tag) == e_tag)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn met(name: &'static str, value: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        let modified = Timestamp::parse("2026-11-23T14:02:00.5Z").unwrap();
        Conditions::of(&headers)
            .check(Some("0x8D1"), Some(modified))
            .is_ok()
    }

    #[test]
    fn each_condition_holds_or_not_by_itself() {
        for (name, value, holds) in [
            ("if-match", "0x8D1", true),
            ("if-match", "\"0x8D0\", \"0x8D1\"", true),
            ("if-match", "*", true),
            ("if-match", "0x8D2", false),
            ("if-none-match", "0x8D1", false),
            ("if-none-match", "0x8D2", true),
            ("if-modified-since", "Mon, 23 Nov 2026 14:01:59 GMT", true),
            ("if-modified-since", "Mon, 23 Nov 2026 14:02:00 GMT", false),
            ("if-unmodified-since", "Mon, 23 Nov 2026 14:02:00 GMT", true),
            (
                "if-unmodified-since",
                "Mon, 23 Nov 2026 14:01:59 GMT",
                false,
            ),
        ] {
            assert_eq!(met(name, value), holds, "{name}: {value}");
        }
    }

    #[test]
    fn without_conditions_everything_is_met() {
        assert_eq!(Conditions::of(&HeaderMap::new()).check(None, None), Ok(()));
    }
}
