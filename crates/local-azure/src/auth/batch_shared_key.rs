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
    // A request that could have a body signs the length of the one it lacks.
    content_length: |request| {
        let may_have_body = !matches!(request.method, Method::GET | Method::HEAD);
        match text(&request.headers, "content-length") {
            "" if may_have_body => "0",
            "0" if !may_have_body => "",
            length => length,
        }
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
    fn a_write_without_a_body_signs_a_length_of_zero() {
        let request = Request::post("/jobs/j/terminate?api-version=1").header("ocp-date", "d");
        assert_eq!(
            signed(request),
            "POST\n\n\n0\n\n\n\n\n\n\n\n\nocp-date:d\n/acct/jobs/j/terminate\napi-version:1"
        );
    }
}
