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
    number: u64,
    on_trial: bool,
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
        let kept = self
            .tokens
            .get(&[&self.batch_scope])
            .await
            .map_err(|error| Error::from_sdk(operation, error))?;
        Ok(Token {
            secret: kept.token.token.secret().into(),
            number: kept.number,
            on_trial: kept.on_trial,
        })
    }

    /// To be called when the Batch service took the token.
    pub(crate) async fn accepted(&self, token: &Token) {
        if token.on_trial {
            self.tokens.accepted(&self.batch_scope).await;
        }
    }

    /// To be called when the Batch service did not take the token although it has not expired. Answers whether another
    /// try may fare better.
    pub(crate) async fn refused(&self, token: &Token) -> Result<bool> {
        self.tokens
            .refused(&self.batch_scope, Some(token.number))
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
