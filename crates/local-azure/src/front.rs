//! The one door: every request comes in here and goes to the service it names.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::header::{HOST, USER_AGENT};
use http::{Request, StatusCode};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;

use crate::request_log::{self, RequestLog};
use crate::state::State;
use crate::{batch, blob, identity};

/// The three services behind one port.
pub(crate) struct Front {
    state: Arc<State>,
    identity: TowerToHyperService<Router>,
    blob: TowerToHyperService<Router>,
    batch: TowerToHyperService<Router>,
    log: Option<RequestLog>,
}

impl Front {
    pub(crate) fn new(state: &Arc<State>, log: Option<RequestLog>) -> Self {
        Self {
            state: Arc::clone(state),
            identity: TowerToHyperService::new(identity::router(Arc::clone(state))),
            blob: TowerToHyperService::new(blob::router(Arc::clone(state))),
            batch: TowerToHyperService::new(batch::router(Arc::clone(state))),
            log,
        }
    }

    /// Answers one request. Never fails: what goes wrong is the answer.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Response {
        let _busy = self.state.busy();
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let agent = header(&request, USER_AGENT).to_owned();
        let response = self.route(request).await;
        let status = response.status();
        tracing::debug!(%method, uri = request_log::redacted(&uri), status = status.as_u16(), "request");
        if let Some(log) = &self.log {
            log.write(&method, &uri, status, &agent);
        }
        response
    }

    async fn route(&self, request: Request<Body>) -> Response {
        if !names_this_computer(&request) {
            return (
                StatusCode::MISDIRECTED_REQUEST,
                "This service answers to 127.0.0.1 and localhost only.",
            )
                .into_response();
        }
        let path = request.uri().path();
        let service = if first_segment(path) == self.state.keys.storage_account_name {
            &self.blob
        } else if identity::owns(path) {
            &self.identity
        } else {
            &self.batch
        };
        service
            .call(request)
            .await
            .unwrap_or_else(|never| match never {})
    }
}

fn first_segment(path: &str) -> &str {
    path.trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default()
}

/// Whether the request was meant for this computer by name. A web page that makes its own host name resolve to
/// 127.0.0.1 (DNS rebinding) sends that name here, and gets nothing.
fn names_this_computer(request: &Request<Body>) -> bool {
    let by_target = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    let by_header = request
        .headers()
        .get(HOST)
        .map(|host| host.to_str().unwrap_or_default());
    let mut names = by_target.into_iter().chain(by_header).peekable();
    names.peek().is_some() && names.all(is_this_computer)
}

fn is_this_computer(authority: &str) -> bool {
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    host == "127.0.0.1" || host.eq_ignore_ascii_case("localhost")
}

fn header(request: &Request<Body>, name: http::HeaderName) -> &str {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_answered() {
        for (target, host, answered) in [
            ("/", Some("127.0.0.1:40000"), true),
            ("/", Some("localhost"), true),
            ("/", Some("LOCALHOST:1"), true),
            ("https://127.0.0.1:1/", None, true),
            ("/", Some("evil.example:40000"), false),
            ("/", Some("127.0.0.1.evil.example"), false),
            ("/", Some(""), false),
            ("/", None, false),
            ("https://evil.example/", Some("127.0.0.1"), false),
            ("https://127.0.0.1/", Some("evil.example"), false),
        ] {
            let mut request = Request::builder().uri(target);
            if let Some(host) = host {
                request = request.header(HOST, host);
            }
            let request = request.body(Body::empty()).unwrap();
            assert_eq!(names_this_computer(&request), answered, "{target} {host:?}");
        }
    }
}
