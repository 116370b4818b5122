//! What comes back from the Batch service, or from something in between.

use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use reqwest::{
    Response,
    header::{CONTENT_TYPE, HeaderMap},
};
use serde::de::IgnoredAny;

use super::{refusal::Failure, request::Call};
use crate::{
    error::{Error, ErrorKind, Garbled, is_connecting},
    transport::{MOST, flows, is_for_others, some, whole},
};

/// The names that the service gives each of its answers, one of its own and the one it was given.
const NAMES: [&str; 2] = ["request-id", "client-request-id"];

/// No answer, or none to its end.
pub(super) struct Silence {
    kind: ErrorKind,
    connecting: bool,
}

impl Silence {
    pub(super) fn of(self, call: &Call) -> Failure {
        let error = Error::new(call.operation, self.kind);
        Failure {
            may_pass: error.retryable(),
            error,
            connecting: self.connecting,
            wait: None,
            wrong_version: false,
        }
    }
}

pub(super) fn silence(error: reqwest::Error) -> Silence {
    let connecting = is_connecting(&error);
    let kind = match ErrorKind::of_silence(&error) {
        // The operation says enough; an address is long.
        ErrorKind::Unreachable { .. } => ErrorKind::of_silence(&error.without_url()),
        kind => kind,
    };
    Silence { kind, connecting }
}

/// Nothing came for so long.
pub(super) fn stalled(limit: Duration) -> Silence {
    let reason = format!("nothing came for {} seconds", limit.as_secs());
    Silence {
        kind: ErrorKind::Unreachable { reason },
        connecting: false,
    }
}

fn endless() -> Silence {
    let received = format!("more than {MOST} bytes");
    Silence {
        kind: ErrorKind::Garbled { received },
        connecting: false,
    }
}

/// Whether an answer bears the service's name, or needs none.
pub(super) fn is_of_service(answer: &Response) -> bool {
    let status = answer.status().as_u16();
    NAMES
        .iter()
        .any(|name| answer.headers().contains_key(*name))
        || is_for_others(status)
}

/// What came in place of an answer.
pub(super) async fn foreign(answer: Response, stall: Duration) -> ErrorKind {
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = some(Box::pin(answer.bytes_stream()), stall).await;
    garbled(status, &headers, &body, None)
}

pub(super) fn garbled(
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
    why: Option<&str>,
) -> ErrorKind {
    let kind = headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let what = Garbled::new(status, kind.unwrap_or_default(), body, why);
    ErrorKind::Garbled {
        received: what.to_string(),
    }
}

/// Whether a body is JSON. What is passed over in it is not looked at for its characters, so that is done first.
pub(super) fn check_json(body: &[u8]) -> Result<(), String> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string())?;
    serde_json::from_str::<IgnoredAny>(text)
        .map(drop)
        .map_err(|error| error.to_string())
}

/// The whole body.
pub(super) async fn read(answer: Response, stall: Duration) -> Result<Bytes, Silence> {
    let pieces = Box::pin(answer.bytes_stream().map(|piece| piece.map_err(silence)));
    whole(Box::pin(flows(pieces, stall, stalled, endless))).await
}

#[cfg(test)]
mod tests {
    use super::check_json;

    #[test]
    fn json_that_breaks_off_or_is_spoiled_anywhere_is_no_answer() {
        let list = br#"{"value":[{"id":"a","state":"active"}],"n":1}"#;
        assert_eq!(check_json(list), Ok(()));
        for at in 0..list.len() {
            assert!(check_json(&list[..at]).is_err(), "{at}");
            let mut spoiled = list.to_vec();
            spoiled[at] = !spoiled[at];
            assert!(check_json(&spoiled).is_err(), "{at}");
        }
    }
}
