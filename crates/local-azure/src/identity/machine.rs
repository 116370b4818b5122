//! Where a program that runs in place of an image gets tokens of the pool's identity.
//!
//! On Azure it asks the machine's metadata service at an address of its own, which a program here cannot have. Clients
//! look for the endpoint of App Service first, which is named by two variables of the environment; that one is served.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::{HeaderMap, StatusCode, Uri};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::managed::ManagedIdentity;
use super::token::Resource;
use crate::keys::Keys;
use crate::query::Query;
use crate::state::State;

/// The path below the service's address.
pub(crate) const PATH: &str = "/msi/token";
/// What shows that a request comes from a program that was told: pages of the web cannot know its value.
const HEADER: &str = "x-identity-header";
const SIGNED: &[u8] = b"the endpoint for tokens of the pool's identity";

/// The value of the header.
pub(crate) fn header_value(keys: &Keys) -> SecretString {
    BASE64.encode(keys.token_key.sign(SIGNED)).into()
}

pub(super) async fn token(
    Shared(state): Shared<Arc<State>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let shown = headers.get(HEADER).and_then(|value| value.to_str().ok());
    if !shown.is_some_and(|shown| state.keys.token_key.verifies_base64(SIGNED, shown)) {
        return refused("The identity header is missing or wrong.");
    }
    if state.faults.plan().pool.no_identity {
        return refused("The pool has no managed identity.");
    }
    let query = Query::of(&uri);
    let identity = ManagedIdentity::of_pool(&state.keys);
    let others = [
        ("client_id", &identity.client_id),
        ("principal_id", &identity.principal_id),
        ("mi_res_id", &identity.resource_id),
    ];
    let names_another = others.iter().any(|(name, own)| {
        query
            .get(name)
            .is_some_and(|asked| !asked.eq_ignore_ascii_case(own))
    });
    if names_another {
        return refused("The pool does not have the identity that is asked for.");
    }
    let resource = query.text("resource");
    if Resource::of_audience(resource, &state.keys) != Some(Resource::Storage) {
        return refused("The identity has no rights to anything but the storage account.");
    }
    let issued = identity.storage_token(&state.keys, state.now());
    Json(json!({
        "access_token": issued.token.expose_secret(),
        "expires_on": issued.expires.unix_timestamp().to_string(),
        "resource": resource,
        "token_type": "Bearer",
        "client_id": identity.client_id,
    }))
    .into_response()
}

fn refused(why: &str) -> Response {
    let body = json!({"statusCode": 400, "message": why});
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}
