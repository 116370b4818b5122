//! Whether what came is an answer of the service, and whole.

use std::{io, time::Duration};

use azure_core::{
    Error, Result,
    error::ErrorKind,
    http::{AsyncRawResponse, Method, Request, headers::Headers},
};
use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt, stream};
use serde::de::IgnoredAny;

use super::Peer;
use crate::{error::Garbled, retry::PASSING};

/// The most bytes of an answer: a page of a list, or a block, has far fewer. What goes on for ever is no answer.
pub(crate) const MOST: usize = 32 * 1024 * 1024;

/// Bytes of what is no answer that are enough to describe it.
const ENOUGH: usize = 64 * 1024;

/// The name that storage gives its answers, and that nothing in between makes up.
const REQUEST_ID: &str = "x-ms-request-id";

/// Nothing came for so long.
pub(super) fn stalled(limit: Duration) -> Error {
    let text = format!("nothing came for {} seconds", limit.as_secs());
    Error::new(ErrorKind::Io, io::Error::new(io::ErrorKind::TimedOut, text))
}

/// The same stream, which fails when nothing comes for so long, or when it is longer than any answer.
pub(crate) fn flows<S, E>(
    body: S,
    stall: Duration,
    silent: fn(Duration) -> E,
    endless: fn() -> E,
) -> impl Stream<Item = std::result::Result<Bytes, E>> + Send
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Send + Unpin,
    E: Send,
{
    stream::unfold(Some((body, 0)), move |state| async move {
        let (mut body, before) = state?;
        let piece = match tokio::time::timeout(stall, body.next()).await {
            Err(_) => return Some((Err(silent(stall)), None)),
            Ok(piece) => piece?,
        };
        match piece {
            Err(error) => Some((Err(error), None)),
            Ok(bytes) if before + bytes.len() > MOST => Some((Err(endless()), None)),
            Ok(bytes) => {
                let so_far = before + bytes.len();
                Some((Ok(bytes), Some((body, so_far))))
            }
        }
    })
}

/// Whether what is said by this status passes by itself, or is about signing in: both are decided elsewhere, whoever says it.
pub(crate) fn is_for_others(status: u16) -> bool {
    PASSING.contains(&status) || matches!(status, 401 | 407 | 511)
}

/// The client's answer as the SDK takes it.
pub(super) fn of(answer: reqwest::Response) -> AsyncRawResponse {
    let status = answer.status().as_u16().into();
    let mut headers = Headers::new();
    for (name, value) in answer.headers() {
        if let Ok(value) = value.to_str() {
            headers.insert(name.as_str().to_owned(), value.to_owned());
        }
    }
    let body = answer
        .bytes_stream()
        .map(|piece| piece.map_err(|error| Error::new(ErrorKind::Io, error)));
    AsyncRawResponse::new(status, headers, Box::pin(body))
}

/// The answer, if it is one of the service; an error that is tried again otherwise.
pub(super) async fn judge(
    peer: Peer,
    request: &Request,
    answer: AsyncRawResponse,
    stall: Duration,
) -> Result<AsyncRawResponse> {
    let (status, headers, body) = answer.deconstruct();
    let number = u16::from(status);
    let body = Box::pin(flows(body, stall, stalled, endless));
    let passes = is_for_others(number);
    let kind = header(&headers, "content-type");
    match peer {
        Peer::Storage if passes => {}
        // The content of a blob may be XML of whatever kind; what a service says comes with this parameter. That it is what it
        // should be is mark enough: Azurite gives its keys no other.
        Peer::Storage if status.is_success() && is_xml(&kind) && tells(request) => {
            let whole = whole(body).await?;
            if let Err(why) = check_xml(&whole) {
                return Err(garbled(Garbled::new(number, &kind, &whole, Some(&why))));
            }
            return Ok(AsyncRawResponse::from_bytes(status, headers, whole));
        }
        Peer::Storage if header(&headers, REQUEST_ID).is_empty() => {
            return Err(garbled(Garbled::new(
                number,
                &kind,
                &some(body, stall).await,
                None,
            )));
        }
        Peer::Identity if asks_for_token(request) && !(passes && number != 401) => {
            let whole = whole(body).await?;
            if let Err(why) = check_token(status.is_success(), &whole) {
                return Err(garbled(Garbled::new(number, &kind, &whole, Some(why))));
            }
            return Ok(AsyncRawResponse::from_bytes(status, headers, whole));
        }
        Peer::Storage | Peer::Identity => {}
    }
    Ok(AsyncRawResponse::new(status, headers, body))
}

fn endless() -> Error {
    garbled(Garbled(format!("more than {MOST} bytes")))
}

/// The SDK tries again what is an error of input and output.
fn garbled(what: Garbled) -> Error {
    Error::new(ErrorKind::Io, what)
}

fn header(headers: &Headers, name: &'static str) -> String {
    headers
        .get_optional_string(&name.into())
        .unwrap_or_default()
}

/// Pages for people may be XML too.
fn is_xml(kind: &str) -> bool {
    kind.contains("xml") && !kind.contains("xhtml")
}

/// Whether what the service says to it is more than that it is done.
fn tells(request: &Request) -> bool {
    let names = |name| request.url().query_pairs().any(|(key, _)| key == name);
    request.method() != Method::Put && names("comp")
}

/// Microsoft Entra ID answers with JSON, whatever it answers; others that give tokens have their own manners.
fn asks_for_token(request: &Request) -> bool {
    request.url().path().ends_with("/oauth2/v2.0/token")
}

/// All of a body.
pub(crate) async fn whole<E>(
    mut body: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
) -> std::result::Result<Bytes, E> {
    let mut whole = BytesMut::new();
    while let Some(piece) = body.next().await {
        whole.extend_from_slice(&piece?);
    }
    Ok(whole.freeze())
}

/// What comes in so much time of a body that is only to be described.
pub(crate) async fn some<E>(
    mut body: impl Stream<Item = std::result::Result<Bytes, E>> + Unpin,
    limit: Duration,
) -> Bytes {
    let mut some = BytesMut::new();
    let taking = async {
        while let Some(Ok(piece)) = body.next().await {
            some.extend_from_slice(&piece);
            if some.len() > ENOUGH {
                break;
            }
        }
    };
    // What came until then tells enough.
    let _ = tokio::time::timeout(limit, taking).await;
    some.freeze()
}

fn check_xml(body: &[u8]) -> std::result::Result<(), String> {
    std::str::from_utf8(body).map_err(|error| error.to_string())?;
    // The error has the document in it.
    azure_core::xml::from_xml::<_, IgnoredAny>(body)
        .map(drop)
        .map_err(|_| "it is not well-formed".into())
}

fn check_token(success: bool, body: &[u8]) -> std::result::Result<(), &'static str> {
    #[derive(serde::Deserialize)]
    struct Said {
        #[serde(default)]
        access_token: Option<IgnoredAny>,
        #[serde(default)]
        error: Option<IgnoredAny>,
    }
    let said: Said = serde_json::from_slice(body).map_err(|_| "it is not the JSON it should be")?;
    match (success, said.access_token, said.error) {
        (true, Some(_), _) | (false, _, Some(_)) => Ok(()),
        (true, None, _) => Err("there is no token in it"),
        (false, _, None) => Err("there is no reason in it"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_that_breaks_off_or_is_spoiled_is_no_answer() {
        let list =
            b"<?xml version=\"1.0\"?><List a=\"1\"><Blob><Name>a</Name></Blob><Next/></List>";
        assert_eq!(check_xml(list), Ok(()));
        for length in 0..list.len() {
            assert!(check_xml(&list[..length]).is_err(), "{length}");
        }
        for at in 0..list.len() {
            let mut spoiled = list.to_vec();
            spoiled[at] = !spoiled[at];
            assert!(check_xml(&spoiled).is_err(), "{at}");
        }
    }

    #[test]
    fn only_json_with_a_token_or_a_reason_is_an_answer_to_the_question_for_one() {
        assert_eq!(check_token(true, br#"{"access_token":"t"}"#), Ok(()));
        assert_eq!(check_token(false, br#"{"error":"invalid_client"}"#), Ok(()));
        for (success, body) in [
            (true, "{\"access_token\":\"t"),
            (true, "{\"error\":\"x\"}"),
            (false, "{}"),
            (false, "<html>"),
            (true, ""),
        ] {
            assert!(check_token(success, body.as_bytes()).is_err(), "{body}");
        }
    }
}
