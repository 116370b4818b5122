//! Who asks the blob service, and what they may do.

use http::header;
use http::request::Parts;
use time::OffsetDateTime;

use super::error::{BlobError, Code};
use super::target::Target;
use crate::auth::{self, Denied, Grant, Overrides, Permission, Refused, SasResource, Scheme};
use crate::identity::token::Resource;
use crate::query::Query;
use crate::state::State;

/// How a request was authenticated.
#[derive(Debug)]
pub(super) enum Access {
    /// As the service principal, which may do everything.
    Bearer,
    /// As the pool's managed identity, whose role is for blobs.
    Identity,
    /// By the account's key, which may do everything but speak for the principal.
    SharedKey,
    /// By a signature, which allows some things on one container or blob.
    Sas(Grant),
}

impl Access {
    /// Authenticates a request for `target`.
    pub(super) fn of(
        state: &State,
        request: &Parts,
        target: &Target,
        query: &Query,
        now: OffsetDateTime,
    ) -> Result<Self, BlobError> {
        if query.get("sig").is_some() && !request.headers.contains_key(header::AUTHORIZATION) {
            let resource = match target {
                Target::Account => return Err(Code::AuthorizationFailure.into()),
                Target::Container { container } => SasResource {
                    container,
                    blob: None,
                },
                Target::Blob { container, blob } => SasResource {
                    container,
                    blob: Some(blob),
                },
            };
            return auth::verify_sas(&state.keys, resource, query, &request.headers, now)
                .map(Self::Sas)
                .map_err(|denied| {
                    let code = match denied {
                        Denied::Address => Code::AuthorizationSourceIPMismatch,
                        Denied::Protocol => Code::AuthorizationProtocolMismatch,
                        _ => Code::AuthenticationFailed,
                    };
                    BlobError::from(code).because(denied.to_string())
                });
        }
        let authenticated =
            auth::scheme(&request.headers).and_then(|(scheme, credentials)| match scheme {
                Scheme::Bearer => auth::bearer(state, &request.headers, Resource::Storage, now)
                    .map(|claims| match claims.oid == state.keys.object_id {
                        true => Self::Bearer,
                        false => Self::Identity,
                    }),
                Scheme::SharedKey => {
                    auth::verify_blob_shared_key(&state.keys, request, credentials, now)
                        .map(|()| Self::SharedKey)
                }
            });
        authenticated.map_err(|refused| refusal(state, &request.headers, &refused))
    }

    /// Refuses a signature that allows none of `any_of`.
    pub(super) fn require(&self, any_of: &[Permission]) -> Result<(), BlobError> {
        match self {
            Self::Sas(grant) if !any_of.iter().any(|permission| grant.allows(*permission)) => {
                Err(Code::AuthorizationPermissionMismatch.into())
            }
            _ => Ok(()),
        }
    }

    /// Refuses any signature: a service SAS does not reach operations on containers and the account.
    pub(super) fn require_account(&self) -> Result<(), BlobError> {
        match self {
            Self::Sas(_) => Err(Code::AuthorizationFailure.into()),
            _ => Ok(()),
        }
    }

    /// Whether writing may replace a blob that is there: a signature to create may not.
    pub(super) fn may_overwrite(&self) -> bool {
        self.require(&[Permission::Write]).is_ok()
    }

    /// Response headers the request's signature fixes.
    pub(super) fn overrides(&self) -> Option<&Overrides> {
        match self {
            Self::Sas(grant) => Some(&grant.overrides),
            _ => None,
        }
    }
}

fn refusal(state: &State, headers: &http::HeaderMap, refused: &Refused) -> BlobError {
    let by_key = matches!(auth::scheme(headers), Ok((Scheme::SharedKey, _)));
    let code = match refused {
        Refused::Missing => Code::NoAuthenticationInformation,
        Refused::Rejected(_) if by_key => Code::AuthenticationFailed,
        Refused::Malformed(_) | Refused::Rejected(_) => Code::InvalidAuthenticationInfo,
    };
    let error = BlobError::from(code).because(refused.to_string());
    if by_key {
        return error;
    }
    error.header(
        header::WWW_AUTHENTICATE,
        &auth::challenge(state, Resource::Storage),
    )
}
