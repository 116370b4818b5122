use async_trait::async_trait;
use azure_core::{
    Error,
    error::ErrorKind,
    http::{AsyncRawResponse, HttpClient, Request},
};

use crate::error::tls_reason;

/// The account's HTTP client as the Azure SDK takes it.
///
/// The SDK retries every transport error. A certificate that is not trusted will not become so within a minute, so
/// TLS errors are told to it as something that does not pass.
#[derive(Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
}

impl Transport {
    pub(crate) fn new(http: reqwest::Client) -> Self {
        Self { http }
    }
}

#[async_trait]
impl HttpClient for Transport {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        self.http.execute_request(request).await.map_err(|error| {
            if tls_reason(&error).is_some() {
                Error::new(ErrorKind::Other, error)
            } else {
                error
            }
        })
    }
}
