//! A request to the blob service, read as far as every operation needs it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, header};
use http_body_util::BodyExt as _;
use time::OffsetDateTime;

use super::access::Access;
use super::error::{BlobError, Code};
use super::respond::VERSION;
use super::roles;
use super::target::Target;
use super::versions;
use crate::paced;
use crate::query::Query;
use crate::state::State;

/// The most the names and values of metadata may take together, in bytes.
const MAX_METADATA: usize = 8 * 1024;
/// How much of an unwanted body is read, in bytes, and for how long.
const DRAIN_BYTES: usize = 64 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// An authenticated request whose target is known.
pub(super) struct Call {
    pub(super) state: Arc<State>,
    pub(super) method: Method,
    pub(super) headers: HeaderMap,
    pub(super) query: Query,
    pub(super) target: Target,
    pub(super) access: Access,
    pub(super) now: OffsetDateTime,
}

impl Call {
    /// Reads and authenticates a request.
    pub(super) fn admit(state: Arc<State>, request: Parts) -> Result<Self, BlobError> {
        let now = state.now();
        let query = Query::of(&request.uri);
        let target = Target::of_path(request.uri.path())?;
        versions::check(&request.headers)?;
        let access = Access::of(&state, &request, &target, &query, now)?;
        roles::check(
            &state.faults.plan(),
            &access,
            &request.method,
            &target,
            &query,
        )?;
        if let Target::Container { container } | Target::Blob { container, .. } = &target
            && state.faults.plan().hides_container(container)
            && !is_creation(&request.method, &target, &query)
        {
            return Err(Code::ContainerNotFound.into());
        }
        Ok(Self {
            state,
            method: request.method,
            headers: request.headers,
            query,
            target,
            access,
            now,
        })
    }

    /// A header's text. One that is not text is a bad request.
    pub(super) fn header(&self, name: &str) -> Result<Option<&str>, BlobError> {
        self.headers
            .get(name)
            .map(|value| {
                value
                    .to_str()
                    .map_err(|_| BlobError::from(Code::InvalidHeaderValue).because(name))
            })
            .transpose()
    }

    /// As [`header`](Self::header), owned, an empty one being none.
    pub(super) fn owned_header(&self, name: &str) -> Result<Option<String>, BlobError> {
        Ok(self
            .header(name)?
            .filter(|value| !value.is_empty())
            .map(str::to_owned))
    }

    /// The length of the body, which writes must announce.
    pub(super) fn content_length(&self) -> Result<u64, BlobError> {
        self.header("content-length")?
            .ok_or(Code::MissingContentLengthHeader)?
            .parse()
            .map_err(|_| BlobError::from(Code::InvalidHeaderValue).because("content-length"))
    }

    /// An MD5 hash given in a header.
    pub(super) fn md5(&self, name: &str) -> Result<Option<[u8; 16]>, BlobError> {
        let Some(text) = self.header(name)?.filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        let bytes = BASE64.decode(text).map_err(|_| Code::InvalidMd5)?;
        Ok(Some(bytes.try_into().map_err(|_| Code::InvalidMd5)?))
    }

    /// The `x-ms-meta-` headers, by name.
    pub(super) fn metadata(&self) -> Result<BTreeMap<String, String>, BlobError> {
        let mut metadata = BTreeMap::new();
        for (name, value) in &self.headers {
            let Some(name) = name.as_str().strip_prefix("x-ms-meta-") else {
                continue;
            };
            let value = value.to_str().map_err(|_| Code::InvalidMetadata)?;
            // Names are C# identifiers; HTTP has made them lower-case by the time they are here.
            let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            if !starts_well || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                return Err(BlobError::from(Code::InvalidMetadata).because(name));
            }
            metadata.insert(name.to_owned(), value.trim().to_owned());
        }
        let size: usize = metadata
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        if size > MAX_METADATA {
            return Err(Code::MetadataTooLarge.into());
        }
        Ok(metadata)
    }

    /// The version of the service the client speaks.
    pub(super) fn version(&self) -> &str {
        self.headers
            .get("x-ms-version")
            .and_then(|version| version.to_str().ok())
            .unwrap_or(VERSION)
    }

    /// Whether a list is to have `what` with it.
    pub(super) fn includes(&self, what: &str) -> bool {
        self.query
            .text("include")
            .split(',')
            .any(|item| item.trim().eq_ignore_ascii_case(what))
    }

    /// The account's URL as lists name it.
    pub(super) fn endpoint(&self) -> String {
        format!(
            "{}/{}/",
            self.state.base_url, self.state.keys.storage_account_name
        )
    }

    /// `maxresults`, of at most 5,000.
    pub(super) fn max_results(&self) -> Result<usize, BlobError> {
        const MOST: usize = 5000;
        match self.query.get("maxresults").filter(|text| !text.is_empty()) {
            None => Ok(MOST),
            Some(text) => match text.parse::<i64>() {
                Ok(1..) => Ok(text.parse().unwrap_or(MOST).min(MOST)),
                Ok(_) => Err(Code::OutOfRangeQueryParameterValue.into()),
                Err(_) => {
                    Err(BlobError::from(Code::InvalidQueryParameterValue).because("maxresults"))
                }
            },
        }
    }
}

/// Whether this makes a container, which may be done to one that is not there.
fn is_creation(method: &Method, target: &Target, query: &Query) -> bool {
    let names_container = matches!(target, Target::Container { .. });
    method == Method::PUT && names_container && query.text("comp").is_empty()
}

/// Headers that ask for something this service does not do. To ignore one would be to claim that it was done.
const UNSUPPORTED_HEADERS: [&str; 14] = [
    "x-ms-blob-append-offset",
    "x-ms-content-crc64",
    "x-ms-copy-source",
    "x-ms-cpk-by-name",
    "x-ms-encryption-key",
    "x-ms-encryption-scope",
    "x-ms-expiry-option",
    "x-ms-if-tags",
    "x-ms-immutability-policy-until-date",
    "x-ms-legal-hold",
    "x-ms-range-get-content-crc64",
    "x-ms-source-range",
    "x-ms-structured-body",
    "x-ms-tags",
];
const UNSUPPORTED_PARAMETERS: [&str; 3] = ["snapshot", "versionid", "deletetype"];

/// Refuses what would need a feature that is not here, and conditions on leases, of which there are none.
pub(super) fn refuse_unsupported(call: &Call) -> Result<(), BlobError> {
    let header = UNSUPPORTED_HEADERS
        .into_iter()
        .find(|name| call.headers.contains_key(*name));
    let parameter = UNSUPPORTED_PARAMETERS
        .into_iter()
        .find(|name| call.query.get(name).is_some());
    if let Some(name) = header.or(parameter) {
        return Err(BlobError::from(Code::NotImplemented).because(name));
    }
    if call.headers.contains_key("x-ms-lease-id") && call.query.text("comp") != "lease" {
        return Err(match call.target {
            Target::Blob { .. } => Code::LeaseNotPresentWithBlobOperation.into(),
            _ => Code::LeaseNotPresentWithContainerOperation.into(),
        });
    }
    Ok(())
}

/// The next piece of a body; `None` at its end.
pub(super) async fn next_piece(body: &mut Body) -> Result<Option<Bytes>, BlobError> {
    loop {
        match body.frame().await {
            None => return Ok(None),
            Some(Err(error)) if paced::is_pause(&error) => {
                return Err(Code::OperationTimedOut.into());
            }
            Some(Err(error)) => {
                return Err(BlobError::from(Code::InvalidHeaderValue)
                    .because(format!("the body ended early: {error}")));
            }
            Some(Ok(frame)) => {
                if let Ok(piece) = frame.into_data() {
                    return Ok(Some(piece));
                }
            }
        }
    }
}

/// A small body, whole.
pub(super) async fn whole(body: &mut Body, limit: usize) -> Result<Vec<u8>, BlobError> {
    let mut whole = Vec::new();
    while let Some(piece) = next_piece(body).await? {
        if whole.len() + piece.len() > limit {
            return Err(Code::RequestBodyTooLarge.into());
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole)
}

/// Reads what is left of a body, within reason, and forgets it.
pub(super) async fn drain(body: &mut Body) {
    let _ = tokio::time::timeout(DRAIN_TIME, async {
        let mut left = DRAIN_BYTES;
        while let Ok(Some(piece)) = next_piece(body).await {
            match left.checked_sub(piece.len()) {
                Some(rest) => left = rest,
                None => break,
            }
        }
    })
    .await;
}

/// The entity tag's `ETag` header form.
pub(super) fn quoted(etag: &str) -> String {
    format!("\"{etag}\"")
}

/// The names of headers used in more than one place.
pub(super) const CONTENT_MD5: header::HeaderName = header::HeaderName::from_static("content-md5");
