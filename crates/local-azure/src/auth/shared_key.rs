//! Shared Key of Blob storage.
//!
//! <https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key>, the form since 2015-02-21.

use std::fmt::Write as _;

use http::request::Parts;
use time::OffsetDateTime;

use super::{Refused, is_fresh, text};
use crate::keys::Keys;
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

/// Checks `credentials`, what follows `SharedKey` in the `Authorization` header.
pub(crate) fn verify(
    keys: &Keys,
    request: &Parts,
    credentials: &str,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let (account, signature) = credentials.split_once(':').ok_or(Refused::Malformed(
        "Shared Key is written account:signature",
    ))?;
    let date = match text(&request.headers, "x-ms-date") {
        "" => text(&request.headers, "date"),
        date => date,
    };
    if !is_fresh(date, now) {
        return Err(Refused::Rejected(
            "the request's date is missing or too far from now".to_owned(),
        ));
    }
    let signed = string_to_sign(request, account);
    if account != keys.storage_account_name
        || !keys
            .storage_account_key
            .verifies_base64(signed.as_bytes(), signature)
    {
        return Err(Refused::Rejected(
            "the signature is not that of the storage account's key".to_owned(),
        ));
    }
    Ok(())
}

fn string_to_sign(request: &Parts, account: &str) -> String {
    let mut signed = format!("{}\n", request.method);
    let has_own_date = request.headers.contains_key("x-ms-date");
    for name in SIGNED {
        let value = match (name, text(&request.headers, name)) {
            ("content-length", "0") => "",
            ("date", _) if has_own_date => "",
            (_, value) => value,
        };
        let _ = writeln!(signed, "{value}");
    }
    let mut own: Vec<(&str, &str)> = request
        .headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("x-ms-"))
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
        .collect();
    own.sort();
    for (name, value) in own {
        let _ = writeln!(signed, "{name}:{}", value.trim());
    }
    // Path-style: the account stands in the path as well as before it.
    let _ = write!(signed, "/{account}{}", request.uri.path());
    for (name, values) in Query::of(&request.uri).canonical() {
        let _ = write!(signed, "\n{name}:{}", values.join(","));
    }
    signed
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::Request;
    use pretty_assertions::assert_eq;

    use super::*;

    #[test]
    fn the_string_to_sign_is_the_documented_one() {
        let (parts, ()) =
            Request::put("https://127.0.0.1:1/acct/c/a%20b.txt?comp=block&blockid=QQ%3D%3D")
                .header("content-length", "0")
                .header("content-type", "text/plain")
                .header("x-ms-version", "2026-04-06")
                .header("x-ms-date", "Sun, 06 Nov 1994 08:49:37 GMT")
                .header("if-none-match", "*")
                .body(())
                .unwrap()
                .into_parts();
        assert_eq!(
            string_to_sign(&parts, "acct"),
            "PUT\n\n\n\n\ntext/plain\n\n\n\n*\n\n\n\
             x-ms-date:Sun, 06 Nov 1994 08:49:37 GMT\nx-ms-version:2026-04-06\n\
             /acct/acct/c/a%20b.txt\nblockid:QQ==\ncomp:block"
        );
    }
}
