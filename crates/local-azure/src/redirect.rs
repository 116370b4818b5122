//! Programs that know nothing of this service, redirected to it whole.
//!
//! A program that builds Azure's addresses itself cannot be told others. It can be told a proxy, by `HTTPS_PROXY`, and
//! which authorities to trust. So here is a proxy on loopback: connections to Entra's hosts and to the addresses that
//! this installation's two accounts would have in Azure end here, and what comes over them is answered by the same
//! services as everything else. Other accounts in Azure are refused, so that nothing meant for a try-out reaches them,
//! and any other host is reached as without the proxy.

mod bundle;
mod hosts;
mod tls;

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::front::Front;
use crate::keys::Keys;
use crate::{Error, port};
use hosts::{Goal, Hosts};
use tls::Certificates;

/// Connections at once; those beyond wait to be accepted.
const MAX_CONNECTIONS: usize = 256;
/// The time a client has to say whom it wants, and to begin TLS.
const PATIENCE: Duration = Duration::from_secs(10);

/// How to point a program here; part of the document `longshore local --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Redirect {
    /// For `HTTPS_PROXY`.
    pub https_proxy: String,
    /// For `REQUESTS_CA_BUNDLE` and `SSL_CERT_FILE`: this installation's authorities, and those of the computer.
    pub ca_bundle: PathBuf,
    /// What the Batch account's URL would be in Azure.
    pub batch_account_url: String,
    /// What the storage account's URL would be in Azure.
    pub blob_endpoint: String,
}

/// The proxy, listening.
pub(crate) struct Proxy {
    listener: TcpListener,
    redirect: Redirect,
    shared: Arc<Shared>,
}

struct Shared {
    hosts: Hosts,
    certificates: Certificates,
}

impl Proxy {
    /// Listens on `port` of loopback for what is meant for the accounts of `keys`, served at `base_url`.
    pub(crate) async fn listen(
        port: u16,
        keys: &Keys,
        base_url: &str,
        data_dir: &Path,
        own_ca: &Path,
        now: OffsetDateTime,
    ) -> Result<Self, Error> {
        let listener = port::bind(port).await?;
        let port = listener
            .local_addr()
            .map_err(|source| Error::Listen { port, source })?
            .port();
        let hosts = Hosts::of(keys, base_url);
        let certificates = Certificates::new(&hosts.domains(), now)?;
        let ca_bundle = bundle::write(data_dir, certificates.authority(), own_ca)?;
        let redirect = Redirect {
            https_proxy: format!("http://{}:{port}", Ipv4Addr::LOCALHOST),
            ca_bundle,
            batch_account_url: hosts.batch_url(),
            blob_endpoint: hosts.blob_url(),
        };
        Ok(Self {
            listener,
            redirect,
            shared: Arc::new(Shared {
                hosts,
                certificates,
            }),
        })
    }

    /// How to point a program here.
    pub(crate) fn redirect(&self) -> &Redirect {
        &self.redirect
    }

    /// Serves until dropped.
    pub(crate) async fn serve(self, front: Arc<Front>) {
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            // The semaphore is never closed, so there is always a permit to wait for.
            let place = Arc::clone(&places).acquire_owned().await.ok();
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let (front, shared) = (Arc::clone(&front), Arc::clone(&self.shared));
                    connections.spawn(async move {
                        asked(stream, front, shared).await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection to the proxy could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
            while connections.try_join_next().is_some() {}
        }
    }
}

/// Reads whom a client wants, and stays until what follows is over.
async fn asked(stream: TcpStream, front: Arc<Front>, shared: Arc<Shared>) {
    let (begun, mut begins) = tokio::sync::mpsc::channel(1);
    let service = service_fn(move |request: Request<Incoming>| {
        let (shared, begun) = (Arc::clone(&shared), begun.clone());
        async move { Ok::<_, Infallible>(connect(request, shared, begun).await) }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.with_upgrades().await {
        tracing::debug!(%error, "a connection to the proxy ended early");
    }
    let Ok((upgrade, goal)) = begins.try_recv() else {
        return;
    };
    let Ok(upgraded) = upgrade.await else { return };
    let ended = match goal {
        Onward::Here { host, shared } => {
            tls::serve(
                TokioIo::new(upgraded),
                &host,
                &shared.certificates,
                |request| {
                    let (front, request) =
                        (Arc::clone(&front), shared.hosts.translated(&host, request));
                    async move { front.answer(request.map(Body::new)).await }
                },
            )
            .await
        }
        Onward::Elsewhere(mut other) => {
            tokio::io::copy_bidirectional(&mut TokioIo::new(upgraded), &mut other)
                .await
                .map(drop)
                .map_err(|error| error.to_string())
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error, "a redirected connection ended early");
    }
}

/// Where a connection goes on.
enum Onward {
    Here { host: String, shared: Arc<Shared> },
    Elsewhere(TcpStream),
}

type Begun = tokio::sync::mpsc::Sender<(hyper::upgrade::OnUpgrade, Onward)>;

/// Answers what a client asks of the proxy itself.
async fn connect(mut request: Request<Incoming>, shared: Arc<Shared>, begun: Begun) -> Response {
    let refuse = |status: StatusCode, why: String| (status, why).into_response();
    let authority = match (request.method(), request.uri().authority()) {
        (&Method::CONNECT, Some(authority)) => authority.clone(),
        _ => {
            return refuse(
                StatusCode::METHOD_NOT_ALLOWED,
                "This proxy takes CONNECT only.".into(),
            );
        }
    };
    let onward = match shared.hosts.goal(authority.host(), authority.port_u16()) {
        Goal::Ours(host) => Onward::Here { host, shared },
        Goal::NotOurs => {
            return refuse(
                StatusCode::FORBIDDEN,
                format!("{} is not an account of this computer.", authority.host()),
            );
        }
        Goal::Other => {
            let port = authority.port_u16().unwrap_or(443);
            match TcpStream::connect((authority.host(), port)).await {
                Ok(stream) => Onward::Elsewhere(stream),
                Err(error) => return refuse(StatusCode::BAD_GATEWAY, error.to_string()),
            }
        }
    };
    // There is room: a connection is upgraded once.
    let _ = begun.try_send((hyper::upgrade::on(&mut request), onward));
    StatusCode::OK.into_response()
}
