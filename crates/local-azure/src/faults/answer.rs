//! Answers in place of the service's own, in its dialect.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::Response;
use futures::{StreamExt as _, stream};
use http::{HeaderValue, StatusCode, header};
use longshore_batch_api::BatchError;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

/// One of the services behind the port.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Dialect {
    Identity,
    Blob,
    Batch,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Answer {
    #[serde(deserialize_with = "status")]
    status: StatusCode,
    /// The error code, such as `ServerBusy`.
    code: String,
    /// The text; one that says it was asked for by default.
    message: Option<String>,
    /// `Retry-After`, in seconds.
    retry_after: Option<u32>,
}

fn status<'de, D: serde::Deserializer<'de>>(from: D) -> Result<StatusCode, D::Error> {
    let number = u16::deserialize(from)?;
    StatusCode::from_u16(number).map_err(serde::de::Error::custom)
}

impl Answer {
    /// The answer as a service writes its errors.
    pub(crate) fn of(&self, dialect: Dialect) -> Response {
        let message = self
            .message
            .as_deref()
            .unwrap_or("A fault that was asked for.");
        let (kind, body) = match dialect {
            Dialect::Identity => (
                "application/json; charset=utf-8",
                json!({"error": self.code, "error_description": message, "error_codes": []})
                    .to_string(),
            ),
            Dialect::Batch => (
                longshore_batch_api::CONTENT_TYPE,
                serde_json::to_string(&BatchError::new(&self.code, message)).unwrap_or_default(),
            ),
            Dialect::Blob => (
                "application/xml",
                format!(
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{}</Code><Message>{}</Message></Error>",
                    quick_xml::escape::escape(&self.code),
                    quick_xml::escape::escape(message)
                ),
            ),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let mut set = |name: &'static str, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        set(header::CONTENT_TYPE.as_str(), kind);
        if dialect == Dialect::Blob {
            set("x-ms-error-code", &self.code);
            set("x-ms-request-id", &Uuid::new_v4().to_string());
        } else {
            set("request-id", &Uuid::new_v4().to_string());
        }
        if let Some(seconds) = self.retry_after {
            set(header::RETRY_AFTER.as_str(), &seconds.to_string());
        }
        response
    }
}

/// The status of a page that is none of the services'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Page(#[serde(deserialize_with = "status")] StatusCode);

/// What a captive portal would answer to whatever it is asked.
const PAGE: &str = "<!DOCTYPE html><html><head><title>Welcome aboard</title></head><body>Sign in to go on.</body></html>";

impl Page {
    /// The page, which no service has put its name to.
    pub(crate) fn response(self) -> Response {
        let mut response = Response::new(Body::from(PAGE));
        *response.status_mut() = self.0;
        let kind = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

/// The time what was sent gets to leave before a connection is cut off.
const FLUSH: Duration = Duration::from_millis(100);

/// The same answer, whose body fails after so many bytes: the connection ends there.
pub(crate) fn cut_off(response: Response, bytes: u64) -> Response {
    let (parts, body) = response.into_parts();
    let state = (body.into_data_stream(), bytes);
    let pieces = stream::unfold(Some(state), |state| async move {
        let (mut pieces, left) = state?;
        if left == 0 {
            // What is sent is buffered until there is nothing to send; then it must leave before the connection ends.
            tokio::time::sleep(FLUSH).await;
            let cut = std::io::Error::other("cut off as asked for");
            return Some((Err(axum::Error::new(cut)), None));
        }
        let piece: Result<Bytes, axum::Error> = pieces.next().await?;
        let piece = piece.map(|mut piece| {
            piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
            piece
        });
        let sent = piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Some((piece, Some((pieces, left - sent))))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// The same answer, of which only the first bytes come, and are said to be all.
pub(crate) async fn kept_short(response: Response, bytes: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX).await;
    let mut whole = whole.unwrap_or_default();
    whole.truncate(bytes);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(whole))
}

/// The same answer, whose body comes in small pieces, ten a second.
pub(crate) fn slowed(response: Response, bytes_per_second: u32) -> Response {
    let (parts, body) = response.into_parts();
    let most = usize::try_from(bytes_per_second / 10)
        .unwrap_or(usize::MAX)
        .max(1);
    let state = (body.into_data_stream(), Bytes::new());
    let pieces = stream::unfold(state, move |(mut pieces, mut left)| async move {
        while left.is_empty() {
            match pieces.next().await? {
                Ok(piece) => left = piece,
                Err(error) => return Some((Err(error), (pieces, left))),
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        let piece = left.split_to(most.min(left.len()));
        Some((Ok(piece), (pieces, left)))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// The same answer with the bits of one byte of its body turned over. A shorter one stays as it is.
pub(crate) fn spoiled(response: Response, at: u64) -> Response {
    let (parts, body) = response.into_parts();
    let pieces = body.into_data_stream().scan(at, |left, piece| {
        let piece = piece.map(|piece| spoil(piece, left));
        std::future::ready(Some(piece))
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// Turns over the byte that is `left` from here if this piece has it; otherwise counts the piece off.
fn spoil(piece: Bytes, left: &mut u64) -> Bytes {
    let at = usize::try_from(*left).unwrap_or(usize::MAX);
    *left = left.checked_sub(piece.len() as u64).unwrap_or(u64::MAX);
    match piece.get(at) {
        Some(_) => {
            let mut bytes = piece.to_vec();
            bytes[at] = !bytes[at];
            bytes.into()
        }
        None => piece,
    }
}
