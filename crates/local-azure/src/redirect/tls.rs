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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, ServerName};
    use rustls::{ClientConfig, RootCertStore, crypto};
    use tokio_rustls::TlsConnector;

    use super::*;

    /// How a client that trusts the authority alone finds a connection to `host`.
    async fn handshake(certificates: &Certificates, host: &'static str) -> Result<(), String> {
        let mut roots = RootCertStore::empty();
        let authority = CertificateDer::from_pem_slice(certificates.authority().as_bytes());
        roots.add(authority.unwrap()).unwrap();
        let client =
            ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(roots)
                .with_no_client_auth();
        let server = certificates.for_host(host).unwrap();
        let (near, far) = tokio::io::duplex(64 * 1024);
        let connector = TlsConnector::from(Arc::new(client));
        let (found, _) = tokio::join!(
            connector.connect(ServerName::try_from(host).unwrap(), near),
            TlsAcceptor::from(server).accept(far),
        );
        found.map(drop).map_err(|error| error.to_string())
    }

    #[tokio::test]
    async fn the_authority_vouches_for_its_own_domains_and_in_vain_for_others() {
        let domains = ["batch.azure.com".to_owned()];
        let certificates = Certificates::new(&domains, OffsetDateTime::now_utc()).unwrap();
        handshake(&certificates, "a.local.batch.azure.com")
            .await
            .unwrap();
        let error = handshake(&certificates, "example.com").await.unwrap_err();
        assert!(error.contains("NameConstraint"), "{error}");
    }
}
