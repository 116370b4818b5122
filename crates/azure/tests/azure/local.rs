//! The clients against the embedded service: the same code that meets Azure, with nothing in between.

mod blob;
mod job;

use std::{path::PathBuf, sync::Arc, time::Duration};

use longshore_azure::{Azure, Connection, Credential, ErrorKind};
use longshore_local_azure::{Options, Service};
use secrecy::SecretString;
use time::OffsetDateTime;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::pem::PemObject};
use url::Url;

use crate::stub::{once, quick};

struct Local {
    /// Serves as long as it lives.
    _service: Service,
    connection: Connection,
    pool: String,
    dir: tempfile::TempDir,
}

impl Local {
    async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let service = Service::start(Options::new(dir.path().join("service")))
            .await
            .unwrap();
        let endpoint = service.endpoint();
        let connection = Connection {
            authority: Some(Url::parse(&endpoint.authority).unwrap()),
            credential: Credential::ClientSecret {
                tenant_id: endpoint.tenant_id.clone(),
                client_id: endpoint.client_id.clone(),
                secret: endpoint.client_secret.clone(),
            },
            batch_url: Url::parse(&endpoint.batch_account_url).unwrap(),
            batch_audience: "https://batch.core.windows.net/".into(),
            blob_endpoint: Url::parse(&endpoint.blob_endpoint).unwrap(),
            storage_account: endpoint.storage_account_name.clone(),
            ca_pem: Some(std::fs::read(&endpoint.ca_cert).unwrap()),
        };
        let pool = endpoint.pool_id.clone();
        Self {
            _service: service,
            connection,
            pool,
            dir,
        }
    }

    fn azure(&self) -> Azure {
        Azure::connect(&self.connection, quick()).unwrap()
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// A client that has no credential, only the trust in the service's certificate.
    fn stranger(&self) -> reqwest::Client {
        let pem = self.connection.ca_pem.as_deref().unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(PemObject::from_pem_slice(pem).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        reqwest::Client::builder()
            .tls_backend_preconfigured(config)
            .no_proxy()
            .build()
            .unwrap()
    }
}

fn in_an_hour() -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::from_secs(3_600)
}

#[tokio::test]
async fn a_wrong_secret_is_a_refused_sign_in() {
    let mut local = Local::start().await;
    local.azure().sign_in().await.unwrap();
    let Credential::ClientSecret { secret, .. } = &mut local.connection.credential else {
        panic!("{:?}", local.connection);
    };
    *secret = SecretString::from("wrong");
    let error = Azure::connect(&local.connection, once())
        .unwrap()
        .sign_in()
        .await
        .unwrap_err();
    assert!(
        matches!(
            error.kind(),
            ErrorKind::SignIn {
                aadsts: Some(7_000_215),
                ..
            }
        ),
        "{error:?}"
    );
}
