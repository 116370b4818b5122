//! Tokens are kept here and not only in the SDK's credentials: `az` is a process for each token, which its credential does
//! not keep; and a token that a service refuses before it expires can be dropped here only.

use std::{collections::HashMap, fmt};

use async_trait::async_trait;
use azure_core::{
    Result,
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    time::{Duration, OffsetDateTime},
};
use tokio::sync::Mutex;

use super::source::Source;
use crate::error;

/// What is left of a token when the next is asked for. The SDK uses the same.
const LEFT: Duration = Duration::minutes(5);

pub(super) struct Tokens {
    source: Source,
    /// Held while a token is asked for, so that many requests at once ask for one.
    held: Mutex<Held>,
}

struct Held {
    credential: std::sync::Arc<dyn TokenCredential>,
    by_scope: HashMap<String, AccessToken>,
    generation: u64,
}

impl Tokens {
    pub(super) fn new(source: Source) -> error::Result<Self> {
        let credential = source().map_err(|error| {
            let reason = error.to_string();
            error::Error::new("connect", error::ErrorKind::Settings { reason })
        })?;
        Ok(Self {
            source,
            held: Mutex::new(Held {
                credential,
                by_scope: HashMap::new(),
                generation: 0,
            }),
        })
    }

    /// A token and its generation.
    pub(super) async fn get(&self, scopes: &[&str]) -> Result<(AccessToken, u64)> {
        let mut held = self.held.lock().await;
        let key = scopes.join(" ");
        if let Some(token) = held.by_scope.get(&key)
            && token.expires_on > OffsetDateTime::now_utc() + LEFT
        {
            return Ok((token.clone(), held.generation));
        }
        let token = held.credential.get_token(scopes, None).await?;
        held.by_scope.insert(key, token.clone());
        Ok((token, held.generation))
    }

    pub(super) async fn generation(&self) -> u64 {
        self.held.lock().await.generation
    }

    /// Drops all tokens, the credential's own with it; unless somebody did since that generation.
    pub(super) async fn renew(&self, generation: u64) -> Result<()> {
        let mut held = self.held.lock().await;
        if held.generation == generation {
            held.credential = (self.source)()?;
            held.by_scope.clear();
            held.generation += 1;
        }
        Ok(())
    }
}

#[async_trait]
impl TokenCredential for Tokens {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> Result<AccessToken> {
        self.get(scopes).await.map(|(token, _)| token)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}
