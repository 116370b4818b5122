//! What every answer of the blob service carries.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use uuid::Uuid;

use super::request::quoted;
use crate::dates;

/// The version answered with when the client names none; the newest whose rules are followed.
pub(super) const VERSION: &str = "2026-04-06";

/// Headers that come back as the request sent them, and the request's id.
pub(crate) struct Echo {
    request_id: String,
    version: HeaderValue,
    client_request_id: Option<HeaderValue>,
}

impl Echo {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self {
            request_id: Uuid::new_v4().to_string(),
            version: headers
                .get("x-ms-version")
                .cloned()
                .unwrap_or(HeaderValue::from_static(VERSION)),
            client_request_id: headers.get("x-ms-client-request-id").cloned(),
        }
    }

    pub(super) fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Adds them to an answer. (`Date` is added where the answer is sent.)
    pub(super) fn onto(self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(
            header::SERVER,
            HeaderValue::from_static("Longshore-Blob/1.0"),
        );
        headers.insert("x-ms-version", self.version);
        if let Ok(id) = HeaderValue::try_from(self.request_id) {
            headers.insert("x-ms-request-id", id);
        }
        if let Some(id) = self.client_request_id {
            headers.insert("x-ms-client-request-id", id);
        }
        response
    }
}

/// Builds an answer header by header.
pub(super) struct Answer(Response);

impl Answer {
    pub(super) fn new(status: StatusCode) -> Self {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        Self(response)
    }

    /// Sets a header. A value no header can carry cannot have come in through one either, and is left out.
    pub(super) fn header(mut self, name: impl TryInto<HeaderName>, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (name.try_into(), HeaderValue::from_str(value)) {
            self.0.headers_mut().insert(name, value);
        }
        self
    }

    pub(super) fn optional(self, name: impl TryInto<HeaderName>, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.header(name, value),
            None => self,
        }
    }

    /// `ETag` and `Last-Modified` (seconds since 1970).
    pub(super) fn version(self, etag: &str, modified: i64) -> Self {
        self.header(header::ETAG, &quoted(etag))
            .header(header::LAST_MODIFIED, &dates::http_from_unix(modified))
    }

    pub(super) fn metadata(mut self, metadata: &BTreeMap<String, String>) -> Self {
        for (name, value) in metadata {
            self = self.header(format!("x-ms-meta-{name}"), value);
        }
        self
    }

    pub(super) fn xml(mut self, document: String) -> Response {
        self = self.header(header::CONTENT_TYPE, "application/xml");
        self.body(Body::from(document))
    }

    pub(super) fn body(mut self, body: Body) -> Response {
        *self.0.body_mut() = body;
        self.0
    }

    pub(super) fn empty(self) -> Response {
        self.0
    }
}
