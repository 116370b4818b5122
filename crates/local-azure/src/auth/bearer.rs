//! Bearer tokens.

use http::HeaderMap;
use time::OffsetDateTime;

use super::{Refused, Scheme, scheme};
use crate::identity::token::{self, Claims, Resource};
use crate::state::State;

/// The claims of the request's token, which must be ours, in time, and for `resource`.
pub(crate) fn bearer(
    state: &State,
    headers: &HeaderMap,
    resource: Resource,
    now: OffsetDateTime,
) -> Result<Claims, Refused> {
    match scheme(headers)? {
        (Scheme::Bearer, token) => token::verify(&state.keys, token, resource, now)
            .map_err(|error| Refused::Rejected(error.to_string())),
        (Scheme::SharedKey, _) => Err(Refused::Malformed("this needs a bearer token")),
    }
}

/// The `WWW-Authenticate` header that tells a client where to get a token for what.
pub(crate) fn challenge(state: &State, resource: Resource) -> String {
    let authority = format!("{}/{}", state.base_url, state.keys.tenant_id);
    match resource {
        Resource::Storage => {
            format!(
                "Bearer authorization_uri={authority}/oauth2/authorize resource_id=https://storage.azure.com"
            )
        }
        Resource::Batch => {
            format!(
                "Bearer authorization_uri=\"{authority}\", resource=\"https://batch.core.windows.net/\""
            )
        }
        Resource::Management => {
            format!(
                "Bearer authorization_uri=\"{authority}\", resource=\"https://management.core.windows.net/\""
            )
        }
    }
}
