//! Get Blob Properties and Metadata, and setting them.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::{StatusCode, header};

use super::conditions::Conditions;
use super::error::BlobError;
use super::request::{CONTENT_MD5, Call};
use super::respond::Answer;
use super::store::{Address, Blob};
use super::upload::http_headers;
use crate::auth::{Overrides, Permission};
use crate::dates;

/// Get Blob Properties.
pub(super) async fn head(call: &Call, at: Address) -> Result<Response, BlobError> {
    let blob = read(call, &at).await?;
    Ok(described(StatusCode::OK, &blob, call.access.overrides())
        .header(header::CONTENT_LENGTH, &blob.size.to_string())
        .optional(
            CONTENT_MD5,
            blob.http.md5.map(|md5| BASE64.encode(md5)).as_deref(),
        )
        .empty())
}

/// Get Blob Metadata.
pub(super) async fn metadata(call: &Call, at: Address) -> Result<Response, BlobError> {
    let blob = read(call, &at).await?;
    Ok(Answer::new(StatusCode::OK)
        .version(&blob.version.etag, blob.version.modified)
        .metadata(&blob.metadata)
        .empty())
}

/// Set Blob Metadata, which replaces what was there.
pub(super) async fn set_metadata(call: &Call, at: Address) -> Result<Response, BlobError> {
    call.access.require(&[Permission::Write])?;
    let metadata = call.metadata()?;
    let version = call
        .state
        .blob
        .update_blob(&at, Conditions::of(call)?, call.now, |blob| {
            blob.metadata = metadata
        })
        .await?;
    Ok(Answer::new(StatusCode::OK)
        .version(&version.etag, version.modified)
        .header("x-ms-request-server-encrypted", "false")
        .empty())
}

/// Set Blob Properties: a header that is not sent is cleared.
pub(super) async fn set_http_headers(call: &Call, at: Address) -> Result<Response, BlobError> {
    call.access.require(&[Permission::Write])?;
    let http = http_headers(call)?;
    let version = call
        .state
        .blob
        .update_blob(&at, Conditions::of(call)?, call.now, |blob| {
            blob.http = http
        })
        .await?;
    Ok(Answer::new(StatusCode::OK)
        .version(&version.etag, version.modified)
        .empty())
}

async fn read(call: &Call, at: &Address) -> Result<Blob, BlobError> {
    call.access.require(&[Permission::Read])?;
    let conditions = Conditions::of(call)?;
    let blob = call.state.blob.blob(at).await?;
    conditions.check_read(blob.current())?;
    Ok(blob)
}

/// The headers that describe a blob, whether its content follows or not.
pub(super) fn described(status: StatusCode, blob: &Blob, overrides: Option<&Overrides>) -> Answer {
    let fixed = |choose: fn(&Overrides) -> &Option<String>| {
        overrides.and_then(|overrides| choose(overrides).as_deref())
    };
    let http = &blob.http;
    Answer::new(status)
        .version(&blob.version.etag, blob.version.modified)
        .optional(
            header::CONTENT_TYPE,
            fixed(|overrides| &overrides.content_type).or(http.content_type.as_deref()),
        )
        .optional(
            header::CONTENT_ENCODING,
            fixed(|overrides| &overrides.content_encoding).or(http.content_encoding.as_deref()),
        )
        .optional(
            header::CONTENT_LANGUAGE,
            fixed(|overrides| &overrides.content_language).or(http.content_language.as_deref()),
        )
        .optional(
            header::CONTENT_DISPOSITION,
            fixed(|overrides| &overrides.content_disposition)
                .or(http.content_disposition.as_deref()),
        )
        .optional(
            header::CACHE_CONTROL,
            fixed(|overrides| &overrides.cache_control).or(http.cache_control.as_deref()),
        )
        .header(header::ACCEPT_RANGES, "bytes")
        .header("x-ms-blob-type", "BlockBlob")
        .header("x-ms-creation-time", &dates::http_from_unix(blob.created))
        .header("x-ms-lease-status", "unlocked")
        .header("x-ms-lease-state", "available")
        .header("x-ms-server-encrypted", "false")
        .header("x-ms-access-tier", blob.tier.as_deref().unwrap_or("Hot"))
        .optional(
            "x-ms-access-tier-inferred",
            blob.tier.is_none().then_some("true"),
        )
        .metadata(&blob.metadata)
}
