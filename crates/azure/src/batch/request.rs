use bytes::Bytes;
use longshore_batch_api::CONTENT_TYPE;
use reqwest::{
    Method,
    header::{CONTENT_TYPE as CONTENT_TYPE_HEADER, HeaderMap, HeaderName, HeaderValue},
};
use secrecy::ExposeSecret;
use serde::{Serialize, de::DeserializeOwned};
use time::OffsetDateTime;
use url::Url;
use uuid::Uuid;

use super::{
    Batch,
    answer::{check_json, foreign, garbled, is_of_service, read, silence, stalled},
    refusal::{Failure, refusal},
};
use crate::{
    error::{Error, ErrorKind, Result},
    identity::Token,
    retry::Tries,
};

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const RETURN_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("return-client-request-id");
const OCP_DATE: HeaderName = HeaderName::from_static("ocp-date");
pub(super) const REQUEST_ID: &str = "request-id";
pub(super) const API_VERSION: &str = "api-version";

/// One request to the Batch service.
pub(super) struct Call {
    pub(super) operation: &'static str,
    pub(super) method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
    reads_json: bool,
}

/// A success, read to its end.
pub(super) struct Reply {
    operation: &'static str,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Call {
    pub(super) fn new(operation: &'static str, method: Method, url: Url) -> Self {
        Self {
            operation,
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            reads_json: false,
        }
    }

    /// Adds a query parameter when there is a value for it.
    pub(super) fn query(mut self, name: &str, value: Option<&str>) -> Self {
        if let Some(value) = value {
            self.url.query_pairs_mut().append_pair(name, value);
        }
        self
    }

    /// The address in a version of the dialect. The link to a next page carries its own query, version included.
    fn url_in(&self, version: &str) -> Url {
        let mut url = self.url.clone();
        if !url.query_pairs().any(|(name, _)| name == API_VERSION) {
            url.query_pairs_mut().append_pair(API_VERSION, version);
        }
        url
    }

    pub(super) fn into_url(self) -> Url {
        self.url
    }

    pub(super) fn header(mut self, name: &'static str, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(super) fn json(self, body: &impl Serialize) -> Result<Self> {
        let operation = self.operation;
        let bytes = serde_json::to_vec(body).map_err(|error| {
            Error::new(
                operation,
                ErrorKind::Settings {
                    reason: error.to_string(),
                },
            )
        })?;
        Ok(self.bytes(bytes.into()))
    }

    /// Its reply is JSON, or was spoiled.
    pub(super) fn reads_json(mut self) -> Self {
        self.reads_json = true;
        self
    }

    pub(super) fn bytes(mut self, body: Bytes) -> Self {
        self.headers
            .insert(CONTENT_TYPE_HEADER, HeaderValue::from_static(CONTENT_TYPE));
        self.body = Some(body);
        self
    }
}

impl Reply {
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let received = garbled(200, &self.headers, &self.body, Some(&error.to_string()));
            Error::new(self.operation, received).with_request_id(text(&self.headers, REQUEST_ID))
        })
    }
}

impl Batch {
    /// Sends a request whose reply is JSON, again if need be, and reads that.
    pub(super) async fn ask<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        self.send(call.reads_json()).await?.json()
    }

    /// Sends a request, again if need be, and reads the reply to its end.
    pub(super) async fn send(&self, call: Call) -> Result<Reply> {
        let id = Uuid::new_v4().to_string();
        let sent = self.try_and_try(&call, &id).await;
        sent.map_err(|error| error.with_client_request_id(Some(id)))
    }

    async fn try_and_try(&self, call: &Call, id: &str) -> Result<Reply> {
        let identity = &self.inner.identity;
        let mut tries = Tries::new(&self.inner.tuning);
        let mut refused: Option<Error> = None;
        loop {
            let token = match identity.batch_token(call.operation).await {
                Ok(token) => token,
                Err(error) => return Err(not_instead_of(refused, error)),
            };
            let version = self.inner.version.current();
            let failure = match self.attempt(call, &token, id, version).await {
                Ok(reply) => {
                    identity.accepted(&token).await;
                    return Ok(reply);
                }
                Err(failure) => failure,
            };
            if failure.is_unauthorized() {
                // A token can be refused before it expires: keys were rolled, or a right was given after it was issued.
                if refused.is_none() && identity.refused(&token).await? {
                    refused = Some(failure.error);
                    continue;
                }
                return Err(refused.unwrap_or(failure.error));
            }
            if failure.error.code().is_some() {
                identity.accepted(&token).await;
            }
            if failure.wrong_version && self.inner.version.refused(version) {
                tracing::debug!(
                    version,
                    "the service does not speak this version; asking in an older one"
                );
                continue;
            }
            if failure.connecting {
                tries.nobody_there();
            }
            if !failure.may_pass || !tries.again(failure.wait).await {
                return Err(failure.error);
            }
            tracing::debug!(operation = call.operation, client_request_id = id, error = %failure.error, "trying again");
        }
    }

    async fn attempt(
        &self,
        call: &Call,
        token: &Token,
        id: &str,
        version: &str,
    ) -> std::result::Result<Reply, Failure> {
        let mut request = self
            .inner
            .http
            .request(call.method.clone(), call.url_in(version))
            .bearer_auth(token.secret.expose_secret())
            .header(CLIENT_REQUEST_ID, id)
            .header(RETURN_CLIENT_REQUEST_ID, "true")
            .header(
                OCP_DATE,
                azure_core::time::to_rfc7231(&OffsetDateTime::now_utc()),
            )
            .headers(call.headers.clone());
        if let Some(body) = &call.body {
            request = request.body(body.clone());
        }
        let sent = call.body.as_ref().map_or(0, |body| body.len() as u64);
        let stall = self.inner.tuning.stall_timeout;
        let limit = self.inner.tuning.for_answer(sent);
        let answer = tokio::time::timeout(limit, request.send()).await;
        let answer = answer
            .map_err(|_| stalled(limit))
            .and_then(|sent| sent.map_err(silence))
            .map_err(|silence| silence.of(call))?;
        if !is_of_service(&answer) {
            return Err(Failure::garbled(call, foreign(answer, stall).await));
        }
        if !answer.status().is_success() {
            return Err(refusal(call, answer, stall).await);
        }
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let body = read(answer, stall)
            .await
            .map_err(|silence| silence.of(call))?;
        if call.reads_json
            && let Err(why) = check_json(&body)
        {
            let what = garbled(status, &headers, &body, Some(&why));
            return Err(Failure::garbled(call, what));
        }
        Ok(Reply {
            operation: call.operation,
            headers,
            body,
        })
    }
}

/// What to tell when no fresh token was to be had for one that the service refused. Why signing in is refused explains
/// that; no network does not, and must not pass for the reason.
fn not_instead_of(refused: Option<Error>, error: Error) -> Error {
    match refused {
        Some(refused) if !matches!(error.kind(), ErrorKind::SignIn { .. }) => refused,
        _ => error,
    }
}

pub(super) fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_api_version_is_asked_for_once() {
        let url = Url::parse("https://a.batch.azure.com/jobs").unwrap();
        let call = Call::new("list jobs", Method::GET, url)
            .query("$select", Some("id,state"))
            .query("$filter", None);
        let asked = call.url_in("2025-06-01");
        assert_eq!(
            asked.as_str(),
            "https://a.batch.azure.com/jobs?%24select=id%2Cstate&api-version=2025-06-01"
        );
        let next = Call::new("list jobs", Method::GET, asked.clone());
        assert_eq!(next.url_in("2024-07-01.20.0"), asked);
    }
}
