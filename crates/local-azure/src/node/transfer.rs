//! The node's HTTP clients.

use std::{
    io::SeekFrom,
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

use http::{HeaderMap, HeaderValue};
use longshore_batch_api::task::IdentityReference;
use reqwest::{Body, Client, ClientBuilder, RequestBuilder, Response, StatusCode, header};
use rustls::{
    ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _},
};
use tokio_util::io::ReaderStream;
use url::{Host, Url};

use super::tokens::Tokens;
use crate::Error;

/// The longest silence of a server.
const READ_TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Tries of a request that fails on the way, or that the server is too busy for.
const TRIES: u32 = 4;

/// The version of the Blob dialect that writes are sent in.
const STORAGE_VERSION: &str = "2023-11-03";

/// A piece of a file on its way.
const PIECE: usize = 128 * 1024;

/// What to send.
pub(super) enum What<'a> {
    /// Nothing: give me what is there.
    Get,
    /// A whole blob, or a block of one: a part of a file, read as it is sent.
    Part {
        path: &'a Path,
        from: u64,
        length: u64,
    },
    /// A list of blocks.
    Xml(&'a str),
}

impl What<'_> {
    async fn request(&self, client: &Client, url: &Url) -> Result<RequestBuilder, TransferError> {
        let put = || {
            client
                .put(url.clone())
                .header("x-ms-version", STORAGE_VERSION)
        };
        match self {
            Self::Get => Ok(client.get(url.clone())),
            Self::Part { path, from, length } => {
                let mut file = File::open(path).await?;
                file.seek(SeekFrom::Start(*from)).await?;
                let part = ReaderStream::with_capacity(file.take(*length), PIECE);
                Ok(put()
                    .header("x-ms-blob-type", "BlockBlob")
                    .header(header::CONTENT_LENGTH, *length)
                    .body(Body::wrap_stream(part)))
            }
            Self::Xml(text) => Ok(put()
                .header(header::CONTENT_TYPE, "application/xml")
                .body((*text).to_owned())),
        }
    }
}

/// One client for this computer, which trusts this installation's authority alone and uses no proxy, and one for the
/// rest of the world, which trusts whom the system trusts.
pub(super) struct Transfer {
    here: Client,
    /// Made when first needed: it reads the system's certificates, of which a computer may have none.
    elsewhere: OnceLock<Client>,
    tokens: Tokens,
}

/// Why something could not be fetched or put.
#[derive(Debug, thiserror::Error)]
pub(super) enum TransferError {
    /// The address is none.
    #[error("the address is not a URL")]
    Address,
    /// The server says no.
    #[error("the server answered {status}{}", code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default())]
    Refused {
        status: StatusCode,
        /// Storage's own code, such as `BlobNotFound`.
        code: Option<String>,
    },
    /// The pool's identity cannot be used for it.
    #[error("{0}")]
    Identity(&'static str),
    /// The network.
    #[error("{0}")]
    Network(String),
    /// The disk.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// An answer that cannot be read.
    #[error("the server's answer cannot be read: {0}")]
    Answer(String),
}

impl TransferError {
    /// Whether the same may succeed a little later.
    fn may_pass(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Refused { status, .. } => {
                status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS
            }
            Self::Address | Self::Identity(_) | Self::File(_) | Self::Answer(_) => false,
        }
    }
}

/// The address is left out: it carries a signature.
impl From<reqwest::Error> for TransferError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut text = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        Self::Network(text)
    }
}

impl Transfer {
    pub(super) fn new(ca_cert: &Path, tokens: Tokens) -> Result<Self, Error> {
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_file(ca_cert).map_err(Error::certificate)?;
        roots.add(certificate).map_err(Error::certificate)?;
        let tls = tls()
            .map_err(Error::certificate)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let here = client(tls).no_proxy().build().map_err(Error::certificate)?;
        Ok(Self {
            here,
            elsewhere: OnceLock::new(),
            tokens,
        })
    }

    /// The client for an address.
    fn client(&self, url: &Url) -> Result<&Client, TransferError> {
        let is_here = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
            None => false,
        };
        if is_here {
            return Ok(&self.here);
        }
        if let Some(client) = self.elsewhere.get() {
            return Ok(client);
        }
        let untrusting = |error: rustls::Error| TransferError::Network(error.to_string());
        let tls = tls()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(untrusting)?
            .with_no_client_auth();
        let client = client(tls).build()?;
        Ok(self.elsewhere.get_or_init(|| client))
    }

    /// Sends a request, several times if need be, until the server accepts it; as `identity` where one is named, and by what
    /// the address itself carries otherwise.
    pub(super) async fn send(
        &self,
        url: &Url,
        what: &What<'_>,
        identity: Option<&IdentityReference>,
    ) -> Result<Response, TransferError> {
        let client = self.client(url)?;
        let mut tried = 0;
        loop {
            let result = match what.request(client, url).await {
                Ok(request) => match identity.map(|named| self.tokens.storage(named, url)) {
                    Some(Err(error)) => Err(error),
                    Some(Ok(token)) => accepted(signed_in(request, &token).send().await),
                    None => accepted(request.send().await),
                },
                Err(error) => Err(error),
            };
            tried += 1;
            match result {
                Err(error) if is_tried_again(&error, tried) => pause(tried).await,
                result => return result,
            }
        }
    }
}

/// Whether what has failed so many times is tried again.
pub(super) fn is_tried_again(error: &TransferError, tried: u32) -> bool {
    tried < TRIES && error.may_pass()
}

/// Waits as long as is due after so many tries.
pub(super) async fn pause(tried: u32) {
    tokio::time::sleep(Duration::from_millis(250) * 4_u32.pow(tried - 1)).await;
}

fn signed_in(request: RequestBuilder, token: &SecretString) -> RequestBuilder {
    // A request with a token has to name the version it speaks; added once more it would be named twice.
    let mut version = HeaderMap::new();
    version.insert("x-ms-version", HeaderValue::from_static(STORAGE_VERSION));
    request.headers(version).bearer_auth(token.expose_secret())
}

fn tls() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()
}

fn client(tls: ClientConfig) -> ClientBuilder {
    Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .user_agent(super::AGENT)
}

fn accepted(result: reqwest::Result<Response>) -> Result<Response, TransferError> {
    let response = result?;
    if response.status().is_success() {
        return Ok(response);
    }
    Err(TransferError::Refused {
        status: response.status(),
        code: response
            .headers()
            .get("x-ms-error-code")
            .and_then(|value| value.to_str().ok())
            .map(Into::into),
    })
}

/// An address as it may be shown: without its query, which is a key to what it names.
pub(super) fn shown(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The address of a blob in the container at `container`, keeping the container's SAS.
pub(super) fn blob_url(container: &str, name: &str) -> Result<Url, TransferError> {
    let mut url = Url::parse(container).map_err(|_| TransferError::Address)?;
    url.path_segments_mut()
        .map_err(|()| TransferError::Address)?
        .pop_if_empty()
        .extend(name.split('/'));
    Ok(url)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_blobs_address_keeps_the_containers_signature() {
        let url = blob_url(
            "https://127.0.0.1:1/acct/c?sv=1&sig=a%2Bb",
            "tasks/t 1/ü?.txt",
        )
        .unwrap();
        assert_eq!(
            url.as_str(),
            "https://127.0.0.1:1/acct/c/tasks/t%201/%C3%BC%3F.txt?sv=1&sig=a%2Bb"
        );
    }

    #[test]
    fn an_address_is_shown_without_its_signature() {
        assert_eq!(shown("https://h/c/b?sig=secret"), "https://h/c/b");
    }
}
