//! The end of a redirected connection's encryption.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use axum::response::Response;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustls::ServerConfig;
use time::OffsetDateTime;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;

use super::PATIENCE;
use crate::Error;
use crate::ca::PassingAuthority;

/// Certificates for the names that are redirected, each made when it is first asked for.
pub(super) struct Certificates {
    authority: PassingAuthority,
    made: Mutex<HashMap<String, Arc<ServerConfig>>>,
}

impl Certificates {
    pub(super) fn new(domains: &[String], now: OffsetDateTime) -> Result<Self, Error> {
        let domains: Vec<&str> = domains.iter().map(String::as_str).collect();
        Ok(Self {
            authority: PassingAuthority::new(&domains, now)?,
            made: Mutex::default(),
        })
    }

    /// The certificate to trust.
    pub(super) fn authority(&self) -> &str {
        self.authority.pem()
    }

    fn for_host(&self, host: &str) -> Result<Arc<ServerConfig>, Error> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(config) = made.get(host) {
            return Ok(Arc::clone(config));
        }
        let config = self
            .authority
            .server_config(host, OffsetDateTime::now_utc())?;
        let config = Arc::new(config);
        made.insert(host.to_owned(), Arc::clone(&config));
        Ok(config)
    }
}

/// Answers the requests of one connection to `host`. When there is no answer, the connection ends.
pub(super) async fn serve<S, F>(
    stream: S,
    host: &str,
    certificates: &Certificates,
    answer: impl Fn(Request<Incoming>) -> F,
) -> Result<(), String>
where
    S: AsyncRead + AsyncWrite + Unpin,
    F: Future<Output = Option<Response>>,
{
    let config = certificates
        .for_host(host)
        .map_err(|error| error.to_string())?;
    let stream = tokio::time::timeout(PATIENCE, TlsAcceptor::from(config).accept(stream))
        .await
        .map_err(|_| "no TLS handshake in time".to_owned())?
        .map_err(|error| error.to_string())?;
    let service = service_fn(|request| {
        let answered = answer(request);
        async { answered.await.ok_or("cut off as a fault asks for") }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service)
        .await
        .map_err(|error| error.to_string())
}
