//! Operations on the account: what it is, and user delegation keys.

use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use secrecy::ExposeSecret as _;
use time::Duration;

use super::access::Access;
use super::error::{BlobError, Code};
use super::request::{self, Call};
use super::respond::Answer;
use super::xml;
use crate::{auth, dates};

/// The longest a delegation key may be valid, and the most a request for one may take.
const KEY_LIFETIME: Duration = Duration::days(7);
const KEY_INFO_LIMIT: usize = 4096;

/// Get Account Information.
pub(super) fn information(call: &Call) -> Result<Response, BlobError> {
    call.access.require_account()?;
    Ok(Answer::new(StatusCode::OK)
        .header("x-ms-sku-name", "Standard_LRS")
        .header("x-ms-account-kind", "StorageV2")
        .header("x-ms-is-hns-enabled", "false")
        .empty())
}

/// Get Blob Service Properties: the features it asks about are all switched off, and stay so.
pub(super) fn service_properties(call: &Call) -> Result<Response, BlobError> {
    call.access.require_account()?;
    let mut document = xml::Writer::document();
    document.element("StorageServiceProperties", |properties| {
        properties.element("Logging", |logging| {
            logging.text("Version", "1.0");
            for action in ["Delete", "Read", "Write"] {
                logging.text(action, "false");
            }
            logging.element("RetentionPolicy", |policy| policy.text("Enabled", "false"));
        });
        for metrics in ["HourMetrics", "MinuteMetrics"] {
            properties.element(metrics, |metrics| {
                metrics.text("Version", "1.0");
                metrics.text("Enabled", "false");
                metrics.element("RetentionPolicy", |policy| policy.text("Enabled", "false"));
            });
        }
        properties.text("Cors", "");
        properties.element("DeleteRetentionPolicy", |policy| {
            policy.text("Enabled", "false")
        });
        properties.element("StaticWebsite", |website| website.text("Enabled", "false"));
    });
    Ok(Answer::new(StatusCode::OK).xml(document.finish()))
}

/// Get User Delegation Key.
pub(super) async fn user_delegation_key(
    call: &Call,
    body: &mut Body,
) -> Result<Response, BlobError> {
    if !matches!(call.access, Access::Bearer) {
        return Err(BlobError::from(Code::AuthenticationFailed)
            .because("only a bearer token gets a delegation key"));
    }
    let document = request::whole(body, KEY_INFO_LIMIT).await?;
    let (mut start, mut expiry) = (call.now, None);
    for (name, text) in xml::leaves(&document, "KeyInfo")? {
        let time = || {
            dates::parse_iso(&text)
                .ok_or_else(|| BlobError::from(Code::InvalidXmlNodeValue).because(&*name))
        };
        match name.as_str() {
            "Start" => start = time()?,
            "Expiry" => expiry = Some(time()?),
            _ => return Err(BlobError::from(Code::NotImplemented).because(name)),
        }
    }
    let expiry = expiry
        .ok_or_else(|| BlobError::from(Code::InvalidXmlNodeValue).because("Expiry is missing"))?;
    if expiry <= start || expiry <= call.now || expiry - start > KEY_LIFETIME {
        return Err(BlobError::from(Code::InvalidXmlNodeValue)
            .because("Expiry must be in the future, and at most seven days after Start"));
    }
    let keys = &call.state.keys;
    let (start, expiry) = (dates::iso(start), dates::iso(expiry));
    let version = call.version();
    let value = auth::delegation_key(keys, &start, &expiry, version).to_base64();
    let mut document = xml::Writer::document();
    document.element("UserDelegationKey", |key| {
        key.text("SignedOid", &keys.object_id);
        key.text("SignedTid", &keys.tenant_id);
        key.text("SignedStart", &start);
        key.text("SignedExpiry", &expiry);
        key.text("SignedService", "b");
        key.text("SignedVersion", version);
        key.text("Value", value.expose_secret());
    });
    Ok(Answer::new(StatusCode::OK).xml(document.finish()))
}
