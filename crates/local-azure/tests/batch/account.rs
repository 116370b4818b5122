//! A running service and a plain client of it.

use std::{path::Path, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, Mac as _};
use http::{HeaderMap, Method, StatusCode};
use longshore_local_azure::{Endpoint, Options, Service};
use reqwest::{Client, RequestBuilder};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

/// A service on a data directory, with tokens for it.
pub struct Account {
    pub endpoint: Endpoint,
    service: Service,
    pub http: Client,
    batch_token: String,
    storage_token: String,
}

/// A reply.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Reply {
    pub fn code(&self) -> (u16, &str) {
        (
            self.status.as_u16(),
            self.body["code"].as_str().unwrap_or_default(),
        )
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Account {
    pub async fn open(data_dir: &Path) -> Self {
        Self::open_with(data_dir, |_| ()).await
    }

    pub async fn open_with(data_dir: &Path, change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options::new(data_dir);
        options.slots = Some(2);
        change(&mut options);
        let service = Service::start(options).await.unwrap();
        let endpoint = service.endpoint().clone();
        let http = client(&endpoint.ca_cert);
        let batch_token = token(&http, &endpoint, "https://batch.core.windows.net//.default").await;
        let storage_token = token(&http, &endpoint, "https://storage.azure.com/.default").await;
        Self {
            endpoint,
            service,
            http,
            batch_token,
            storage_token,
        }
    }

    /// Stops the service and waits for it.
    pub async fn close(self) {
        self.service.stop();
        self.service.stopped().await;
    }

    /// A Batch request, not yet sent.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("https:") {
            path.to_owned()
        } else {
            let separator = if path.contains('?') { '&' } else { '?' };
            let base = &self.endpoint.batch_account_url;
            format!("{base}{path}{separator}api-version=2025-06-01")
        };
        self.http
            .request(method, url)
            .bearer_auth(&self.batch_token)
    }

    pub async fn get(&self, path: &str) -> Reply {
        send(self.request(Method::GET, path)).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        send(self.request(Method::DELETE, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.with_body(Method::POST, path, body).await
    }

    pub async fn with_body(&self, method: Method, path: &str, body: Value) -> Reply {
        let request = self
            .request(method, path)
            .header("content-type", "application/json; odata=minimalmetadata")
            .body(body.to_string());
        send(request).await
    }

    /// Adds a job on the one pool.
    pub async fn job(&self, id: &str) {
        self.job_with(id, json!({})).await;
    }

    pub async fn job_with(&self, id: &str, more: Value) {
        let mut body = json!({"id": id, "poolInfo": {"poolId": "local"}});
        merge(&mut body, more);
        let reply = self.post("/jobs", body).await;
        assert_eq!(reply.status, 201, "{reply:?}");
    }

    /// Adds a task that runs a line of shell.
    pub async fn shell(&self, job: &str, id: &str, script: &str, more: Value) {
        let mut body = json!({"id": id, "commandLine": format!("/bin/sh -c '{script}'")});
        merge(&mut body, more);
        let reply = self.post(&format!("/jobs/{job}/tasks"), body).await;
        assert_eq!(reply.status, 201, "{reply:?}");
    }

    pub async fn task(&self, job: &str, task: &str) -> Value {
        self.get(&format!("/jobs/{job}/tasks/{task}")).await.body
    }

    /// A task as soon as it is in the state.
    pub async fn task_when(&self, job: &str, task: &str, state: &str) -> Value {
        self.when(&format!("/jobs/{job}/tasks/{task}"), |row| {
            row["state"] == state
        })
        .await
    }

    /// What `path` shows as soon as it is as wanted.
    pub async fn when(&self, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..1_500 {
            let reply = self.get(path).await;
            if wanted(&reply.body) {
                return reply.body;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{path} did not come to that: {:?}", self.get(path).await);
    }

    pub async fn text(&self, job: &str, task: &str, file: &str) -> String {
        let path = format!("/jobs/{job}/tasks/{task}/files/{file}");
        self.request(Method::GET, &path)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap()
    }

    /// Makes a blob container and returns its address with a SAS that may do everything.
    pub async fn container(&self, name: &str) -> String {
        let url = format!("{}/{name}", self.endpoint.blob_endpoint);
        let request = self.http.put(format!("{url}?restype=container"));
        let made = self.storage(request).send().await.unwrap();
        assert_eq!(made.status(), 201);
        format!("{url}?{}", self.container_sas(name))
    }

    pub async fn blob(&self, container: &str, name: &str) -> Option<String> {
        let url = format!("{}/{container}/{name}", self.endpoint.blob_endpoint);
        let reply = self.storage(self.http.get(url)).send().await.unwrap();
        if reply.status() == 404 {
            return None;
        }
        assert_eq!(reply.status(), 200);
        Some(reply.text().await.unwrap())
    }

    pub async fn put_blob(&self, container: &str, name: &str, content: &str) {
        let url = format!("{}/{container}/{name}", self.endpoint.blob_endpoint);
        let request = self
            .http
            .put(url)
            .header("x-ms-blob-type", "BlockBlob")
            .body(content.to_owned());
        assert_eq!(self.storage(request).send().await.unwrap().status(), 201);
    }

    fn storage(&self, request: RequestBuilder) -> RequestBuilder {
        request
            .bearer_auth(&self.storage_token)
            .header("x-ms-version", "2023-11-03")
    }

    /// A service SAS by the account's key.
    fn container_sas(&self, container: &str) -> String {
        let (version, expiry, permissions) = ("2021-08-06", "2099-01-01T00:00:00Z", "racwdl");
        let account = &self.endpoint.storage_account_name;
        let signed = format!(
            "{permissions}\n\n{expiry}\n/blob/{account}/{container}\n\n\nhttps\n{version}\nc\n\n\n\n\n\n\n"
        );
        let key = BASE64
            .decode(self.endpoint.storage_account_key.expose_secret())
            .unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(signed.as_bytes());
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs([
            ("sv", version),
            ("sr", "c"),
            ("sp", permissions),
            ("se", expiry),
            ("spr", "https"),
            ("sig", &BASE64.encode(mac.finalize().into_bytes())),
        ]);
        query.finish()
    }
}

pub async fn send(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let bytes = response.bytes().await.unwrap();
    let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
    Reply {
        status,
        headers,
        body,
    }
}

/// Replaces fields of an object.
pub fn merge(body: &mut Value, more: Value) {
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
}

/// An output file of a task, always uploaded.
pub fn output(pattern: &str, container: &str, path: &str) -> Value {
    json!({
        "filePattern": pattern,
        "destination": {"container": {"containerUrl": container, "path": path}},
        "uploadOptions": {"uploadCondition": "taskcompletion"},
    })
}

fn client(ca_cert: &Path) -> Client {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(ca_cert).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(config)
        .no_proxy()
        .build()
        .unwrap()
}

async fn token(http: &Client, endpoint: &Endpoint, scope: &str) -> String {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", &endpoint.client_id)
        .append_pair("client_secret", endpoint.client_secret.expose_secret())
        .append_pair("scope", scope)
        .finish();
    let url = format!(
        "{}/{}/oauth2/v2.0/token",
        endpoint.authority, endpoint.tenant_id
    );
    let request = http
        .post(url)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let reply = send(request).await;
    reply.body["access_token"].as_str().unwrap().to_owned()
}
