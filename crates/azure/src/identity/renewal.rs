use std::sync::Arc;

use async_trait::async_trait;
use azure_core::http::{
    Context, Request, StatusCode,
    policies::{Policy, PolicyResult},
};

use super::tokens::Tokens;

/// What the SDK's Blob clients ask tokens for, whatever the cloud.
const SCOPE: &str = "https://storage.azure.com/.default";

/// Gives a request of the SDK's that is answered 401 a second try with a fresh token.
///
/// It stands before the policy that sets the token. That one forgets its token on a 401, but would get the same one from
/// the credential again.
#[derive(Debug)]
pub(super) struct Renewal {
    tokens: Arc<Tokens>,
}

impl Renewal {
    pub(super) fn new(tokens: Arc<Tokens>) -> Self {
        Self { tokens }
    }
}

#[async_trait]
impl Policy for Renewal {
    #[allow(
        elided_lifetimes_in_paths,
        reason = "async_trait and the trait's own spelling leave no place for the lifetime"
    )]
    async fn send(
        &self,
        context: &Context,
        request: &mut Request,
        next: &[Arc<dyn Policy>],
    ) -> PolicyResult {
        let before = self.tokens.number(SCOPE).await;
        let Some(after) = next.first() else {
            return Err(azure_core::Error::with_message(
                azure_core::error::ErrorKind::Other,
                "the pipeline ends early",
            ));
        };
        let response = after.send(context, request, &next[1..]).await?;
        if response.status() != StatusCode::Unauthorized {
            self.tokens.accepted(SCOPE).await;
            return Ok(response);
        }
        // The first request of all has fetched the token it was refused with.
        let number = match before {
            Some(number) => Some(number),
            None => self.tokens.number(SCOPE).await,
        };
        if !self.tokens.refused(SCOPE, number).await? {
            return Ok(response);
        }
        request.body_mut().reset().await?;
        after.send(context, request, &next[1..]).await
    }
}
