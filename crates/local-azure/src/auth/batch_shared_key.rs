//! Shared Key of Batch.
//!
//! <https://learn.microsoft.com/rest/api/batchservice/authenticate-requests-to-the-azure-batch-service>

use std::fmt::Write as _;

use http::Method;
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
pub(super) fn verify(
    keys: &Keys,
    request: &Parts,
    credentials: &str,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let (account, signature) = credentials.split_once(':').ok_or(Refused::Malformed(
        "Shared Key is written account:signature",
    ))?;
    let date = match text(&request.headers, "ocp-date") {
        "" => text(&request.headers, "date"),
        date => date,
    };
    if !is_fresh(date, now) {
        return Err(Refused::Rejected(
            "the request's date is missing or too far from now".to_owned(),
        ));
    }
    let signed = string_to_sign(request, account);
    if account != keys.batch_account_name
        || !keys
            .batch_account_key
            .verifies_base64(signed.as_bytes(), signature)
    {
        return Err(Refused::Rejected(
            "the signature is not that of the Batch account's key".to_owned(),
        ));
    }
    Ok(())
}

fn string_to_sign(request: &Parts, account: &str) -> String {
    let mut signed = format!("{}\n", request.method);
    let has_own_date = request.headers.contains_key("ocp-date");
    let may_have_body = !matches!(request.method, Method::GET | Method::HEAD);
    for name in SIGNED {
        let value = match (name, text(&request.headers, name)) {
            // A request that could have a body signs the length of the one it lacks.
            ("content-length", "") if may_have_body => "0",
            ("content-length", "0") if !may_have_body => "",
            ("date", _) if has_own_date => "",
            (_, value) => value,
        };
        let _ = writeln!(signed, "{value}");
    }
    let mut own: Vec<(&str, &str)> = request
        .headers
        .iter()
        .filter(|(name, _)| name.as_str().starts_with("ocp-"))
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::Request;
    use pretty_assertions::assert_eq;

    use super::*;

    fn signed(request: http::request::Builder) -> String {
        string_to_sign(&request.body(()).unwrap().into_parts().0, "acct")
    }

    #[test]
    fn a_read_signs_no_length_and_its_ocp_headers() {
        let request = Request::get(
            "https://127.0.0.1:1/jobs?api-version=2025-06-01&$filter=state%20eq%20%27active%27",
        )
        .header("ocp-date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .header("client-request-id", "1");
        assert_eq!(
            signed(request),
            "GET\n\n\n\n\n\n\n\n\n\n\n\nocp-date:Sun, 06 Nov 1994 08:49:37 GMT\n\
             /acct/jobs\n$filter:state eq 'active'\napi-version:2025-06-01"
        );
    }

    #[test]
    fn a_write_without_a_body_signs_a_length_of_zero() {
        let request = Request::post("/jobs/j/terminate?api-version=1").header("ocp-date", "d");
        assert_eq!(
            signed(request),
            "POST\n\n\n0\n\n\n\n\n\n\n\n\nocp-date:d\n/acct/jobs/j/terminate\napi-version:1"
        );
    }
}
