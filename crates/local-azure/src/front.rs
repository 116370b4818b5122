//! The one door: every request comes in here and goes to the service it names.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use futures::StreamExt as _;
use http::header::{DATE, HOST, USER_AGENT};
use http::{HeaderValue, Request, StatusCode};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use time::OffsetDateTime;

use crate::faults::{self, Asked, Asker, Dialect, Moment, Rule};
use crate::request_log::{self, RequestLog};
use crate::state::State;
use crate::{batch, blob, dates, identity};

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

    /// Answers one request. Never fails: what goes wrong is the answer. There is none only when a fault asks for
    /// the connection to end instead.
    pub(crate) async fn answer(&self, request: Request<Body>) -> Option<Response> {
        let _busy = self.state.busy();
        let agent = header(&request, USER_AGENT).to_owned();
        let asked = Asked {
            service: self.dialect(request.uri().path()),
            by: Asker::named(&agent),
            method: request.method().clone(),
            uri: request.uri().clone(),
        };
        let mut held = false;
        let response = match self.state.faults.strike(&asked) {
            None => Some(self.route(request).await),
            Some(rule) => {
                held = rule.hold.is_some();
                self.misbehave(&rule, asked.service, request).await
            }
        };
        let status = response
            .as_ref()
            .map_or(request_log::no_answer(), Response::status);
        let Asked { method, uri, .. } = asked;
        tracing::debug!(%method, uri = request_log::redacted(&uri), status = status.as_u16(), "request");
        if let Some(log) = &self.log {
            log.write(&method, &uri, status, &agent);
        }
        if held {
            // Dropped, with all that it holds, when the other side closes the connection.
            std::future::pending::<()>().await;
        }
        response.map(|response| self.dated(response))
    }

    /// Does to a request what a rule says.
    async fn misbehave(
        &self,
        rule: &Rule,
        dialect: Dialect,
        request: Request<Body>,
    ) -> Option<Response> {
        tokio::time::sleep(Duration::from_millis(rule.delay_ms)).await;
        if [rule.drop, rule.hold].contains(&Some(Moment::Before)) {
            return None;
        }
        let instead = match (rule.page, &rule.answer) {
            (Some(page), _) => Some(page.response()),
            (None, answer) => answer.as_ref().map(|answer| answer.of(dialect)),
        };
        let mut response = match instead {
            Some(instead) if !rule.after => {
                // Over HTTP/1 a client that is still sending does not read an answer before it is done.
                let mut body = request.into_body().into_data_stream();
                while let Some(Ok(_)) = body.next().await {}
                instead
            }
            instead => {
                let answered = self.route(request).await;
                instead.unwrap_or(answered)
            }
        };
        if [rule.drop, rule.hold].contains(&Some(Moment::After)) {
            return None;
        }
        if rule.date_offset_seconds != 0 {
            let date = self.state.now() + time::Duration::seconds(rule.date_offset_seconds);
            set_date(&mut response, date);
        }
        if let Some(at) = rule.spoil_byte {
            response = faults::spoiled(response, at);
        }
        if let Some(bytes) = rule.keep_bytes {
            response = faults::kept_short(response, bytes).await;
        }
        if let Some(bytes) = rule.cut_after_bytes {
            response = faults::cut_off(response, bytes);
        }
        Some(match rule.bytes_per_second {
            Some(rate) => faults::slowed(response, rate.get()),
            None => response,
        })
    }

    /// The answer with the service's own time, when that is not this computer's, which is sent otherwise.
    fn dated(&self, mut response: Response) -> Response {
        if self.state.faults.plan().clock_offset_seconds != 0
            && !response.headers().contains_key(DATE)
        {
            set_date(&mut response, self.state.now());
        }
        response
    }

    /// The service a path belongs to.
    fn dialect(&self, path: &str) -> Dialect {
        if first_segment(path) == self.state.keys.storage_account_name {
            Dialect::Blob
        } else if identity::owns(path) {
            Dialect::Identity
        } else {
            Dialect::Batch
        }
    }

    async fn route(&self, request: Request<Body>) -> Response {
        if !names_this_computer(&request) {
            return (
                StatusCode::MISDIRECTED_REQUEST,
                "This service answers to 127.0.0.1 and localhost only.",
            )
                .into_response();
        }
        let service = match self.dialect(request.uri().path()) {
            Dialect::Blob => &self.blob,
            Dialect::Identity => &self.identity,
            Dialect::Batch => &self.batch,
        };
        service
            .call(request)
            .await
            .unwrap_or_else(|never| match never {})
    }
}

fn set_date(response: &mut Response, date: OffsetDateTime) {
    if let Ok(date) = HeaderValue::from_str(&dates::http(date)) {
        response.headers_mut().insert(DATE, date);
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
