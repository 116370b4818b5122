//! Who is asking: bearer tokens, the two Shared Key schemes, and SAS.

mod batch_shared_key;
mod bearer;
mod sas;
mod shared_key;
mod signed_request;

use http::request::Parts;
use http::{HeaderMap, header};
use time::{Duration, OffsetDateTime};

pub(crate) use bearer::{bearer, challenge};
pub(crate) use sas::{
    Denied, Grant, Overrides, Permission, Resource as SasResource, delegation_key,
    verify as verify_sas,
};
pub(crate) use shared_key::verify as verify_blob_shared_key;
#[cfg(feature = "fuzzing")]
pub(crate) use {sas::sign as sign_sas, shared_key::sign as sign_blob_shared_key};

use crate::identity::token::Resource;
use crate::state::State;

/// How far the date of a signed request may be from now.
const SIGNED_REQUEST_LIFETIME: Duration = Duration::minutes(15);

/// Why a request is not answered. The text is fit to show to the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// No credentials at all.
    #[error("the request carries no credentials")]
    Missing,
    /// Credentials in a form that cannot be read.
    #[error("the credentials cannot be read: {0}")]
    Malformed(&'static str),
    /// Credentials that do not hold.
    #[error("the credentials are not accepted: {0}")]
    Rejected(String),
}

/// Authenticates a request to Batch: a bearer token for Batch, or the account's Shared Key.
pub(crate) fn batch(state: &State, request: &Parts, now: OffsetDateTime) -> Result<(), Refused> {
    match scheme(&request.headers)? {
        (Scheme::Bearer, _) => bearer(state, &request.headers, Resource::Batch, now).map(drop),
        (Scheme::SharedKey, credentials) => {
            batch_shared_key::verify(&state.keys, request, credentials, now)
        }
    }
}

/// The schemes of the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Bearer,
    SharedKey,
}

/// The scheme a request uses, and what follows it.
pub(crate) fn scheme(headers: &HeaderMap) -> Result<(Scheme, &str), Refused> {
    let authorization = headers
        .get(header::AUTHORIZATION)
        .ok_or(Refused::Missing)?
        .to_str()
        .map_err(|_| Refused::Malformed("the Authorization header is not text"))?;
    let (scheme, rest) = authorization.split_once(' ').ok_or(Refused::Malformed(
        "the Authorization header names no scheme",
    ))?;
    if scheme.eq_ignore_ascii_case("Bearer") {
        Ok((Scheme::Bearer, rest.trim()))
    } else if scheme.eq_ignore_ascii_case("SharedKey") {
        Ok((Scheme::SharedKey, rest.trim()))
    } else {
        Err(Refused::Malformed(
            "the Authorization header names an unknown scheme",
        ))
    }
}

/// A header's value as text; nothing when it is absent or not text.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Whether a signed request's date, in HTTP's form, is close enough to now to be no replay.
fn is_fresh(date: &str, now: OffsetDateTime) -> bool {
    crate::dates::parse_http(date).is_some_and(|date| (now - date).abs() <= SIGNED_REQUEST_LIFETIME)
}
