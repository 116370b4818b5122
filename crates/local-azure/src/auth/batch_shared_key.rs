//! Shared Key of Batch.
//!
//! <https://learn.microsoft.com/rest/api/batchservice/authenticate-requests-to-the-azure-batch-service>

use http::Method;
use http::request::Parts;
use time::OffsetDateTime;

use super::signed_request::Dialect;
use super::{Refused, text};
use crate::keys::Keys;

const DIALECT: Dialect = Dialect {
    own_headers: "ocp-",
    // What is on the wire, but for two habits of HTTP libraries: a read that announces no body has none, and a write
    // that lacks one may leave out to say so. A deletion signs exactly what it sends, which is why clients whose
    // library adds or drops the header were refused: <https://github.com/Azure/azure-sdk-for-net/issues/3170>.
    content_length: |request| match (&request.method, text(&request.headers, "content-length")) {
        (&Method::GET | &Method::HEAD, "0") => "",
        (&Method::POST | &Method::PUT | &Method::PATCH, "") => "0",
        (_, length) => length,
    },
};

/// Checks `credentials`, what follows `SharedKey` in the `Authorization` header.
pub(super) fn verify(
    keys: &Keys,
    request: &Parts,
    credentials: &str,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let (account, key) = (&keys.batch_account_name, &keys.batch_account_key);
    DIALECT.verify(account, key, request, credentials, now)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use http::Request;
    use pretty_assertions::assert_eq;

    use super::*;

    fn signed(request: http::request::Builder) -> String {
        DIALECT.string_to_sign(&request.body(()).unwrap().into_parts().0, "acct")
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
    fn a_deletion_signs_the_length_it_sends_or_none() {
        let delete = |request: http::request::Builder| signed(request.header("ocp-date", "d"));
        assert_eq!(
            delete(Request::delete("/jobs/j?api-version=1")),
            "DELETE\n\n\n\n\n\n\n\n\n\n\n\nocp-date:d\n/acct/jobs/j\napi-version:1"
        );
        assert_eq!(
            delete(Request::delete("/jobs/j?api-version=1").header("content-length", "0")),
            "DELETE\n\n\n0\n\n\n\n\n\n\n\n\nocp-date:d\n/acct/jobs/j\napi-version:1"
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
