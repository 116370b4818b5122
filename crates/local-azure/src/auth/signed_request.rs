//! What the Shared Key schemes of Blob storage and Batch have in common, which is nearly all.

use std::fmt::Write as _;

use http::request::Parts;
use time::OffsetDateTime;

use super::{Refused, is_fresh, text};
use crate::keys::SigningKey;
use crate::query::Query;

/// The standard headers that are signed by value, one a line.
const SIGNED: [&str; 11] = [
    "content-encoding",
    "content-language",
    "content-length",
    "content-md5",
    "content-type",
    "date",
    "if-modified-since",
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "range",
];

/// A service's own form of the scheme.
pub(super) struct Dialect {
    /// How the names of the service's own headers begin, all of which are signed.
    pub(super) own_headers: &'static str,
    /// What is signed for the request's `Content-Length`.
    pub(super) content_length: fn(&Parts) -> &str,
}

impl Dialect {
    /// Checks `credentials`, what follows `SharedKey` in the `Authorization` header, against an account.
    pub(super) fn verify(
        &self,
        account: &str,
        key: &SigningKey,
        request: &Parts,
        credentials: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refused> {
        let (name, signature) = credentials.split_once(':').ok_or(Refused::Malformed(
            "Shared Key is written account:signature",
        ))?;
        let date = match text(&request.headers, &self.own_date()) {
            "" => text(&request.headers, "date"),
            date => date,
        };
        if !is_fresh(date, now) {
            return Err(Refused::Rejected(
                "the request's date is missing or too far from now".to_owned(),
            ));
        }
        let signed = self.string_to_sign(request, account);
        if name != account || !key.verifies_base64(signed.as_bytes(), signature) {
            return Err(Refused::Rejected(
                "the signature is not that of the account's key".to_owned(),
            ));
        }
        Ok(())
    }

    pub(super) fn string_to_sign(&self, request: &Parts, account: &str) -> String {
        let mut signed = format!("{}\n", request.method);
        let has_own_date = request.headers.contains_key(self.own_date());
        for name in SIGNED {
            let value = match name {
                "content-length" => (self.content_length)(request),
                "date" if has_own_date => "",
                _ => text(&request.headers, name),
            };
            let _ = writeln!(signed, "{value}");
        }
        let mut own: Vec<(&str, &str)> = request
            .headers
            .iter()
            .filter(|(name, _)| name.as_str().starts_with(self.own_headers))
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
            .collect();
        own.sort();
        for (name, value) in own {
            let _ = writeln!(signed, "{name}:{}", value.trim());
        }
        let _ = write!(signed, "/{account}{}", request.uri.path());
        for (name, values) in Query::of(&request.uri).canonical() {
            let _ = write!(signed, "\n{name}:{}", values.join(","));
        }
        signed
    }

    fn own_date(&self) -> String {
        format!("{}date", self.own_headers)
    }
}
