//! The token endpoint: the client credentials grant, for a secret.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::header;
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value, json};

use super::error::TokenError;
use super::token::{self, Resource};
use crate::query::Query;
use crate::state::State;

pub(super) async fn grant(
    Shared(state): Shared<Arc<State>>,
    Path(tenant): Path<String>,
    body: Bytes,
) -> Result<Response, TokenError> {
    if !super::is_tenant(&state, &tenant) {
        return Err(TokenError::UnknownTenant(tenant));
    }
    let form = std::str::from_utf8(&body)
        .map(Query::parse)
        .map_err(|_| TokenError::NotAForm)?;
    let required = |name: &'static str| form.get(name).ok_or(TokenError::MissingParameter(name));
    let grant_type = required("grant_type")?;
    if grant_type != "client_credentials" {
        return Err(TokenError::UnsupportedGrantType(grant_type.to_owned()));
    }
    let client = required("client_id")?;
    if !client.eq_ignore_ascii_case(&state.keys.client_id) {
        return Err(TokenError::UnknownClient {
            client: client.to_owned(),
            tenant,
        });
    }
    if !state.keys.is_client_secret(required("client_secret")?) {
        return Err(TokenError::WrongSecret);
    }
    if let Some(refused) = state.faults.plan().sign_in {
        return Err(TokenError::asked_for(refused, client, tenant));
    }
    // `resource` is the ADAL way to say what `scope` says.
    let by_resource = form.get("resource");
    let audience = audience(by_resource, form.get("scope"))?;
    let resource = Resource::of_audience(&audience, &state.keys)
        .ok_or_else(|| TokenError::UnknownResource(audience.clone()))?;

    let now = state.now();
    let issued = token::issue(&state.keys, resource.token_audience(&audience), now);
    let mut reply = Map::new();
    reply.insert("token_type".into(), "Bearer".into());
    if by_resource.is_some() {
        // ADAL clients keep a token by the resource that is echoed here; without it they fetch one per request.
        // Their numbers are strings.
        reply.insert(
            "expires_in".into(),
            issued.lifetime.whole_seconds().to_string().into(),
        );
        reply.insert(
            "expires_on".into(),
            issued.expires.unix_timestamp().to_string().into(),
        );
        reply.insert("not_before".into(), now.unix_timestamp().to_string().into());
        reply.insert("resource".into(), audience.into());
    } else {
        reply.insert("expires_in".into(), json!(issued.lifetime.whole_seconds()));
        reply.insert(
            "ext_expires_in".into(),
            json!(issued.lifetime.whole_seconds()),
        );
    }
    reply.insert("access_token".into(), issued.token.expose_secret().into());
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (header::PRAGMA, "no-cache"),
    ];
    Ok((headers, Json(Value::Object(reply))).into_response())
}

/// The resource asked for: `resource` itself, or what stands before `/.default` in a scope.
fn audience(resource: Option<&str>, scope: Option<&str>) -> Result<String, TokenError> {
    match (resource, scope) {
        (Some(resource), _) => Ok(resource.to_owned()),
        (None, Some(scope)) => Ok(scope
            .split_whitespace()
            .find_map(|scope| scope.strip_suffix("/.default"))
            .unwrap_or(scope)
            .to_owned()),
        (None, None) => Err(TokenError::MissingParameter("scope")),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_resource_is_what_stands_before_the_default_scope() {
        for (scope, expected) in [
            (
                "https://storage.azure.com/.default",
                "https://storage.azure.com",
            ),
            // The Batch SDK's scope is written with two slashes.
            (
                "https://batch.core.windows.net//.default",
                "https://batch.core.windows.net/",
            ),
            (
                "openid https://storage.azure.com/.default",
                "https://storage.azure.com",
            ),
        ] {
            assert_eq!(audience(None, Some(scope)).unwrap(), expected);
        }
        assert_eq!(
            audience(Some("https://batch.core.windows.net/"), None).unwrap(),
            "https://batch.core.windows.net/"
        );
    }
}
