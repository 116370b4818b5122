use std::sync::Arc;

use async_trait::async_trait;
use azure_core::http::{
    Context, Request, StatusCode,
    policies::{Policy, PolicyResult},
};

use super::tokens::Tokens;

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
        let generation = self.tokens.generation().await;
        let Some(after) = next.first() else {
            return Err(azure_core::Error::with_message(
                azure_core::error::ErrorKind::Other,
                "the pipeline ends early",
            ));
        };
        let response = after.send(context, request, &next[1..]).await?;
        if response.status() != StatusCode::Unauthorized {
            return Ok(response);
        }
        self.tokens.renew(generation).await?;
        request.body_mut().reset().await?;
        after.send(context, request, &next[1..]).await
    }
}
