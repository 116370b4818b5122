//! Conditional headers.
//!
//! <https://learn.microsoft.com/rest/api/storageservices/specifying-conditional-headers-for-blob-service-operations>

use super::error::{BlobError, Code};
use super::request::Call;
use crate::dates;

/// What must hold of a blob or container for an operation to go ahead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Conditions {
    if_match: Option<Tags>,
    if_none_match: Option<Tags>,
    /// Seconds since 1970.
    if_modified_since: Option<i64>,
    if_unmodified_since: Option<i64>,
}

/// The entity tags of a condition, without their quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tags {
    Any,
    These(Vec<String>),
}

impl Tags {
    fn parse(text: &str) -> Self {
        let tags: Vec<String> = text
            .split(',')
            .map(|tag| tag.trim().trim_matches('"').to_owned())
            .collect();
        if tags.iter().any(|tag| tag == "*") {
            Self::Any
        } else {
            Self::These(tags)
        }
    }

    fn contain(&self, etag: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(tags) => tags.iter().any(|tag| tag == etag),
        }
    }
}

/// The version of what is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Current<'a> {
    pub(super) etag: &'a str,
    /// Seconds since 1970.
    pub(super) modified: i64,
}

impl Conditions {
    pub(super) fn of(call: &Call) -> Result<Self, BlobError> {
        let date = |name: &str| -> Result<Option<i64>, BlobError> {
            let Some(text) = call.header(name)? else {
                return Ok(None);
            };
            dates::parse_http(text)
                .map(|date| Some(date.unix_timestamp()))
                .ok_or_else(|| BlobError::from(Code::InvalidHeaderValue).because(name))
        };
        Ok(Self {
            if_match: call.header("if-match")?.map(Tags::parse),
            if_none_match: call.header("if-none-match")?.map(Tags::parse),
            if_modified_since: date("if-modified-since")?,
            if_unmodified_since: date("if-unmodified-since")?,
        })
    }

    /// Checks a read: what the client has already is answered with 304.
    pub(super) fn check_read(&self, current: Current<'_>) -> Result<(), BlobError> {
        self.check_preconditions(current)?;
        if self.is_unwanted(current) {
            return Err(Code::NotModified.into());
        }
        Ok(())
    }

    /// Checks a write, which creates when there is no `current`.
    pub(super) fn check_write(&self, current: Option<Current<'_>>) -> Result<(), BlobError> {
        let Some(current) = current else {
            return if self.if_match.is_some() {
                Err(Code::ConditionNotMet.into())
            } else {
                Ok(())
            };
        };
        self.check_preconditions(current)?;
        if self.if_none_match == Some(Tags::Any) {
            return Err(Code::BlobAlreadyExists.into());
        }
        if self.is_unwanted(current) {
            return Err(Code::ConditionNotMet.into());
        }
        Ok(())
    }

    fn check_preconditions(&self, current: Current<'_>) -> Result<(), BlobError> {
        let other_tag = self
            .if_match
            .as_ref()
            .is_some_and(|tags| !tags.contain(current.etag));
        let newer = self
            .if_unmodified_since
            .is_some_and(|since| current.modified > since);
        if other_tag || newer {
            return Err(Code::ConditionNotMet.into());
        }
        Ok(())
    }

    /// Whether `If-None-Match` or, without one, `If-Modified-Since` names the version that is there.
    fn is_unwanted(&self, current: Current<'_>) -> bool {
        match &self.if_none_match {
            Some(tags) => tags.contain(current.etag),
            None => self
                .if_modified_since
                .is_some_and(|since| current.modified <= since),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURRENT: Current<'_> = Current {
        etag: "0x8D1",
        modified: 1000,
    };

    fn tags(text: &str) -> Option<Tags> {
        Some(Tags::parse(text))
    }

    #[test]
    fn tags_are_compared_without_their_quotes() {
        for (text, matches) in [
            ("\"0x8D1\"", true),
            ("0x8D1", true),
            ("*", true),
            ("\"0x1\", \"0x8D1\"", true),
            ("\"0x1\"", false),
        ] {
            let conditions = Conditions {
                if_match: tags(text),
                ..Conditions::default()
            };
            assert_eq!(conditions.check_read(CURRENT).is_ok(), matches, "{text}");
            assert_eq!(
                conditions.check_write(Some(CURRENT)).is_ok(),
                matches,
                "{text}"
            );
        }
    }

    #[test]
    fn a_star_keeps_a_write_from_replacing_and_lets_it_create() {
        let conditions = Conditions {
            if_none_match: tags("*"),
            ..Conditions::default()
        };
        assert!(conditions.check_write(None).is_ok());
        assert!(conditions.check_write(Some(CURRENT)).is_err());
    }

    #[test]
    fn if_match_needs_something_to_match() {
        let conditions = Conditions {
            if_match: tags("*"),
            ..Conditions::default()
        };
        assert!(conditions.check_write(None).is_err());
    }

    #[test]
    fn dates_are_compared_to_the_second() {
        for (since, modified, unmodified) in
            [(999, true, false), (1000, false, true), (1001, false, true)]
        {
            let conditions = Conditions {
                if_modified_since: Some(since),
                ..Conditions::default()
            };
            assert_eq!(conditions.check_read(CURRENT).is_ok(), modified, "{since}");
            let conditions = Conditions {
                if_unmodified_since: Some(since),
                ..Conditions::default()
            };
            assert_eq!(
                conditions.check_read(CURRENT).is_ok(),
                unmodified,
                "{since}"
            );
        }
    }
}
