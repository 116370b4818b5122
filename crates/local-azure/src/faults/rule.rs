//! One rule: which requests, and what goes wrong with them.

use std::num::NonZero;

use http::{Method, Uri};
use serde::Deserialize;

use crate::node;

use super::answer::{Answer, Dialect, Page};
use crate::wildcard;

/// A request as rules see it.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) service: Dialect,
    pub(crate) by: Asker,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
}

/// Who sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Asker {
    /// The node, for a task's files.
    Node,
    /// Anybody else.
    Client,
}

impl Asker {
    /// Who calls itself by this `User-Agent`.
    pub(crate) fn named(agent: &str) -> Self {
        match agent == node::AGENT {
            true => Self::Node,
            false => Self::Client,
        }
    }
}

/// A rule. What it says of requests must all hold; what it does is done together.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub(crate) struct Rule {
    /// The service asked; any when absent.
    service: Option<Dialect>,
    /// Who asks; anybody when absent.
    from: Option<Asker>,
    /// `GET`, `PUT` and so on; any when absent.
    method: Option<String>,
    /// A wildcard over the path; any when absent.
    path: Option<String>,
    /// A pair that the query must have, such as `comp=block`.
    query: Option<String>,
    /// How many such requests are left alone first.
    skip: u64,
    /// How many are struck then; all when absent.
    count: Option<u64>,

    /// Wait this long before anything else.
    pub(crate) delay_ms: u64,
    /// Answer this instead of the service.
    pub(crate) answer: Option<Answer>,
    /// Whether `answer` is given after the service has done its work, whose own answer is lost.
    pub(crate) after: bool,
    /// End the connection without an answer.
    pub(crate) drop: Option<Moment>,
    /// Write the request's line into the log, and give no answer for as long as the connection lasts.
    pub(crate) hold: Option<Moment>,
    /// Answer a page of HTML with this status, as a proxy does that the request never got past.
    pub(crate) page: Option<Page>,
    /// End the connection after so many bytes of the answer's body.
    pub(crate) cut_after_bytes: Option<u64>,
    /// Give only so many bytes of the answer's body, as if they were all.
    pub(crate) keep_bytes: Option<usize>,
    /// Send the answer's body no faster than this.
    pub(crate) bytes_per_second: Option<NonZero<u32>>,
    /// Turn over the bits of this byte of the answer's body, counted from nought.
    pub(crate) spoil_byte: Option<u64>,
    /// Give an answer whose `Date` is so far ahead.
    pub(crate) date_offset_seconds: i64,
}

/// When an answer fails to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Moment {
    /// Before the service has done anything.
    Before,
    /// When it has done its work.
    After,
}

impl Rule {
    pub(super) fn is_for(&self, asked: &Asked) -> bool {
        let method = |wanted: &String| wanted.eq_ignore_ascii_case(asked.method.as_str());
        let path = |wanted: &String| wildcard::matches(wanted, asked.uri.path());
        let query = |wanted: &String| {
            let mut pairs = asked.uri.query().unwrap_or_default().split('&');
            pairs.any(|pair| pair.eq_ignore_ascii_case(wanted))
        };
        self.service.is_none_or(|wanted| wanted == asked.service)
            && self.from.is_none_or(|wanted| wanted == asked.by)
            && self.method.as_ref().is_none_or(method)
            && self.path.as_ref().is_none_or(path)
            && self.query.as_ref().is_none_or(query)
    }

    /// Whether the `n`th request it is for, counted from one, is struck.
    pub(super) fn strikes(&self, n: u64) -> bool {
        n > self.skip && self.count.is_none_or(|count| n - self.skip <= count)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Rule {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn all_that_a_rule_says_of_a_request_must_hold() {
        let rule = rule(
            r#"{"service": "blob", "method": "put", "path": "/*/job/**", "query": "comp=block"}"#,
        );
        let asked = |service, method, uri| Asked {
            service,
            by: Asker::Client,
            method,
            uri: Uri::from_static(uri),
        };
        let is_for = |service, method, uri| rule.is_for(&asked(service, method, uri));
        let uri = "/acct/job/tasks/a?blockid=QQ%3D%3D&comp=block";
        assert!(is_for(Dialect::Blob, Method::PUT, uri));
        assert!(!is_for(Dialect::Batch, Method::PUT, uri));
        assert!(!is_for(Dialect::Blob, Method::GET, uri));
        assert!(!is_for(
            Dialect::Blob,
            Method::PUT,
            "/acct/other/a?comp=block"
        ));
        assert!(!is_for(
            Dialect::Blob,
            Method::PUT,
            "/acct/job/a?comp=blocklist"
        ));
    }

    #[test]
    fn the_node_is_told_from_clients_by_the_name_it_gives_itself() {
        let by = |agent| Asked {
            service: Dialect::Blob,
            by: Asker::named(agent),
            method: Method::GET,
            uri: Uri::from_static("/"),
        };
        let (node, client) = (by(node::AGENT), by("longshore/0.1.0"));
        for (text, fits) in [
            (r#"{"from": "node"}"#, [true, false]),
            (r#"{"from": "client"}"#, [false, true]),
            ("{}", [true, true]),
        ] {
            let rule = rule(text);
            assert_eq!([&node, &client].map(|asked| rule.is_for(asked)), fits);
        }
    }

    #[test]
    fn a_rule_strikes_so_many_requests_after_those_it_leaves_alone() {
        let some = rule(r#"{"skip": 1, "count": 2}"#);
        assert_eq!(
            (1..=5).map(|n| some.strikes(n)).collect::<Vec<_>>(),
            [false, true, true, false, false]
        );
        assert!(rule("{}").strikes(1_000_000));
    }

    #[test]
    fn a_word_nobody_knows_is_refused() {
        assert!(serde_json::from_str::<Rule>(r#"{"metod": "GET"}"#).is_err());
    }
}
