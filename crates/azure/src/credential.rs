use std::{fmt, path::PathBuf};

use secrecy::{ExposeSecret, SecretString};

use crate::error::{Error, ErrorKind, Result};

/// Who signs in, and by what. `Debug` shows no secret.
#[derive(Clone)]
pub enum Credential {
    /// A service principal with a client secret.
    ClientSecret {
        /// The directory (tenant) of the service principal.
        tenant_id: String,
        /// Its application id.
        client_id: String,
        /// Its secret.
        secret: SecretString,
    },
    /// A service principal with a certificate.
    ClientCertificate {
        /// The directory (tenant) of the service principal.
        tenant_id: String,
        /// Its application id.
        client_id: String,
        /// A PEM file with the certificate and its RSA key. Read anew whenever a token is asked for.
        pem: PathBuf,
    },
    /// Whoever has signed in with `az login`.
    AzureCli {
        /// The tenant, when it is not the one `az` would choose.
        tenant_id: Option<String>,
    },
    /// The identity Azure gives the machine this runs on.
    ManagedIdentity {
        /// Which, when it is one that a user assigned.
        client_id: Option<String>,
    },
    /// A token that Kubernetes or another issuer keeps in a file; what is absent comes from `AZURE_TENANT_ID`,
    /// `AZURE_CLIENT_ID` and `AZURE_FEDERATED_TOKEN_FILE`.
    WorkloadIdentity {
        /// The directory (tenant) of the application.
        tenant_id: Option<String>,
        /// The application's id.
        client_id: Option<String>,
    },
}

impl Credential {
    /// Refuses what nobody could sign in with.
    pub(crate) fn check(&self) -> Result<()> {
        let texts: &[(&str, &str)] = match self {
            Self::ClientSecret {
                tenant_id,
                client_id,
                secret,
            } => &[
                ("The tenant id", tenant_id),
                ("The client id", client_id),
                ("The client secret", secret.expose_secret()),
            ],
            Self::ClientCertificate {
                tenant_id,
                client_id,
                ..
            } => &[("The tenant id", tenant_id), ("The client id", client_id)],
            _ => &[],
        };
        match texts.iter().find(|(_, text)| text.trim().is_empty()) {
            Some((name, _)) => {
                let reason = format!("{name} is empty");
                Err(Error::new("connect", ErrorKind::Settings { reason }))
            }
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClientSecret {
                tenant_id,
                client_id,
                ..
            } => f
                .debug_struct("ClientSecret")
                .field("tenant_id", tenant_id)
                .field("client_id", client_id)
                .finish_non_exhaustive(),
            Self::ClientCertificate {
                tenant_id,
                client_id,
                pem,
            } => f
                .debug_struct("ClientCertificate")
                .field("tenant_id", tenant_id)
                .field("client_id", client_id)
                .field("pem", pem)
                .finish(),
            Self::AzureCli { tenant_id } => f
                .debug_struct("AzureCli")
                .field("tenant_id", tenant_id)
                .finish(),
            Self::ManagedIdentity { client_id } => f
                .debug_struct("ManagedIdentity")
                .field("client_id", client_id)
                .finish(),
            Self::WorkloadIdentity {
                tenant_id,
                client_id,
            } => f
                .debug_struct("WorkloadIdentity")
                .field("tenant_id", tenant_id)
                .field("client_id", client_id)
                .finish(),
        }
    }
}
