use std::sync::Arc;

use azure_core::{
    cloud::{CloudConfiguration, CustomConfiguration},
    credentials::{Secret, TokenCredential},
    http::{ClientOptions, UserAgentOptions},
};
use azure_identity::{ClientSecretCredential, ClientSecretCredentialOptions};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    connection::Connection,
    error::{Error, ErrorKind, Result},
    retry::sdk_options,
    transport::Transport,
    tuning::Tuning,
};

/// The account's service principal. Tokens are cached in it and renewed shortly before they expire.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    credential: Arc<ClientSecretCredential>,
    batch_scope: String,
}

impl Identity {
    pub(crate) fn new(
        connection: &Connection,
        transport: Arc<Transport>,
        tuning: &Tuning,
    ) -> Result<Self> {
        let mut client_options = client_options(transport, tuning);
        // Always said, or the environment's AZURE_AUTHORITY_HOST would decide where the secret goes.
        client_options.cloud = Some(Arc::new(match &connection.authority {
            None => CloudConfiguration::AzurePublic,
            Some(authority) => {
                let mut custom = CustomConfiguration::default();
                custom.authority_host = authority.to_string();
                custom.into()
            }
        }));
        let credential = ClientSecretCredential::new(
            &connection.tenant_id,
            connection.client_id.clone(),
            Secret::new(connection.client_secret.expose_secret().to_owned()),
            Some(ClientSecretCredentialOptions { client_options }),
        )
        .map_err(|error| {
            Error::new(
                "connect",
                ErrorKind::Settings {
                    reason: error.to_string(),
                },
            )
        })?;
        Ok(Self {
            credential,
            batch_scope: scope(&connection.batch_audience),
        })
    }

    /// A token for the Batch service.
    pub(crate) async fn batch_token(&self, operation: &'static str) -> Result<SecretString> {
        self.credential
            .get_token(&[&self.batch_scope], None)
            .await
            .map(|token| token.token.secret().into())
            .map_err(|error| Error::from_sdk(operation, error))
    }

    /// The credential for clients that ask for tokens themselves.
    pub(crate) fn credential(&self) -> Arc<dyn TokenCredential> {
        self.credential.clone()
    }
}

/// The scope for an audience. Batch's audience ends in a slash, and the service wants the slash doubled rather than
/// dropped: `https://batch.core.windows.net//.default`.
fn scope(audience: &str) -> String {
    format!("{audience}/.default")
}

/// What every SDK client of the account shares: the HTTP client, and our patience.
pub(crate) fn client_options(transport: Arc<Transport>, tuning: &Tuning) -> ClientOptions {
    ClientOptions {
        retry: sdk_options(tuning),
        transport: Some(azure_core::http::Transport::new(transport)),
        user_agent: UserAgentOptions {
            application_id: Some("longshore".into()),
        },
        ..ClientOptions::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_batch_scope_keeps_the_slash_of_its_audience() {
        assert_eq!(
            scope("https://batch.core.windows.net/"),
            "https://batch.core.windows.net//.default"
        );
    }
}
