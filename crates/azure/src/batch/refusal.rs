//! What a try came to that did not bring the answer that was wished for.

use std::time::Duration;

use longshore_batch_api::{BatchError, codes};
use reqwest::{Method, Response, StatusCode};
use time::OffsetDateTime;

use super::{
    answer::{garbled, read},
    request::{API_VERSION, Call, REQUEST_ID, text},
};
use crate::{
    error::{Error, ErrorKind},
    retry::{PASSING, retry_after},
};

/// A try that failed, and how long the service asks to wait before the next.
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) may_pass: bool,
    /// No connection came about.
    pub(super) connecting: bool,
    pub(super) wait: Option<Duration>,
    /// The service does not speak the version that was asked in.
    pub(super) wrong_version: bool,
}

impl Failure {
    pub(super) fn garbled(call: &Call, what: ErrorKind) -> Self {
        Self {
            error: Error::new(call.operation, what),
            may_pass: true,
            connecting: false,
            wait: None,
            wrong_version: false,
        }
    }

    pub(super) fn is_unauthorized(&self) -> bool {
        matches!(self.error.kind(), ErrorKind::Refused { status: 401, .. })
    }
}

/// The error an answer stands for. Its body may be missing (HEAD).
pub(super) async fn refusal(call: &Call, answer: Response, stall: Duration) -> Failure {
    let status = answer.status();
    let headers = answer.headers().clone();
    let wait = retry_after(&headers, OffsetDateTime::now_utc());
    let body = read(answer, stall).await;
    let said: Option<BatchError> = match &body {
        Ok(body) => serde_json::from_slice(body).ok(),
        Err(_) => None,
    };
    let decides = !PASSING.contains(&status.as_u16()) && status != StatusCode::UNAUTHORIZED;
    if decides && said.is_none() && call.method != Method::HEAD {
        // What it refuses is in its body, and must not be guessed.
        match body {
            Err(silence) => return silence.of(call),
            Ok(body) if !body.is_empty() => {
                let why = "it is not the JSON it should be";
                let what = garbled(status.as_u16(), &headers, &body, Some(why));
                return Failure::garbled(call, what);
            }
            Ok(_) => {}
        }
    }
    let (code, message) = match &said {
        Some(said) => (said.code.as_str(), with_details(said)),
        None => (
            "",
            status
                .canonical_reason()
                .unwrap_or("no further word")
                .to_owned(),
        ),
    };
    let kind = ErrorKind::of_answer(status.as_u16(), code, &message, wait);
    Failure {
        error: Error::new(call.operation, kind).with_request_id(text(&headers, REQUEST_ID)),
        may_pass: PASSING.contains(&status.as_u16()),
        connecting: false,
        wait,
        wrong_version: said.is_some_and(|said| is_about_version(&said)),
    }
}

/// The reference has a code for it; services have also been seen to call the version a wrong query parameter.
fn is_about_version(said: &BatchError) -> bool {
    said.code == codes::UNSUPPORTED_VERSION
        || said.code == codes::INVALID_QUERY_PARAMETER
            && said.values.iter().any(|detail| detail.value == API_VERSION)
}

/// The message's first line and the details: `One of the inputs is invalid (PropertyName: id, Reason: too long)`.
pub(super) fn with_details(error: &BatchError) -> String {
    let summary = error.summary();
    if error.values.is_empty() {
        return summary.to_owned();
    }
    let details: Vec<_> = error
        .values
        .iter()
        .map(|v| format!("{}: {}", v.key, v.value))
        .collect();
    format!("{summary} ({})", details.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_version_is_known_by_its_code_or_by_the_parameter_it_names() {
        let named = |code, value| BatchError::new(code, "no").with("QueryParameterName", value);
        assert!(is_about_version(&BatchError::new(
            "UnsupportedRequestVersion",
            "no"
        )));
        assert!(is_about_version(&named(
            "InvalidQueryParameterValue",
            "api-version"
        )));
        assert!(!is_about_version(&named(
            "InvalidQueryParameterValue",
            "$filter"
        )));
        assert!(!is_about_version(&named(
            "InvalidPropertyValue",
            "api-version"
        )));
    }

    #[test]
    fn an_errors_details_are_told_with_it() {
        let error = BatchError::new(
            "InvalidPropertyValue",
            "One of the inputs is invalid.\nRequestId:1\nTime:2",
        )
        .with("PropertyName", "id");
        assert_eq!(
            with_details(&error),
            "One of the inputs is invalid. (PropertyName: id)"
        );
    }
}
