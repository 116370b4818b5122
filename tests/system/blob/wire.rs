//! Blob storage by its REST protocol, for what our client never asks of it.

use std::sync::Arc;

use longshore_azure::{Connection, Credential};
use reqwest::{Client, Method, RequestBuilder, Response, redirect::Policy};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use url::Url;

use super::storage::CONTAINER;

/// The newest version that Azurite 3.35 lists as its own.
const VERSION: &str = "2025-11-05";

/// A client that knows HTTP, TLS and how to get a token, and nothing more.
pub struct Wire {
    http: Client,
    endpoint: Url,
    token_url: String,
    grant: String,
}

/// A reply, read to its end.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// The service's error code; empty for a success.
    pub code: String,
    pub etag: String,
    pub body: String,
}

impl Answer {
    /// What decides whether it was a success, and if not, why.
    pub fn outcome(&self) -> (u16, &str) {
        (self.status, &self.code)
    }

    /// The texts of the body's elements of a name, in order.
    pub fn elements(&self, name: &str) -> Vec<&str> {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let after = self.body.split(&open).skip(1);
        after
            .map(|text| text.split(&close).next().unwrap())
            .collect()
    }
}

impl Wire {
    pub fn new(connection: &Connection) -> Self {
        let authority = connection.authority.as_ref().unwrap();
        let Credential::ClientSecret {
            tenant_id,
            client_id,
            secret,
        } = &connection.credential
        else {
            panic!("{connection:?}");
        };
        let grant = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_id", client_id)
            .append_pair("client_secret", secret.expose_secret())
            .append_pair("scope", "https://storage.azure.com/.default")
            .finish();
        Self {
            http: client(connection.ca_pem.as_deref().unwrap()),
            endpoint: connection.blob_endpoint.clone(),
            token_url: format!("{authority}{tenant_id}/oauth2/v2.0/token"),
            grant,
        }
    }

    async fn token(&self) -> String {
        let request = self
            .http
            .post(&self.token_url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(self.grant.clone());
        let reply: Value = request.send().await.unwrap().json().await.unwrap();
        reply["access_token"].as_str().unwrap().to_owned()
    }

    /// A signed-in request about a blob of the case's container, or about the container itself when the name is empty.
    pub async fn request(&self, method: Method, blob: &str, query: &str) -> RequestBuilder {
        let mut url = self.endpoint.clone();
        let segments = std::iter::once(CONTAINER).chain(blob.split('/').filter(|s| !s.is_empty()));
        url.path_segments_mut().unwrap().extend(segments);
        url.set_query((!query.is_empty()).then_some(query));
        self.http
            .request(method, url)
            .bearer_auth(self.token().await)
            .header("x-ms-version", VERSION)
    }

    /// A signed-in request to make a blob.
    pub async fn put(&self, blob: &str, content: &'static str) -> RequestBuilder {
        self.request(Method::PUT, blob, "")
            .await
            .header("x-ms-blob-type", "BlockBlob")
            .body(content)
    }

    /// A request with no right but the one in its address.
    pub fn stranger(&self, method: Method, address: &SecretString) -> RequestBuilder {
        self.http.request(method, address.expose_secret())
    }
}

/// Sends a request and reads the reply.
pub async fn answer(request: RequestBuilder) -> Answer {
    let reply = request.send().await.unwrap();
    let header = |reply: &Response, name: &str| {
        let value = reply.headers().get(name);
        value.map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    };
    Answer {
        status: reply.status().as_u16(),
        code: header(&reply, "x-ms-error-code"),
        etag: header(&reply, "etag"),
        body: reply.text().await.unwrap(),
    }
}

/// Trusts the given authorities and no other.
pub fn client(ca_pem: &[u8]) -> Client {
    let mut roots = RootCertStore::empty();
    for authority in CertificateDer::pem_slice_iter(ca_pem) {
        roots.add(authority.unwrap()).unwrap();
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(config)
        .redirect(Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}
