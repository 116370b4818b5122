//! List Blobs.

use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::StatusCode;

use super::error::{BlobError, Code};
use super::request::Call;
use super::respond::Answer;
use super::store::{Blob, Entry, Page};
use super::xml;
use crate::auth::Permission;
use crate::dates;

/// List Blobs, flat or, with a delimiter, by hierarchy.
pub(super) async fn blobs(call: &Call, container: &str) -> Result<Response, BlobError> {
    call.access.require(&[Permission::List])?;
    if call.includes("uncommittedblobs") {
        return Err(BlobError::from(Code::NotImplemented).because("include=uncommittedblobs"));
    }
    let with_metadata = call.includes("metadata");
    let delimiter = call
        .query
        .get("delimiter")
        .filter(|text| !text.is_empty())
        .map(str::to_owned);
    let page = Page {
        prefix: call.query.text("prefix").to_owned(),
        from: marker(call)?,
        limit: call.max_results()?,
    };
    let listing = call.state.blob.list(container, page, delimiter).await?;
    let attributes = [
        ("ServiceEndpoint", &*call.endpoint()),
        ("ContainerName", container),
    ];
    let mut document = xml::Writer::document();
    document.element_with("EnumerationResults", &attributes, |results| {
        for (element, parameter) in [
            ("Prefix", "prefix"),
            ("Marker", "marker"),
            ("MaxResults", "maxresults"),
            ("Delimiter", "delimiter"),
        ] {
            results.optional(element, call.query.get(parameter));
        }
        results.element("Blobs", |list| {
            for entry in &listing.entries {
                match entry {
                    Entry::Prefix(prefix) => list.element("BlobPrefix", |item| item.name(prefix)),
                    Entry::Blob(blob) => list.element("Blob", |item| {
                        item.name(&blob.name);
                        item.element("Properties", |properties| describe(properties, blob));
                        if with_metadata {
                            item.metadata(&blob.metadata);
                        }
                    }),
                }
            }
        });
        results.text("NextMarker", &next_marker(listing.next));
    });
    Ok(Answer::new(StatusCode::OK).xml(document.finish()))
}

fn describe(properties: &mut xml::Writer, blob: &Blob) {
    properties.text("Creation-Time", &dates::http_from_unix(blob.created));
    properties.text(
        "Last-Modified",
        &dates::http_from_unix(blob.version.modified),
    );
    properties.text("Etag", &blob.version.etag);
    properties.text("Content-Length", &blob.size.to_string());
    let http = &blob.http;
    properties.text(
        "Content-Type",
        http.content_type.as_deref().unwrap_or_default(),
    );
    properties.text(
        "Content-Encoding",
        http.content_encoding.as_deref().unwrap_or_default(),
    );
    properties.text(
        "Content-Language",
        http.content_language.as_deref().unwrap_or_default(),
    );
    properties.text(
        "Content-MD5",
        &http.md5.map(|md5| STANDARD.encode(md5)).unwrap_or_default(),
    );
    properties.text(
        "Cache-Control",
        http.cache_control.as_deref().unwrap_or_default(),
    );
    properties.text(
        "Content-Disposition",
        http.content_disposition.as_deref().unwrap_or_default(),
    );
    properties.text("BlobType", "BlockBlob");
    properties.text("AccessTier", blob.tier.as_deref().unwrap_or("Hot"));
    if blob.tier.is_none() {
        properties.text("AccessTierInferred", "true");
    }
    properties.text("LeaseStatus", "unlocked");
    properties.text("LeaseState", "available");
    properties.text("ServerEncrypted", "false");
}

/// A marker is the first name of the next page, wrapped up so that nobody builds on what is in it.
pub(super) fn next_marker(next: Option<String>) -> String {
    next.map(|name| URL_SAFE_NO_PAD.encode(name))
        .unwrap_or_default()
}

/// The name a page begins with, from the marker an earlier page ended with.
pub(super) fn marker(call: &Call) -> Result<Option<String>, BlobError> {
    let malformed = || BlobError::from(Code::InvalidQueryParameterValue).because("marker");
    call.query
        .get("marker")
        .filter(|marker| !marker.is_empty())
        .map(|marker| {
            let name = URL_SAFE_NO_PAD.decode(marker).map_err(|_| malformed())?;
            String::from_utf8(name).map_err(|_| malformed())
        })
        .transpose()
}
