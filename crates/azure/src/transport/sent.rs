//! A request on its way: how far its body has come is told, so that a line that is slow is told from one that stands still.

use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use azure_core::{
    Error, Result,
    error::ErrorKind,
    http::{Body, Request},
};
use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// Bytes handed on at once. The client takes some ahead of what it has sent, so they are few.
const PIECE: usize = 16 * 1024;

/// When the last of a body was taken.
#[derive(Debug, Clone)]
pub(super) struct Sending(Arc<Mutex<Instant>>);

impl Default for Sending {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }
}

/// Nothing was taken, and nothing came, for too long.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stalled;

impl Sending {
    fn moves(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn due(&self, limit: Duration) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) + limit
    }

    /// The outcome, unless it is not there `limit` after the body has last moved.
    pub(super) async fn watch<T>(
        &self,
        limit: Duration,
        asked: impl Future<Output = T>,
    ) -> std::result::Result<T, Stalled> {
        let mut asked = std::pin::pin!(asked);
        loop {
            let due = self.due(limit);
            tokio::select! {
                outcome = &mut asked => return Ok(outcome),
                () = tokio::time::sleep_until(due.into()) => {}
            }
            if self.due(limit) <= Instant::now() {
                return Err(Stalled);
            }
        }
    }
}

/// The request as the client takes it.
pub(super) fn request(request: &Request, sending: &Sending) -> Result<reqwest::Request> {
    let broken = |error: String| Error::with_message(ErrorKind::Other, error);
    let method = reqwest::Method::from_bytes(request.method().as_ref().as_bytes());
    let method = method.map_err(|error| broken(error.to_string()))?;
    let mut made = reqwest::Request::new(method, request.url().clone());
    for (name, value) in request.headers().iter() {
        let name = reqwest::header::HeaderName::from_bytes(name.as_str().as_bytes());
        let value = reqwest::header::HeaderValue::from_str(value.as_str());
        match (name, value) {
            (Ok(name), Ok(value)) => made.headers_mut().insert(name, value),
            _ => return Err(broken("a header cannot be sent".into())),
        };
    }
    *made.body_mut() = match request.body() {
        Body::Bytes(bytes) if bytes.is_empty() => Some(reqwest::Body::from(bytes.clone())),
        Body::Bytes(bytes) => Some(reqwest::Body::wrap(Pieces {
            left: bytes.clone(),
            sending: sending.clone(),
        })),
        // Nothing here sends one.
        Body::SeekableStream(stream) => Some(reqwest::Body::wrap_stream(stream.clone())),
    };
    Ok(made)
}

/// A request that got no answer. The SDK tries such errors again.
pub(super) fn failed(error: reqwest::Error) -> Error {
    let kind = match error.is_connect() {
        true => ErrorKind::Connection,
        false => ErrorKind::Io,
    };
    Error::new(kind, error)
}

/// A body in pieces, which tells as each is taken.
struct Pieces {
    left: Bytes,
    sending: Sending,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<Frame<Bytes>, Self::Error>>> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        self.sending.moves();
        let most = self.left.len().min(PIECE);
        let piece = self.left.split_to(most);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_moves_is_waited_for_and_what_stands_still_is_not() {
        let (limit, step) = (Duration::from_secs(2), Duration::from_millis(200));
        let sending = Sending::default();
        let slow = async {
            for _ in 0..15 {
                tokio::time::sleep(step).await;
                sending.moves();
            }
        };
        assert_eq!(sending.watch(limit, slow).await, Ok(()));
        let never = std::future::pending::<()>();
        assert_eq!(sending.watch(step, never).await, Err(Stalled));
    }
}
