#![allow(clippy::unwrap_used)]

use std::{io, time::Duration};

use azure_core::error::ErrorKind as SdkKind;

use super::*;

fn kind(status: u16) -> ErrorKind {
    ErrorKind::of_answer(status, "Code", "said", Some(Duration::from_secs(3)))
}

#[test]
fn each_status_has_its_kind() {
    assert!(matches!(kind(401), ErrorKind::Refused { status: 401, .. }));
    assert!(matches!(kind(403), ErrorKind::Refused { status: 403, .. }));
    assert!(matches!(kind(404), ErrorKind::NotFound { .. }));
    assert!(matches!(kind(409), ErrorKind::Conflict { .. }));
    assert!(matches!(kind(412), ErrorKind::Conflict { .. }));
    assert!(matches!(kind(400), ErrorKind::Service { status: 400, .. }));
    assert!(matches!(kind(500), ErrorKind::Service { status: 500, .. }));
    for busy in [429, 503] {
        assert!(matches!(
            kind(busy),
            ErrorKind::Throttled { retry_after: Some(wait), .. } if wait == Duration::from_secs(3)
        ));
    }
}

#[test]
fn only_what_may_pass_is_retryable() {
    let retryable: Vec<u16> = [
        400, 401, 403, 404, 408, 409, 412, 413, 429, 500, 501, 502, 503, 504,
    ]
    .into_iter()
    .filter(|status| Error::new("test", kind(*status)).retryable())
    .collect();
    assert_eq!(retryable, [408, 429, 500, 502, 503, 504]);
    let unreachable = ErrorKind::Unreachable {
        reason: "refused".into(),
    };
    assert!(Error::new("test", unreachable).retryable());
    assert!(!Error::new("test", ErrorKind::Cancelled).retryable());
}

#[test]
fn an_error_reads_as_operation_kind_code_and_message() {
    let error = Error::new(
        "get job",
        ErrorKind::of_answer(404, "JobNotFound", "no such job", None),
    )
    .with_request_id(Some("r-1".into()));
    assert_eq!(
        error.to_string(),
        "get job: not found (JobNotFound): no such job"
    );
    assert_eq!(
        (error.code(), error.request_id()),
        (Some("JobNotFound"), Some("r-1"))
    );
}

#[test]
fn a_signature_in_an_answer_does_not_get_into_the_error() {
    let said = "cannot read https://s/c?sv=1&sig=topsecret";
    let error = Error::new("add tasks", ErrorKind::of_answer(400, "Bad", said, None));
    assert!(!format!("{error} {error:?}").contains("topsecret"));
}

#[test]
fn tls_is_found_inside_an_io_error_inside_a_transport_error() {
    let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
    let io = io::Error::new(io::ErrorKind::InvalidData, tls);
    let sdk = azure_core::Error::with_error(SdkKind::Connection, io, "failed to execute request");
    let error = Error::from_sdk("list jobs", sdk);
    assert_eq!(
        error.to_string(),
        "list jobs: secure connection failed: invalid peer certificate: UnknownIssuer"
    );
    assert!(!error.retryable());
}

#[test]
fn a_credential_that_could_not_ask_is_unreachable_and_not_refused() {
    let io = io::Error::new(io::ErrorKind::ConnectionRefused, "connection refused");
    let sent = azure_core::Error::with_error(SdkKind::Connection, io, "failed to execute request");
    let failed = azure_core::Error::with_error(SdkKind::Credential, sent, "authentication failed");
    let error = Error::from_sdk("sign in", failed);
    assert_eq!(
        error.to_string(),
        "sign in: could not be reached: authentication failed: failed to execute request: connection refused"
    );
}
