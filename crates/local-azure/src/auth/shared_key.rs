//! Shared Key of Blob storage.
//!
//! <https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key>, the form since 2015-02-21.

use http::request::Parts;
use time::OffsetDateTime;

use super::signed_request::Dialect;
use super::{Refused, text};
use crate::keys::Keys;

const DIALECT: Dialect = Dialect {
    own_headers: "x-ms-",
    content_length: |request| match text(&request.headers, "content-length") {
        "0" => "",
        length => length,
    },
};

/// Checks `credentials`, what follows `SharedKey` in the `Authorization` header.
pub(crate) fn verify(
    keys: &Keys,
    request: &Parts,
    credentials: &str,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let (account, key) = (&keys.storage_account_name, &keys.storage_account_key);
    DIALECT.verify(account, key, request, credentials, now)
}

/// The credentials of a request, made as [`verify`] will check them.
#[cfg(feature = "fuzzing")]
pub(crate) fn sign(keys: &Keys, request: &http::Request<()>) -> String {
    use base64::Engine as _;
    let account = &keys.storage_account_name;
    let (parts, ()) = request.clone().into_parts();
    let signed = DIALECT.string_to_sign(&parts, account);
    let signature = keys.storage_account_key.sign(signed.as_bytes());
    let signature = base64::engine::general_purpose::STANDARD.encode(signature);
    format!("{account}:{signature}")
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
            DIALECT.string_to_sign(&parts, "acct"),
            "PUT\n\n\n\n\ntext/plain\n\n\n\n*\n\n\n\
             x-ms-date:Sun, 06 Nov 1994 08:49:37 GMT\nx-ms-version:2026-04-06\n\
             /acct/acct/c/a%20b.txt\nblockid:QQ==\ncomp:block"
        );
    }
}
