use std::{sync::Arc, time::Duration};

use crate::{
    batch::Batch,
    blob::Blob,
    connection::Connection,
    error::{Error, ErrorKind, Result},
    identity::Identity,
    tls,
    transport::{Peer, Transport},
    tuning::Tuning,
};

/// How often the other side is asked whether it is still there, while nothing is said.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// The clients of one account. Make one per account and keep it; clones share credential, connections and clients.
#[derive(Clone, Debug)]
pub struct Azure {
    identity: Identity,
    batch: Batch,
    blob: Blob,
}

impl Azure {
    /// Prepares the clients. Nothing is sent: a wrong address or secret shows with the first request, or in
    /// [`Azure::sign_in`].
    ///
    /// # Errors
    /// [`ErrorKind::Settings`] for values no request could be made with; [`ErrorKind::Tls`] when neither the system
    /// nor `ca_pem` has a usable certificate authority.
    pub fn connect(connection: &Connection, tuning: Tuning) -> Result<Self> {
        connection.check()?;
        let http = http_client(connection, &tuning)?;
        let transport = |peer| Arc::new(Transport::new(http.clone(), peer, tuning.clone()));
        let identity = Identity::new(connection, transport(Peer::Identity), &tuning)?;
        let storage = transport(Peer::Storage);
        let batch = Batch::new(
            http.clone(),
            connection.batch_url.clone(),
            identity.clone(),
            tuning.clone(),
        );
        let blob = Blob::new(connection, &identity, storage, tuning)?;
        Ok(Self {
            identity,
            batch,
            blob,
        })
    }

    /// The account's Batch service.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// The account's Blob storage.
    pub fn blob(&self) -> &Blob {
        &self.blob
    }

    /// Signs in, or finds that the cached token is still good.
    ///
    /// # Errors
    /// [`ErrorKind::SignIn`] when the identity service refuses, [`ErrorKind::Unreachable`] and [`ErrorKind::Tls`] when
    /// it could not be asked.
    pub async fn sign_in(&self) -> Result<()> {
        self.identity.batch_token("sign in").await.map(drop)
    }
}

/// The one HTTP client of an account.
fn http_client(connection: &Connection, tuning: &Tuning) -> Result<reqwest::Client> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("longshore/", env!("CARGO_PKG_VERSION")))
        .tls_backend_preconfigured(tls::client_config(connection.ca_pem.as_deref())?)
        // Blob storage speaks nothing newer, and blocks on connections of their own do not share one flow-control window.
        .http1_only()
        .connect_timeout(tuning.connect_timeout)
        // A line that is dead shows although an answer is waited for long.
        .tcp_keepalive(KEEPALIVE)
        .tcp_keepalive_interval(KEEPALIVE)
        .tcp_keepalive_retries(3)
        // Neither service redirects; following would carry the token to another host.
        .redirect(reqwest::redirect::Policy::none());
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        builder = builder.tcp_user_timeout(tuning.stall_timeout);
    }
    if connection.is_loopback() {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| {
        Error::new(
            "connect",
            ErrorKind::Settings {
                reason: error.to_string(),
            },
        )
    })
}
