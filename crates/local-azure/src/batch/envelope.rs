//! What every request must carry and every reply does.

use std::sync::Arc;

use axum::{
    extract::{Request, State as Extract},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use longshore_batch_api::codes;
use serde_json::json;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use uuid::Uuid;

use super::{
    fault::{Fault, more_codes},
    reply, versions,
};
use crate::{
    auth::{self, Refused, Scheme},
    faults::Denied,
    identity::token::Resource,
    query::Query,
    state::State,
};

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const RETURN_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("return-client-request-id");
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const DATA_SERVICE_VERSION: HeaderName = HeaderName::from_static("dataserviceversion");

/// Authenticates a request, checks its version, and gives the reply its headers and a fault its body.
pub(super) async fn wrap(
    Extract(state): Extract<Arc<State>>,
    request: Request,
    next: Next,
) -> Response {
    let request_id = Uuid::new_v4().to_string();
    let echoed = echoed_id(request.headers());
    let is_head = request.method() == Method::HEAD;

    let (parts, body) = request.into_parts();
    let admitted = auth::batch(&state, &parts, state.now())
        .map_err(|refused| refusal(&refused))
        .and_then(|()| check_role(&state, &parts.headers))
        .and_then(|()| check_version(&state, &Query::of(&parts.uri)));
    let mut response = match admitted {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(fault) => fault.into_response(),
    };

    if let Some(fault) = response.extensions_mut().remove::<Fault>() {
        response = render(&state, &fault, &request_id, is_head);
    }
    let headers = response.headers_mut();
    headers.insert(DATA_SERVICE_VERSION, HeaderValue::from_static("3.0"));
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(id) = echoed {
        headers.insert(CLIENT_REQUEST_ID, id);
    }
    response
}

/// Anything this service does not do.
pub(super) async fn not_implemented() -> Fault {
    Fault::not_implemented("this operation")
}

fn echoed_id(headers: &HeaderMap) -> Option<HeaderValue> {
    let wanted = headers.get(RETURN_CLIENT_REQUEST_ID)?.to_str().ok()?;
    wanted
        .eq_ignore_ascii_case("true")
        .then(|| headers.get(CLIENT_REQUEST_ID).cloned())?
}

fn refusal(refused: &Refused) -> Fault {
    let code = match refused {
        Refused::Malformed(_) => codes::INVALID_AUTHENTICATION_INFO,
        Refused::Missing | Refused::Rejected(_) => codes::AUTHENTICATION_FAILED,
    };
    let message = "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.";
    let mut fault = Fault::new(code, message);
    fault.0 = fault
        .0
        .with("AuthenticationErrorDetail", refused.to_string());
    fault
}

/// Keys open the whole account; a principal needs a role in it.
fn check_role(state: &State, headers: &HeaderMap) -> Result<(), Fault> {
    let by_principal = matches!(auth::scheme(headers), Ok((Scheme::Bearer, _)));
    if by_principal && state.faults.plan().denies(Denied::Batch) {
        return Err(Fault::new(
            more_codes::AUTHORIZATION_FAILURE,
            "This request is not authorized to perform this operation.",
        ));
    }
    Ok(())
}

fn check_version(state: &State, query: &Query) -> Result<(), Fault> {
    let Some(version) = query.get("api-version") else {
        let mut fault = Fault::new(
            more_codes::MISSING_QUERY_PARAMETER,
            "A query parameter that's mandatory for this request is not specified.",
        );
        fault.0 = fault.0.with("QueryParameterName", "api-version");
        return Err(fault);
    };
    if versions::is_known(version) && state.faults.plan().knows_batch_version(version) {
        Ok(())
    } else {
        Err(Fault::new(
            codes::UNSUPPORTED_VERSION,
            "The specified api-version is not supported.",
        ))
    }
}

fn render(state: &State, fault: &Fault, request_id: &str, is_head: bool) -> Response {
    let mut error = fault.0.clone();
    if let Some(message) = &mut error.message {
        let now = OffsetDateTime::now_utc()
            .format(&Rfc3339)
            .unwrap_or_default();
        message.value += &format!("\nRequestId:{request_id}\nTime:{now}");
    }
    let status = fault.status();
    let mut response = if is_head {
        status.into_response()
    } else {
        let mut body = serde_json::to_value(&error).unwrap_or_else(|_| json!({}));
        let metadata = "Microsoft.Azure.Batch.Protocol.Entities.Container.errors/@Element";
        reply::annotate(&mut body, &state.base_url, metadata);
        reply::with_json(status, &body)
    };
    if status == http::StatusCode::UNAUTHORIZED
        && let Ok(challenge) = HeaderValue::from_str(&auth::challenge(state, Resource::Batch))
    {
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
