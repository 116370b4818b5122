//! `GET /subscriptions`: the one call of Azure Resource Manager that signing in with the Azure CLI needs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Shared;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

use super::token::Resource;
use crate::auth;
use crate::state::State;

pub(super) async fn list(Shared(state): Shared<Arc<State>>, headers: HeaderMap) -> Response {
    let now = state.now();
    if let Err(refused) = auth::bearer(&state, &headers, Resource::Management, now) {
        let body = json!({"error": {"code": "InvalidAuthenticationToken", "message": refused.to_string()}});
        let challenge = auth::challenge(&state, Resource::Management);
        return (
            StatusCode::UNAUTHORIZED,
            [(header::WWW_AUTHENTICATE, challenge)],
            Json(body),
        )
            .into_response();
    }
    let keys = &state.keys;
    Json(json!({
        "value": [{
            "id": format!("/subscriptions/{}", keys.subscription_id),
            "subscriptionId": keys.subscription_id,
            "tenantId": keys.tenant_id,
            "displayName": "This computer",
            "state": "Enabled",
            "authorizationSource": "RoleBased",
            "managedByTenants": [],
        }],
        "count": {"type": "Total", "value": 1},
    }))
    .into_response()
}
