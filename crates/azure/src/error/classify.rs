//! From the errors of the libraries below, and from the services' answers, to ours.

use std::{error::Error as StdError, io, time::Duration};

use azure_core::error::ErrorKind as SdkKind;
use azure_storage_blob::StorageError;
use time::OffsetDateTime;

use super::{Error, ErrorKind, Garbled, scrub};

impl ErrorKind {
    /// The kind of an answer that is not a success.
    pub(crate) fn of_answer(
        status: u16,
        code: &str,
        message: &str,
        retry_after: Option<Duration>,
    ) -> Self {
        let (code, message) = (code.to_owned(), scrub(message));
        match status {
            401 | 403 => Self::Refused {
                status,
                code,
                message,
            },
            404 => Self::NotFound { code, message },
            409 | 412 => Self::Conflict { code, message },
            429 | 503 => Self::Throttled {
                code,
                message,
                retry_after,
            },
            _ => Self::Service {
                status,
                code,
                message,
            },
        }
    }

    /// The kind of a request that got no answer.
    pub(crate) fn of_silence(error: &(dyn StdError + 'static)) -> Self {
        if let Some(reason) = tls_reason(error) {
            return Self::Tls { reason };
        }
        match unknown_host(error) {
            Some((host, reason)) => Self::UnknownHost { host, reason },
            None => Self::Unreachable {
                reason: chain(error),
            },
        }
    }
}

impl Error {
    /// An error of the Azure SDK: of Blob, or of a credential on anyone's behalf.
    pub(crate) fn from_sdk(operation: &'static str, error: azure_core::Error) -> Self {
        if let Some(received) = garbled(&error) {
            return Self::new(operation, ErrorKind::Garbled { received });
        }
        match error.kind() {
            SdkKind::HttpResponse { .. } => Self::from_storage(operation, error),
            _ if is_connecting(&error) => Self::new(operation, ErrorKind::of_silence(&error)),
            SdkKind::Credential => Self::new(operation, of_credential(&error)),
            SdkKind::Connection | SdkKind::Io => {
                Self::new(operation, ErrorKind::of_silence(&error))
            }
            _ => Self::new(
                operation,
                match tls_reason(&error) {
                    Some(reason) => ErrorKind::Tls { reason },
                    None => ErrorKind::Protocol {
                        reason: chain(&error),
                    },
                },
            ),
        }
    }

    fn from_storage(operation: &'static str, error: azure_core::Error) -> Self {
        let SdkKind::HttpResponse {
            status,
            error_code,
            raw_response,
        } = error.kind()
        else {
            return Self::new(
                operation,
                ErrorKind::Protocol {
                    reason: chain(&error),
                },
            );
        };
        let status = u16::from(*status);
        let code = error_code.clone().unwrap_or_default();
        let header = |name: &'static str| {
            raw_response
                .as_ref()?
                .headers()
                .get_optional_string(&name.into())
        };
        let request_id = header("x-ms-request-id");
        let client_request_id = header("x-ms-client-request-id");
        let retry_after = crate::retry::wish(header, OffsetDateTime::now_utc());
        // A reply to HEAD has no body to take a message from; the code says enough then.
        let message = StorageError::try_from(error)
            .ok()
            .and_then(|storage| storage.message)
            .and_then(|message| message.lines().next().map(str::to_owned))
            .unwrap_or_default();
        Self::new(
            operation,
            ErrorKind::of_answer(status, &code, &message, retry_after),
        )
        .with_request_id(request_id)
        .with_client_request_id(client_request_id)
    }
}

/// A credential fails because the identity service says no, or because it could not be asked.
fn of_credential(error: &azure_core::Error) -> ErrorKind {
    let causes = || causes(error).filter_map(|cause| cause.downcast_ref::<azure_core::Error>());
    let answered = causes().any(|cause| cause.http_status().is_some());
    if !answered && causes().any(|cause| matches!(cause.kind(), SdkKind::Connection | SdkKind::Io))
    {
        return ErrorKind::of_silence(error);
    }
    if let Some(reason) = tls_reason(error) {
        return ErrorKind::Tls { reason };
    }
    let status = causes()
        .find_map(azure_core::Error::http_status)
        .map(u16::from);
    let text = chain(error);
    // A page of a proxy, or nothing at all: not its own answer, and not a refusal.
    let foreign = causes().any(|cause| matches!(cause.kind(), SdkKind::DataConversion));
    let status = if foreign { Some(502) } else { status };
    match (aadsts(&text), status) {
        // Not a refusal of ours: the identity service itself has trouble.
        (None, Some(status)) if status >= 500 || status == 429 => {
            ErrorKind::of_answer(status, "IdentityService", &text, None)
        }
        (aadsts, _) => ErrorKind::SignIn {
            aadsts,
            reason: first_sentence(&text),
        },
    }
}

/// What the identity service itself said, without the layers around it and without its trailing trace ids.
fn first_sentence(text: &str) -> String {
    let said = text.find("AADSTS").map_or(text, |at| &text[at..]);
    said.lines()
        .next()
        .and_then(|line| line.split(" Trace ID:").next())
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// The number of the first `AADSTS…` in the text.
fn aadsts(text: &str) -> Option<u32> {
    let digits = text.split_once("AADSTS")?.1;
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// An error and what caused it, outermost first. Errors inside an [`io::Error`] are not among its sources and are
/// looked up there.
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>() {
            Some(io) => io.get_ref().map(|inner| inner as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// What TLS says, when TLS is the cause.
pub(crate) fn tls_reason(error: &(dyn StdError + 'static)) -> Option<String> {
    causes(error)
        .find_map(|cause| cause.downcast_ref::<rustls::Error>())
        .map(rustls::Error::to_string)
}

/// What came in place of an answer, when that is the cause.
fn garbled(error: &(dyn StdError + 'static)) -> Option<String> {
    causes(error)
        .find_map(|cause| cause.downcast_ref::<Garbled>())
        .map(Garbled::to_string)
}

/// Whether no connection came about: nothing was sent.
pub(crate) fn is_connecting(error: &(dyn StdError + 'static)) -> bool {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<reqwest::Error>())
        .any(reqwest::Error::is_connect)
}

/// The host whose address was asked for in vain, and what was said.
fn unknown_host(error: &(dyn StdError + 'static)) -> Option<(String, String)> {
    let host = causes(error)
        .filter_map(|cause| cause.downcast_ref::<reqwest::Error>())
        .find_map(|error| Some(error.url()?.host_str()?.to_owned()))?;
    // The connector's own error, whose type it keeps to itself.
    let mut after = causes(error).skip_while(|cause| cause.to_string() != "dns error");
    let dns = after.next()?;
    let said = after.next().unwrap_or(dns).to_string();
    let said = said
        .split_once(": ")
        .map_or(said.as_str(), |(_, said)| said);
    Some((host, said.to_owned()))
}

/// The texts of an error and its causes, each once, scrubbed.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = String::new();
    for cause in causes(error) {
        let own = cause.to_string();
        let own = for_people(&own);
        if !text.contains(own) {
            if !text.is_empty() {
                text += ": ";
            }
            text += own;
        }
    }
    scrub(&text)
}

/// A text without what libraries add for those who program with them: further lines, and where to read on.
fn for_people(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    line.split_once(": https://docs.rs/")
        .map_or(line, |(said, _)| said)
}

#[cfg(test)]
mod tests {
    use super::{aadsts, first_sentence, for_people};

    #[test]
    fn a_text_is_told_without_where_programmers_read_on() {
        let text = "peer closed connection without sending TLS close_notify: https://docs.rs/rustls/latest/rustls/manual/_03_howto";
        assert_eq!(
            for_people(text),
            "peer closed connection without sending TLS close_notify"
        );
        assert_eq!(
            for_people("no route: to host\nsee the manual"),
            "no route: to host"
        );
    }

    #[test]
    fn a_refused_secret_is_told_by_its_number_and_first_sentence() {
        let text = "ClientSecretCredential authentication failed: HttpResponse: \
                    AADSTS7000215: Invalid client secret provided. Trace ID: 1 Correlation ID: 2";
        assert_eq!(aadsts(text), Some(7_000_215));
        assert_eq!(
            first_sentence(text),
            "AADSTS7000215: Invalid client secret provided."
        );
        assert_eq!(aadsts("no number"), None);
        assert_eq!(first_sentence("no number\nmore"), "no number");
    }
}
