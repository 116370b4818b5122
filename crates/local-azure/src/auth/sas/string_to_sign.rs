//! What the signer of a SAS has signed.

use http::HeaderMap;

use crate::query::Query;

/// The versions in which lines were added.
const DIRECTORY_USERS: &str = "2020-02-10";
const ENCRYPTION_SCOPE: &str = "2020-12-06";
const DELEGATED_USER: &str = "2025-07-05";
const REQUEST_VALUES: &str = "2026-04-06";

const RESPONSE_HEADERS: [&str; 5] = ["rscc", "rscd", "rsce", "rscl", "rsct"];

/// The string a user delegation SAS signs.
pub(super) fn user_delegation(
    resource: &str,
    version: &str,
    query: &Query,
    headers: &HeaderMap,
) -> String {
    let mut lines = Lines(query, Vec::new());
    lines.parameters(&["sp", "st", "se"]);
    lines.text(resource);
    lines.parameters(&["skoid", "sktid", "skt", "ske", "sks", "skv"]);
    if version >= DIRECTORY_USERS {
        lines.parameters(&["saoid", "suoid", "scid"]);
    }
    if version >= DELEGATED_USER {
        lines.parameters(&["skdutid", "sduoid"]);
    }
    lines.parameters(&["sip", "spr", "sv", "sr", "snapshot"]);
    if version >= ENCRYPTION_SCOPE {
        lines.parameters(&["ses"]);
    }
    if version >= REQUEST_VALUES {
        lines.text(&request_headers(query, headers));
        lines.text(&request_parameters(query));
    }
    lines.parameters(&RESPONSE_HEADERS);
    lines.joined()
}

/// The string a service SAS signs with the account's key.
pub(super) fn service(resource: &str, version: &str, query: &Query) -> String {
    let mut lines = Lines(query, Vec::new());
    lines.parameters(&["sp", "st", "se"]);
    lines.text(resource);
    lines.parameters(&["si", "sip", "spr", "sv", "sr", "snapshot"]);
    if version >= ENCRYPTION_SCOPE {
        lines.parameters(&["ses"]);
    }
    lines.parameters(&RESPONSE_HEADERS);
    lines.joined()
}

struct Lines<'a>(&'a Query, Vec<String>);

impl Lines<'_> {
    fn parameters(&mut self, names: &[&str]) {
        for name in names {
            self.text(self.0.text(name).to_owned().as_str());
        }
    }

    fn text(&mut self, text: &str) {
        self.1.push(text.to_owned());
    }

    fn joined(self) -> String {
        self.1.join("\n")
    }
}

/// The request's own values of the headers the signer has fixed: `name:value\n` each.
fn request_headers(query: &Query, headers: &HeaderMap) -> String {
    names(query, "srh")
        .map(|name| {
            let value = headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default();
            format!("{name}:{value}\n")
        })
        .collect()
}

/// The request's own values of the parameters the signer has fixed: `\nname:value` each.
fn request_parameters(query: &Query) -> String {
    names(query, "srq")
        .map(|name| format!("\n{name}:{}", query.text(name)))
        .collect()
}

fn names<'a>(query: &'a Query, parameter: &str) -> impl Iterator<Item = &'a str> {
    query
        .text(parameter)
        .split(',')
        .filter(|name| !name.is_empty())
}
