//! A service with a file of faults beside it.

use std::path::PathBuf;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::support::{self, Running};

pub struct Account {
    pub azure: Running,
    pub batch_token: String,
    pub faults: PathBuf,
}

impl Account {
    /// A service that gets nothing wrong yet.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let faults = folder.path().join("faults.json");
        let log = folder.path().join("requests.log");
        let azure = Running::start_in(folder, |options| {
            options.faults = Some(faults.clone());
            options.request_log = Some(log);
        })
        .await;
        let batch_token =
            support::token(&azure.client, azure.service.endpoint(), support::BATCH).await;
        Self {
            azure,
            batch_token,
            faults,
        }
    }

    /// As [`open`](Self::open), then told this.
    pub async fn told(plan: Value) -> Self {
        let account = Self::open().await;
        account.tell(plan);
        account
    }

    /// Says anew what is to go wrong.
    pub fn tell(&self, plan: Value) {
        std::fs::write(&self.faults, plan.to_string()).unwrap();
    }

    /// The request log so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.azure.folder.path().join("requests.log")).unwrap()
    }

    /// A Batch request with the bearer token.
    pub fn batch(&self, method: Method, path: &str) -> RequestBuilder {
        let base = &self.azure.service.endpoint().batch_account_url;
        self.azure
            .client
            .request(method, format!("{base}{path}?api-version=2025-06-01"))
            .bearer_auth(&self.batch_token)
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        read(self.batch(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        read(self.posting(path, &body).send().await.unwrap()).await
    }

    pub fn posting(&self, path: &str, body: &Value) -> RequestBuilder {
        self.batch(Method::POST, path)
            .header("content-type", "application/json; odata=minimalmetadata")
            .body(body.to_string())
    }

    pub async fn add_job(&self, id: &str) -> (u16, Value) {
        self.post("/jobs", job(id)).await
    }
}

pub fn job(id: &str) -> Value {
    json!({"id": id, "poolInfo": {"poolId": "local"}})
}

/// The status and the body, `null` when it is not JSON.
pub async fn read(reply: Response) -> (u16, Value) {
    let status = reply.status().as_u16();
    let body = reply.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

/// The status and the code of a Batch refusal.
pub fn refusal((status, body): (u16, Value)) -> (u16, String) {
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}
