//! Tokens are kept here and not only in the SDK's credentials: `az` is a process for each token, which its credential does
//! not keep; and a token that a service refuses before it expires can be dropped here only.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::Arc,
    time::Instant,
};

use async_trait::async_trait;
use azure_core::{
    Result,
    credentials::{AccessToken, TokenCredential, TokenRequestOptions},
    error::ErrorKind,
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
    /// The last token that was not to be had: its scope, when that was known, and why.
    failed: Option<(String, Instant, Arc<azure_core::Error>)>,
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
                failed: None,
                replacing: HashSet::new(),
            }),
        })
    }

    pub(super) async fn get(&self, scopes: &[&str]) -> Result<Kept> {
        let asked = Instant::now();
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
        // Whoever waited while it was tried in vain has been told so, and need not try the same again, one after the other.
        if let Some((scope, known, error)) = &held.failed
            && *scope == key
            && *known >= asked
        {
            return Err(again(error));
        }
        let token = match held.credential.get_token(scopes, None).await {
            Ok(token) => token,
            Err(error) => {
                let error = Arc::new(error);
                held.failed = Some((key, Instant::now(), error.clone()));
                return Err(again(&error));
            }
        };
        held.failed = None;
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

/// The same error for another who asked.
fn again(error: &Arc<azure_core::Error>) -> azure_core::Error {
    azure_core::Error::new(ErrorKind::Credential, Shared(error.clone()))
}

/// An error that several are told.
#[derive(Debug)]
struct Shared(Arc<azure_core::Error>);

impl fmt::Display for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Shared {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The error itself: causes are looked through for what it is.
        Some(&*self.0)
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
