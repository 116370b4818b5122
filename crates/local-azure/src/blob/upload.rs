//! Put Blob, and what all writes of blobs have in common.

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::StatusCode;

use super::conditions::Conditions;
use super::error::{BlobError, Code};
use super::request::{CONTENT_MD5, Call};
use super::respond::Answer;
use super::store::{Address, HttpHeaders, NewBlob};
use crate::auth::Permission;

/// The most a Put Blob may carry, in bytes: 5,000 MiB.
const MAX_BLOB: u64 = 5_000 * 1024 * 1024;
/// The type of a blob whose writer names none.
const DEFAULT_TYPE: &str = "application/octet-stream";

/// Put Blob.
pub(super) async fn put_blob(
    call: &Call,
    at: Address,
    body: &mut Body,
) -> Result<Response, BlobError> {
    call.access
        .require(&[Permission::Write, Permission::Create])?;
    match call.header("x-ms-blob-type")? {
        Some("BlockBlob") => {}
        Some("AppendBlob" | "PageBlob") => {
            return Err(BlobError::from(Code::NotImplemented).because("x-ms-blob-type"));
        }
        Some(_) => return Err(BlobError::from(Code::InvalidHeaderValue).because("x-ms-blob-type")),
        None => return Err(BlobError::from(Code::MissingRequiredHeader).because("x-ms-blob-type")),
    }
    let length = call.content_length()?;
    if length > MAX_BLOB {
        return Err(Code::RequestBodyTooLarge.into());
    }
    let mut new = new_blob(call, "content-type")?;
    // The whole content arrives here, so both of the hashes a client can give are hashes of it.
    let announced = [call.md5("content-md5")?, new.http.md5];
    call.state.blob.check_write(&at, &new).await?;

    let received = call.state.blob.receive(body, length, true).await?;
    if announced
        .into_iter()
        .flatten()
        .any(|md5| received.md5 != Some(md5))
    {
        return Err(Code::Md5Mismatch.into());
    }
    new.http.md5 = received.md5;
    let version = call.state.blob.put(&at, new.clone(), received).await?;
    Ok(Answer::new(StatusCode::CREATED)
        .version(&version.etag, version.modified)
        .optional(
            CONTENT_MD5,
            new.http.md5.map(|md5| BASE64.encode(md5)).as_deref(),
        )
        .header("x-ms-request-server-encrypted", "false")
        .empty())
}

/// What a writing request makes of a blob. The type comes from `x-ms-blob-content-type` or else from
/// `fallback_type`, which must not be a header that describes something else than the content.
pub(super) fn new_blob(call: &Call, fallback_type: &str) -> Result<NewBlob, BlobError> {
    let mut http = http_headers(call)?;
    if http.content_type.is_none() {
        http.content_type = call
            .owned_header(fallback_type)?
            .or(Some(DEFAULT_TYPE.to_owned()));
    }
    let tier = match call.header("x-ms-access-tier")? {
        None => None,
        Some(tier @ ("Hot" | "Cool" | "Cold")) => Some(tier.to_owned()),
        Some(_) => return Err(BlobError::from(Code::NotImplemented).because("x-ms-access-tier")),
    };
    Ok(NewBlob {
        http,
        tier,
        metadata: call.metadata()?,
        conditions: Conditions::of(call)?,
        may_overwrite: call.access.may_overwrite(),
        now: call.now,
    })
}

/// The `x-ms-blob-…` headers that say how a blob is to be served.
pub(super) fn http_headers(call: &Call) -> Result<HttpHeaders, BlobError> {
    Ok(HttpHeaders {
        content_type: call.owned_header("x-ms-blob-content-type")?,
        content_encoding: call.owned_header("x-ms-blob-content-encoding")?,
        content_language: call.owned_header("x-ms-blob-content-language")?,
        content_disposition: call.owned_header("x-ms-blob-content-disposition")?,
        cache_control: call.owned_header("x-ms-blob-cache-control")?,
        md5: call.md5("x-ms-blob-content-md5")?,
    })
}
