//! Get Blob.

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures::StreamExt as _;
use http::{StatusCode, header};
use md5::{Digest as _, Md5};

use super::conditions::Conditions;
use super::error::{BlobError, Code};
use super::properties;
use super::range::Asked;
use super::request::{CONTENT_MD5, Call};
use super::store::Address;
use crate::auth::Permission;

/// The longest range whose hash can be asked for, in bytes.
const MAX_HASHED_RANGE: u64 = 4 * 1024 * 1024;

/// Get Blob, whole or a range of it.
pub(super) async fn get(call: &Call, at: Address) -> Result<Response, BlobError> {
    call.access.require(&[Permission::Read])?;
    let conditions = Conditions::of(call)?;
    let asked = match call.header("x-ms-range")? {
        Some(range) => Some(range),
        None => call.header("range")?,
    };
    let asked = asked.map(Asked::parse).transpose()?;

    let store = &call.state.blob;
    let opened = store.open_blob(&at).await?;
    conditions.check_read(opened.blob.current())?;
    let size = opened.blob.size;
    let md5 = opened.blob.http.md5.map(|md5| BASE64.encode(md5));
    let range = asked.map_or(Ok(0..size), |asked| asked.within(size))?;
    let length = range.end - range.start;
    let status = if asked.is_some() {
        StatusCode::PARTIAL_CONTENT
    } else {
        StatusCode::OK
    };
    let mut answer = properties::described(status, &opened.blob, call.access.overrides())
        .header(header::CONTENT_LENGTH, &length.to_string());
    if asked.is_some() {
        // `Content-MD5` is of what is sent; that of the whole blob has another name here.
        let range_md5 = if wants_range_md5(call, length)? {
            let mut hasher = Md5::new();
            let mut content =
                std::pin::pin!(store.open_blob(&at).await?.read(store, range.clone()));
            while let Some(chunk) = content.next().await {
                hasher.update(chunk?);
            }
            Some(BASE64.encode(hasher.finalize()))
        } else {
            None
        };
        answer = answer
            .header(
                header::CONTENT_RANGE,
                &format!("bytes {}-{}/{size}", range.start, range.end - 1),
            )
            .optional("x-ms-blob-content-md5", md5.as_deref())
            .optional(CONTENT_MD5, range_md5.as_deref());
    } else {
        answer = answer.optional(CONTENT_MD5, md5.as_deref());
    }
    let busy = call.state.busy();
    let content = opened.read(store, range).inspect(move |_| {
        // Sending is a thing under way for as long as it takes.
        let _held = &busy;
    });
    Ok(answer.body(Body::from_stream(content)))
}

fn wants_range_md5(call: &Call, length: u64) -> Result<bool, BlobError> {
    match call.header("x-ms-range-get-content-md5")? {
        Some(wanted) if wanted.eq_ignore_ascii_case("true") => {
            if length > MAX_HASHED_RANGE {
                return Err(BlobError::from(Code::OutOfRangeInput)
                    .because("only the hash of a range of at most 4 MiB can be asked for"));
            }
            Ok(true)
        }
        _ => Ok(false),
    }
}
