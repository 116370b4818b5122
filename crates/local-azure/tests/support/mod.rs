//! A running service and a client that trusts it.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::Path;

use longshore_local_azure::{Endpoint, Options, Service};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use secrecy::ExposeSecret as _;
use tempfile::TempDir;

pub const STORAGE: &str = "https://storage.azure.com/.default";
pub const BATCH: &str = "https://batch.core.windows.net//.default";

/// A service on a folder of its own, a client, and a bearer token for storage.
pub struct Running {
    pub service: Service,
    pub folder: TempDir,
    pub client: Client,
    pub token: String,
}

impl Running {
    pub async fn start() -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), |_| {}).await
    }

    pub async fn start_with(change: impl FnOnce(&mut Options)) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), change).await
    }

    pub async fn start_in(folder: TempDir, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options::new(folder.path());
        change(&mut options);
        let service = Service::start(options).await.unwrap();
        let client = client(&service.endpoint().ca_cert);
        let token = token(&client, service.endpoint(), STORAGE).await;
        Self {
            service,
            folder,
            client,
            token,
        }
    }

    /// Ends the process's service and starts another on the same folder.
    pub async fn restart(self) -> Self {
        let folder = self.stop().await;
        Self::start_in(folder, |_| {}).await
    }

    /// Stops the service and returns its folder.
    pub async fn stop(self) -> TempDir {
        self.service.stop();
        self.service.stopped().await;
        self.folder
    }

    /// The URL of something below the account, given as a raw path and query.
    pub fn url(&self, below: &str) -> String {
        format!("{}/{below}", self.service.endpoint().blob_endpoint)
    }

    /// A request with the bearer token.
    pub fn request(&self, method: Method, below: &str) -> RequestBuilder {
        self.client
            .request(method, self.url(below))
            .bearer_auth(&self.token)
            .header("x-ms-version", "2026-04-06")
    }

    pub async fn get(&self, below: &str) -> Response {
        self.request(Method::GET, below).send().await.unwrap()
    }

    pub async fn create_container(&self, name: &str) {
        let request = self.request(Method::PUT, &format!("{name}?restype=container"));
        let created = request.header("content-length", 0).send().await.unwrap();
        assert_eq!(created.status(), StatusCode::CREATED);
    }

    pub fn put(&self, below: &str, content: impl Into<reqwest::Body>) -> RequestBuilder {
        self.request(Method::PUT, below)
            .header("x-ms-blob-type", "BlockBlob")
            .body(content)
    }

    pub async fn put_ok(&self, below: &str, content: &[u8]) {
        let put = self.put(below, content.to_vec()).send().await.unwrap();
        assert_eq!(put.status(), StatusCode::CREATED);
    }

    /// The files blob content lies in, those being received included.
    pub fn content_files(&self) -> usize {
        count_files(&self.folder.path().join("blob/content"))
            + count_files(&self.folder.path().join("blob/incoming"))
    }
}

fn count_files(folder: &Path) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { count_files(&path) } else { 1 })
        .sum()
}

/// A client that trusts one authority.
pub fn client(ca_cert: &Path) -> Client {
    // Fails when another test of this process was first, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let ca = reqwest::Certificate::from_pem(&std::fs::read(ca_cert).unwrap()).unwrap();
    Client::builder().tls_certs_only([ca]).build().unwrap()
}

/// A token by the client credentials grant.
pub async fn token(client: &Client, endpoint: &Endpoint, scope: &str) -> String {
    let reply = ask_token(
        client,
        endpoint,
        endpoint.client_secret.expose_secret(),
        scope,
    )
    .await;
    assert_eq!(reply.status(), StatusCode::OK);
    let reply: serde_json::Value = reply.json().await.unwrap();
    reply["access_token"].as_str().unwrap().to_owned()
}

pub async fn ask_token(
    client: &Client,
    endpoint: &Endpoint,
    secret: &str,
    scope: &str,
) -> Response {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", &endpoint.client_id)
        .append_pair("client_secret", secret)
        .append_pair("scope", scope)
        .finish();
    client
        .post(format!(
            "{}/{}/oauth2/v2.0/token",
            endpoint.authority, endpoint.tenant_id
        ))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form)
        .send()
        .await
        .unwrap()
}

/// The service's error code of a refusal.
pub fn code(response: &Response) -> &str {
    response
        .headers()
        .get("x-ms-error-code")
        .map_or("", |code| code.to_str().unwrap())
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response
        .headers()
        .get(name)
        .map_or("", |value| value.to_str().unwrap())
}
