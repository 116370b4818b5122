mod certificate;
mod renewal;
mod source;
mod tokens;

use std::sync::Arc;

use azure_core::{
    credentials::TokenCredential,
    http::{ClientOptions, UserAgentOptions, policies::Policy},
};
use secrecy::SecretString;

use crate::{
    connection::Connection,
    error::{Error, Result},
    retry::sdk_options,
    transport::Transport,
    tuning::Tuning,
};

use renewal::Renewal;
use tokens::Tokens;

/// Who the account is. Tokens are kept and renewed shortly before they expire.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    tokens: Arc<Tokens>,
    batch_scope: String,
}

/// A token, and which of the identity's it is.
pub(crate) struct Token {
    pub(crate) secret: SecretString,
    generation: u64,
}

impl Identity {
    pub(crate) fn new(
        connection: &Connection,
        transport: Arc<Transport>,
        tuning: &Tuning,
    ) -> Result<Self> {
        let options = client_options(transport, tuning);
        let source = source::of(connection, options)?;
        Ok(Self {
            tokens: Arc::new(Tokens::new(source)?),
            batch_scope: scope(&connection.batch_audience),
        })
    }

    /// A token for the Batch service.
    pub(crate) async fn batch_token(&self, operation: &'static str) -> Result<Token> {
        let (token, generation) = self
            .tokens
            .get(&[&self.batch_scope])
            .await
            .map_err(|error| Error::from_sdk(operation, error))?;
        Ok(Token {
            secret: token.token.secret().into(),
            generation,
        })
    }

    /// To be called when a service did not accept the token although it has not expired: the next one will be fresh.
    pub(crate) async fn refused(&self, token: &Token) -> Result<()> {
        self.tokens
            .renew(token.generation)
            .await
            .map_err(|error| Error::from_sdk("sign in", error))
    }

    /// The credential for clients that ask for tokens themselves.
    pub(crate) fn credential(&self) -> Arc<dyn TokenCredential> {
        self.tokens.clone()
    }

    /// What gives a request of such a client a second try with a fresh token.
    pub(crate) fn renewal(&self) -> Arc<dyn Policy> {
        Arc::new(Renewal::new(self.tokens.clone()))
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
