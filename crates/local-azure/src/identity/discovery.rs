//! The documents by which clients find the token endpoint. They are public, as Entra's are.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State as Shared};
use http::Uri;
use serde_json::{Value, json};

use super::error::TokenError;
use super::{ADFS, ENTRA_HOSTS, KEYS, OPENID_V2, TOKEN_V1, TOKEN_V2};
use crate::faults::SignIn;
use crate::state::State;

/// The OpenID configuration of a tenant. The endpoints named are of the generation that was asked.
pub(super) async fn configuration(
    Shared(state): Shared<Arc<State>>,
    Path(tenant): Path<String>,
    uri: Uri,
) -> Result<Json<Value>, TokenError> {
    let is_gone = state.faults.plan().sign_in == Some(SignIn::WrongTenant);
    if is_gone || !super::is_tenant(&state, &tenant) {
        return Err(TokenError::UnknownTenant(tenant));
    }
    let below = |path: &str| format!("{}/{tenant}{path}", state.base_url);
    let is_v2 = uri.path().ends_with(OPENID_V2);
    let issuer = match (tenant.eq_ignore_ascii_case(ADFS), is_v2) {
        (true, _) => below(""),
        (false, true) => below("/v2.0"),
        (false, false) => format!("https://sts.windows.net/{tenant}/"),
    };
    Ok(Json(json!({
        "issuer": issuer,
        "authorization_endpoint": below("/oauth2/v2.0/authorize"),
        "token_endpoint": below(if is_v2 { TOKEN_V2 } else { TOKEN_V1 }),
        "jwks_uri": below(KEYS),
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": ["token"],
        "response_modes_supported": ["form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["HS256"],
        "scopes_supported": ["openid"],
    })))
}

/// Which hosts are Entra's public ones, as clients that were given one of those ask before they sign in. The document
/// does not change with who asks.
pub(super) async fn instance(Shared(state): Shared<Arc<State>>) -> Json<Value> {
    let tenant = &state.keys.tenant_id;
    Json(json!({
        "tenant_discovery_endpoint":
            format!("https://{}/{tenant}{OPENID_V2}", ENTRA_HOSTS[0]),
        "api-version": "1.1",
        "metadata": [{
            "preferred_network": ENTRA_HOSTS[0],
            "preferred_cache": "login.windows.net",
            "aliases": ENTRA_HOSTS,
        }],
    }))
}

/// The public signing keys: none, since only this service has reason to check a token of its own.
pub(super) async fn keys() -> Json<Value> {
    Json(json!({ "keys": [] }))
}
