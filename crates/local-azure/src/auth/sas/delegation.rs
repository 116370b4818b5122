//! User delegation keys.
//!
//! A key is derived from the installation's own key and from what the key says of itself, so that the service can
//! make it again when it sees a signature and has nothing to remember.

use time::{Duration, OffsetDateTime};

use super::Denied;
use crate::dates;
use crate::keys::{Keys, SigningKey};
use crate::query::Query;

/// The longest a delegation key may be valid.
pub(crate) const MAX_LIFETIME: Duration = Duration::days(7);

/// The value of the delegation key of the installation's service principal for these times (as `dates::iso`
/// writes them) and version of the service.
pub(crate) fn key(keys: &Keys, start: &str, expiry: &str, version: &str) -> SigningKey {
    let subject = [
        &keys.object_id,
        &keys.tenant_id,
        start,
        expiry,
        "b",
        version,
    ]
    .join("\n");
    SigningKey::from_bytes(keys.delegation_key.sign(subject.as_bytes()).to_vec())
}

/// The key a signature says it was made with, if that key is valid now.
pub(super) fn key_of_sas(
    keys: &Keys,
    query: &Query,
    now: OffsetDateTime,
) -> Result<SigningKey, Denied> {
    let time = |name: &'static str| {
        let text = query.get(name).ok_or(Denied::Missing(name))?;
        dates::parse_iso(text).ok_or(Denied::Malformed(name))
    };
    let (start, expiry) = (time("skt")?, time("ske")?);
    if now < start || now >= expiry || expiry - start > MAX_LIFETIME {
        return Err(Denied::KeyTime);
    }
    if query.text("skoid") != keys.object_id
        || query.text("sktid") != keys.tenant_id
        || query.text("sks") != "b"
    {
        return Err(Denied::Signature);
    }
    if !query.text("skdutid").is_empty() || !query.text("sduoid").is_empty() {
        return Err(Denied::Unsupported("a SAS for another user"));
    }
    Ok(key(
        keys,
        &dates::iso(start),
        &dates::iso(expiry),
        query.text("skv"),
    ))
}
