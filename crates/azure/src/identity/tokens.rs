//! Tokens are kept here and not only in the SDK's credentials: `az` is a process for each token, which its credential does
//! not keep; and a token that a service refuses before it expires can be dropped here only.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
};

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
    credential: Arc<dyn TokenCredential>,
    by_scope: HashMap<String, Kept>,
    /// How many tokens there were.
    count: u64,
    /// Scopes whose token was refused, and whose next one no service has accepted yet.
    replacing: HashSet<String>,
}

/// A token, and which it is of all there were.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) token: AccessToken,
    pub(super) number: u64,
    /// It came for one that was refused, and has not been accepted yet.
    pub(super) on_trial: bool,
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
                count: 0,
                replacing: HashSet::new(),
            }),
        })
    }

    pub(super) async fn get(&self, scopes: &[&str]) -> Result<Kept> {
        let mut held = self.held.lock().await;
        let key = scopes.join(" ");
        if let Some(kept) = held.by_scope.get(&key)
            && kept.token.expires_on > OffsetDateTime::now_utc() + LEFT
        {
            let on_trial = held.replacing.contains(&key);
            return Ok(Kept {
                on_trial,
                ..kept.clone()
            });
        }
        let token = held.credential.get_token(scopes, None).await?;
        held.count += 1;
        let kept = Kept {
            token,
            number: held.count,
            on_trial: held.replacing.contains(&key),
        };
        held.by_scope.insert(key, kept.clone());
        Ok(kept)
    }

    /// The number of the token that is kept for a scope.
    pub(super) async fn number(&self, scope: &str) -> Option<u64> {
        let held = self.held.lock().await;
        held.by_scope.get(scope).map(|kept| kept.number)
    }

    /// To be called with a token on trial that a service took.
    pub(super) async fn accepted(&self, scope: &str) {
        self.held.lock().await.replacing.remove(scope);
    }

    /// To be called when a service refused that token of a scope, which is then dropped, and the credential's own with it.
    /// Answers whether another try may fare better: the next token is another one. A token that came for a refused one
    /// and was never accepted is kept: then it is not the token, and a new one for each request would not change that.
    pub(super) async fn refused(&self, scope: &str, number: Option<u64>) -> Result<bool> {
        let mut held = self.held.lock().await;
        if held.by_scope.get(scope).map(|kept| kept.number) != number {
            // Somebody else has seen to it.
            return Ok(true);
        }
        if held.replacing.contains(scope) {
            return Ok(false);
        }
        held.credential = (self.source)()?;
        held.by_scope.remove(scope);
        held.replacing.insert(scope.to_owned());
        Ok(true)
    }
}

#[async_trait]
impl TokenCredential for Tokens {
    async fn get_token(
        &self,
        scopes: &[&str],
        _: Option<TokenRequestOptions<'_>>,
    ) -> Result<AccessToken> {
        self.get(scopes).await.map(|kept| kept.token)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}
