//! Runs payloads on the embedded Azure and prints where their results are:
//! `cargo run -p longshore-engine --example one_job -- PAYLOAD…` (the sample, without any).
#![allow(missing_docs)]

use std::{path::PathBuf, sync::Arc};

use longshore_engine::{
    Connection, Credential, Engine, Home, LocalEndpoint, Pace, Secrets, Submission, ThisComputer,
};
use longshore_local_azure::{Endpoint, Options, Service};
use longshore_model::Report;

/// The service of this very process.
struct InProcess(LocalEndpoint);

#[async_trait::async_trait]
impl ThisComputer for InProcess {
    async fn endpoint(&self) -> Result<LocalEndpoint, Report> {
        Ok(self.0.clone())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = std::env::temp_dir().join("longshore-example");
    let home = Home::at(root);
    let service = Service::start(Options::new(home.local_azure_dir())).await?;
    let this_computer = InProcess(local(service.endpoint())?);
    let engine = Engine::open(
        home,
        Arc::new(this_computer),
        Secrets::in_memory(),
        Pace::default(),
    )
    .await?;

    let mut payloads: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if payloads.is_empty() {
        payloads.push(engine.sample().await?.path.into());
    }
    let submission = Submission {
        payloads: payloads.into_iter().map(|path| (path, None)).collect(),
        ..Submission::default()
    };
    let id = engine.submit(submission).await?;
    let job = engine.wait(&id).await?;
    println!("{}: {}", job.summary.state.label(), job.folder);
    engine.shut_down().await;
    Ok(())
}

fn local(endpoint: &Endpoint) -> Result<LocalEndpoint, Box<dyn std::error::Error>> {
    let connection = Connection {
        authority: Some(endpoint.authority.parse()?),
        credential: Credential::ClientSecret {
            tenant_id: endpoint.tenant_id.clone(),
            client_id: endpoint.client_id.clone(),
            secret: endpoint.client_secret.clone(),
        },
        batch_url: endpoint.batch_account_url.parse()?,
        batch_audience: "https://batch.core.windows.net/".into(),
        blob_endpoint: endpoint.blob_endpoint.parse()?,
        storage_account: endpoint.storage_account_name.clone(),
        ca_pem: Some(std::fs::read(&endpoint.ca_cert)?),
    };
    Ok(LocalEndpoint {
        connection,
        pool_id: endpoint.pool_id.clone(),
    })
}
