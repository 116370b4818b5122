//! The SDK's credential for each kind of ours.

use std::sync::Arc;

use azure_core::{
    Result,
    cloud::{CloudConfiguration, CustomConfiguration},
    credentials::{Secret, TokenCredential},
    http::ClientOptions,
};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertionCredential,
    ClientAssertionCredentialOptions, ClientSecretCredential, ClientSecretCredentialOptions,
    ManagedIdentityCredential, ManagedIdentityCredentialOptions, UserAssignedId,
    WorkloadIdentityCredential, WorkloadIdentityCredentialOptions,
};
use secrecy::ExposeSecret;
use url::Url;

use super::certificate::Certificate;
use crate::{connection::Connection, credential::Credential, error};

/// Makes the credential, with nothing remembered.
pub(super) type Source = Box<dyn Fn() -> Result<Arc<dyn TokenCredential>> + Send + Sync>;

/// Where the public cloud signs in.
const PUBLIC: &str = "https://login.microsoftonline.com/";

pub(super) fn of(connection: &Connection, options: ClientOptions) -> error::Result<Source> {
    let credential = connection.credential.clone();
    // Always said, or the environment's AZURE_AUTHORITY_HOST would decide where the secret goes.
    let cloud = Arc::new(match &connection.authority {
        None => CloudConfiguration::AzurePublic,
        Some(authority) => {
            let mut custom = CustomConfiguration::default();
            custom.authority_host = authority.to_string();
            custom.into()
        }
    });
    let options = ClientOptions {
        cloud: Some(cloud),
        ..options
    };
    let authority = connection.authority.clone();
    Ok(Box::new(move || {
        make(&credential, authority.as_ref(), options.clone())
    }))
}

fn make(
    credential: &Credential,
    authority: Option<&Url>,
    client_options: ClientOptions,
) -> Result<Arc<dyn TokenCredential>> {
    Ok(match credential.clone() {
        Credential::ClientSecret {
            tenant_id,
            client_id,
            secret,
        } => ClientSecretCredential::new(
            &tenant_id,
            client_id,
            Secret::new(secret.expose_secret().to_owned()),
            Some(ClientSecretCredentialOptions { client_options }),
        )?,
        Credential::ClientCertificate {
            tenant_id,
            client_id,
            pem,
        } => {
            let authority = authority.map_or(PUBLIC, Url::as_str);
            let audience = format!(
                "{}/{tenant_id}/oauth2/v2.0/token",
                authority.trim_end_matches('/')
            );
            ClientAssertionCredential::new(
                tenant_id,
                client_id.clone(),
                Certificate::new(pem, audience, client_id),
                Some(ClientAssertionCredentialOptions { client_options }),
            )?
        }
        Credential::AzureCli { tenant_id } => {
            AzureCliCredential::new(Some(AzureCliCredentialOptions {
                tenant_id,
                ..AzureCliCredentialOptions::default()
            }))?
        }
        Credential::ManagedIdentity { client_id } => {
            ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
                user_assigned_id: client_id.map(UserAssignedId::ClientId),
                client_options,
            }))?
        }
        Credential::WorkloadIdentity {
            tenant_id,
            client_id,
        } => WorkloadIdentityCredential::new(Some(WorkloadIdentityCredentialOptions {
            credential_options: ClientAssertionCredentialOptions { client_options },
            client_id,
            tenant_id,
            ..WorkloadIdentityCredentialOptions::default()
        }))?,
    })
}
