//! Replies that succeed.

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode, header};
use longshore_batch_api::{CONTENT_TYPE, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::fault::Fault;
use crate::dates;

/// Adds `odata.metadata`, which says of what kind the body is.
pub(super) fn annotate(body: &mut Value, base_url: &str, kind: &str) {
    if let Value::Object(fields) = body {
        fields.insert(
            "odata.metadata".into(),
            format!("{base_url}/$metadata#{kind}").into(),
        );
    }
}

/// A reply with a body.
pub(super) fn with_json(status: StatusCode, body: &Value) -> Response {
    let content_type = [(header::CONTENT_TYPE, CONTENT_TYPE)];
    (status, content_type, Body::from(body.to_string())).into_response()
}

/// 200 with a body of a kind.
pub(super) fn ok(base_url: &str, kind: &str, body: &impl Serialize) -> Result<Response, Fault> {
    let mut body = serde_json::to_value(body)?;
    annotate(&mut body, base_url, kind);
    Ok(with_json(StatusCode::OK, &body))
}

/// The headers that tell a resource's version.
pub(super) fn versioned(
    mut response: Response,
    e_tag: Option<&str>,
    last_modified: Option<Timestamp>,
) -> Response {
    let headers = response.headers_mut();
    if let Some(Ok(e_tag)) = e_tag.map(HeaderValue::from_str) {
        headers.insert(header::ETAG, e_tag);
    }
    if let Some(Ok(at)) = last_modified.map(|at| HeaderValue::from_str(&dates::http(at.0))) {
        headers.insert(header::LAST_MODIFIED, at);
    }
    response
}

/// The headers that tell where a resource is.
pub(super) fn located(mut response: Response, url: &str) -> Response {
    if let Ok(url) = HeaderValue::from_str(url) {
        response.headers_mut().insert("dataserviceid", url.clone());
        response.headers_mut().insert(header::LOCATION, url);
    }
    response
}
