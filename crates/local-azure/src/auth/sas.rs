//! Shared access signatures: user delegation SAS, and service SAS signed with the account's key.
//!
//! The strings to sign are those of
//! <https://learn.microsoft.com/rest/api/storageservices/create-user-delegation-sas#specify-the-signature> and
//! <https://learn.microsoft.com/rest/api/storageservices/create-service-sas>; each gained lines over the years, so
//! the version in `sv` says which are there.

mod delegation;
mod string_to_sign;

use std::net::Ipv4Addr;

use http::HeaderMap;
use time::OffsetDateTime;

pub(crate) use delegation::key as delegation_key;

use crate::dates;
use crate::keys::Keys;
use crate::query::Query;

/// The oldest version whose strings to sign are known here.
const OLDEST: &str = "2018-11-09";

/// What a request wants to reach, which the signature must be for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resource<'a> {
    pub(crate) container: &'a str,
    /// `None` for the container itself.
    pub(crate) blob: Option<&'a str>,
}

/// What a signature allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    permissions: String,
    /// Whether the service principal stands behind it rather than the account's key.
    pub(crate) is_delegated: bool,
    /// Response headers the signer has fixed.
    pub(crate) overrides: Overrides,
}

impl Grant {
    /// The letters of what the signer allowed.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn permissions(&self) -> &str {
        &self.permissions
    }

    /// Whether the signer allowed `permission`.
    pub(crate) fn allows(&self, permission: Permission) -> bool {
        self.permissions.contains(permission.letter())
    }
}

/// Response headers a signature fixes, whoever uses it (`rscc`, `rscd`, `rsce`, `rscl`, `rsct`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Overrides {
    pub(crate) cache_control: Option<String>,
    pub(crate) content_disposition: Option<String>,
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_language: Option<String>,
    pub(crate) content_type: Option<String>,
}

/// The permissions the local service's operations ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    Read,
    Create,
    Write,
    Delete,
    List,
}

impl Permission {
    fn letter(self) -> char {
        match self {
            Self::Read => 'r',
            Self::Create => 'c',
            Self::Write => 'w',
            Self::Delete => 'd',
            Self::List => 'l',
        }
    }
}

/// Why a signature is refused. The text is fit to show to the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Denied {
    #[error("the signature lacks {0}")]
    Missing(&'static str),
    #[error("{0} cannot be read")]
    Malformed(&'static str),
    #[error("the signature is not valid now: it holds from {start} to {expiry}")]
    Time { start: String, expiry: String },
    #[error("the delegation key is not valid now, or for longer than seven days")]
    KeyTime,
    #[error("the signature is not for this address")]
    Address,
    #[error("the signature is for another protocol")]
    Protocol,
    #[error("this kind of signature is not understood here: {0}")]
    Unsupported(&'static str),
    #[error("the signature does not match")]
    Signature,
}

/// What the signature in `query` allows on `resource`, if it holds.
pub(crate) fn verify(
    keys: &Keys,
    resource: Resource<'_>,
    query: &Query,
    headers: &HeaderMap,
    now: OffsetDateTime,
) -> Result<Grant, Denied> {
    let required = |name: &'static str| {
        query
            .get(name)
            .filter(|value| !value.is_empty())
            .ok_or(Denied::Missing(name))
    };
    let version = required("sv")?;
    let signature = required("sig")?;
    if version < OLDEST {
        return Err(Denied::Unsupported("sv is too old"));
    }
    if query.get("ss").is_some() {
        return Err(Denied::Unsupported("an account SAS"));
    }
    if !query.text("si").is_empty() {
        return Err(Denied::Unsupported("a stored access policy"));
    }
    let permissions = required("sp")?.to_owned();
    check_time(query, now)?;
    let canonical = canonical_resource(keys, resource, required("sr")?)?;

    let is_delegated = query.get("skoid").is_some();
    let (signed, key) = if is_delegated {
        let key = delegation::key_of_sas(keys, query, now)?;
        (
            string_to_sign::user_delegation(&canonical, version, query, headers),
            key,
        )
    } else {
        (
            string_to_sign::service(&canonical, version, query),
            keys.storage_account_key.clone(),
        )
    };
    if !key.verifies_base64(signed.as_bytes(), signature) {
        return Err(Denied::Signature);
    }
    // Last: who has no good signature learns nothing of what it would be bound to.
    check_protocol(query.text("spr"))?;
    check_address(query.text("sip"))?;
    let fixed = |name: &str| query.get(name).map(str::to_owned);
    Ok(Grant {
        permissions,
        is_delegated,
        overrides: Overrides {
            cache_control: fixed("rscc"),
            content_disposition: fixed("rscd"),
            content_encoding: fixed("rsce"),
            content_language: fixed("rscl"),
            content_type: fixed("rsct"),
        },
    })
}

/// The signature for what a query says, made as [`verify`] will check it.
#[cfg(feature = "fuzzing")]
pub(crate) fn sign(
    keys: &Keys,
    resource: Resource<'_>,
    query: &Query,
    now: OffsetDateTime,
) -> Option<String> {
    use base64::Engine as _;
    let canonical = canonical_resource(keys, resource, query.text("sr")).ok()?;
    let version = query.text("sv");
    let (signed, key) = if query.get("skoid").is_some() {
        let signed = string_to_sign::user_delegation(&canonical, version, query, &HeaderMap::new());
        (signed, delegation::key_of_sas(keys, query, now).ok()?)
    } else {
        let signed = string_to_sign::service(&canonical, version, query);
        (signed, keys.storage_account_key.clone())
    };
    Some(base64::engine::general_purpose::STANDARD.encode(key.sign(signed.as_bytes())))
}

fn check_time(query: &Query, now: OffsetDateTime) -> Result<(), Denied> {
    let expiry = query.get("se").ok_or(Denied::Missing("se"))?;
    let start = query.text("st");
    let ends = dates::parse_iso(expiry).ok_or(Denied::Malformed("se"))?;
    let begins = match start {
        "" => None,
        start => Some(dates::parse_iso(start).ok_or(Denied::Malformed("st"))?),
    };
    if now >= ends || begins.is_some_and(|begins| now < begins) {
        return Err(Denied::Time {
            start: start.to_owned(),
            expiry: expiry.to_owned(),
        });
    }
    Ok(())
}

/// Whether 127.0.0.1, the only address requests come from, is among those of `sip`.
fn check_address(allowed: &str) -> Result<(), Denied> {
    if allowed.is_empty() {
        return Ok(());
    }
    let (first, last) = allowed.split_once('-').unwrap_or((allowed, allowed));
    let parse = |text: &str| {
        text.parse::<Ipv4Addr>()
            .map_err(|_| Denied::Malformed("sip"))
    };
    if (parse(first)?..=parse(last)?).contains(&Ipv4Addr::LOCALHOST) {
        Ok(())
    } else {
        Err(Denied::Address)
    }
}

/// Whether https, the only protocol here, is among those of `spr`.
fn check_protocol(allowed: &str) -> Result<(), Denied> {
    if allowed.is_empty() || allowed.split(',').any(|protocol| protocol == "https") {
        Ok(())
    } else {
        Err(Denied::Protocol)
    }
}

fn canonical_resource(keys: &Keys, resource: Resource<'_>, kind: &str) -> Result<String, Denied> {
    let account = &keys.storage_account_name;
    let container = resource.container;
    match (kind, resource.blob) {
        ("c", _) => Ok(format!("/blob/{account}/{container}")),
        ("b", Some(blob)) => Ok(format!("/blob/{account}/{container}/{blob}")),
        // A signature for a blob says nothing about its container.
        ("b", None) => Err(Denied::Signature),
        ("bs" | "bv" | "d", _) => Err(Denied::Unsupported("a snapshot, a version or a directory")),
        _ => Err(Denied::Malformed("sr")),
    }
}

#[cfg(test)]
mod tests;
