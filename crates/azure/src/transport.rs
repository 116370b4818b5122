//! The account's HTTP client as the Azure SDK takes it.
//!
//! What it adds is what the SDK's policies cannot know, and it adds it below them, so that they try again: time limits, and
//! whether what came is an answer of the service at all.

mod answer;
mod sent;

use async_trait::async_trait;
use azure_core::{
    Error,
    error::ErrorKind,
    http::{AsyncRawResponse, HttpClient, Request},
};

use crate::{
    error::{is_connecting, tls_reason},
    retry::Tries,
    tuning::Tuning,
};

pub(crate) use answer::{MOST, flows, is_for_others, some, whole};
use sent::Sending;

/// Who is at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    /// The identity service.
    Identity,
    /// Blob storage.
    Storage,
}

/// The HTTP client for one of the services.
#[derive(Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
    peer: Peer,
    tuning: Tuning,
}

impl Transport {
    pub(crate) fn new(http: reqwest::Client, peer: Peer, tuning: Tuning) -> Self {
        Self { http, peer, tuning }
    }

    async fn send(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let limit = self.tuning.for_answer(request.body().len().unwrap_or(0));
        let sending = Sending::default();
        let asked = self.http.execute(sent::request(request, &sending)?);
        let answer = sending
            .watch(limit, asked)
            .await
            .map_err(|_| answer::stalled(limit))?;
        let answer = answer.map_err(sent::failed)?;
        let answer = answer::of(answer);
        answer::judge(self.peer, request, answer, self.tuning.stall_timeout).await
    }
}

#[async_trait]
impl HttpClient for Transport {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let mut tries = Tries::to_connect(&self.tuning);
        loop {
            let error = match self.send(request).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            // The SDK retries every transport error. A certificate that is not trusted will not become so within a minute,
            // and where nobody is, nobody comes that soon: both are told to it as something that does not pass.
            if tls_reason(&error).is_some() {
                return Err(Error::new(ErrorKind::Other, error));
            }
            if !is_connecting(&error) {
                return Err(error);
            }
            if !tries.again(None).await {
                return Err(Error::new(ErrorKind::Other, error));
            }
        }
    }
}
