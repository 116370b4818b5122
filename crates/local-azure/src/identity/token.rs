//! Bearer tokens: JWTs signed with the installation's own key (HS256).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::keys::Keys;

/// As long as Entra's shortest default.
const LIFETIME: Duration = Duration::seconds(3599);
/// How far a client's idea of "now" may be off.
const SKEW: i64 = 300;

/// What a token can be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resource {
    Storage,
    Batch,
    Management,
}

impl Resource {
    /// The resource an audience names; clients write it with and without a final slash.
    pub(crate) fn of_audience(audience: &str, keys: &Keys) -> Option<Self> {
        let host = audience.strip_prefix("https://")?.trim_end_matches('/');
        match host {
            "storage.azure.com" => Some(Self::Storage),
            "batch.core.windows.net" => Some(Self::Batch),
            "management.core.windows.net" | "management.azure.com" => Some(Self::Management),
            _ => (host == format!("{}.blob.core.windows.net", keys.storage_account_name))
                .then_some(Self::Storage),
        }
    }

    /// The audience a token for `asked` carries: storage tokens always the one every account accepts.
    pub(crate) fn token_audience(self, asked: &str) -> &str {
        match self {
            Self::Storage => "https://storage.azure.com",
            Self::Batch | Self::Management => asked,
        }
    }
}

/// A token and its times.
pub(crate) struct Issued {
    pub(crate) token: SecretString,
    pub(crate) lifetime: Duration,
    pub(crate) expires: OffsetDateTime,
}

/// The claims that are read back, and those official clients and services look for.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub(crate) aud: String,
    iss: String,
    iat: i64,
    nbf: i64,
    pub(crate) exp: i64,
    appid: String,
    pub(crate) oid: String,
    sub: String,
    tid: String,
    idtyp: String,
    uti: String,
    ver: String,
}

/// Why a token is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Rejected {
    #[error("the token is not one of this service")]
    Foreign,
    #[error("the token has expired or is not valid yet")]
    Expired,
    #[error("the token is for another resource")]
    Audience,
}

/// Whom a token is given to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// The application's id.
    pub(crate) app: &'a str,
    /// The principal's object id.
    pub(crate) object: &'a str,
}

/// A token of the installation's service principal for `audience`.
pub(crate) fn issue(keys: &Keys, audience: &str, now: OffsetDateTime) -> Issued {
    let subject = Subject {
        app: &keys.client_id,
        object: &keys.object_id,
    };
    issue_to(keys, subject, audience, now)
}

/// A token of `subject` for `audience`.
pub(crate) fn issue_to(
    keys: &Keys,
    subject: Subject<'_>,
    audience: &str,
    now: OffsetDateTime,
) -> Issued {
    let issued = now.unix_timestamp();
    let expires = now + LIFETIME;
    let claims = Claims {
        aud: audience.to_owned(),
        iss: format!("https://sts.windows.net/{}/", keys.tenant_id),
        iat: issued,
        nbf: issued,
        exp: expires.unix_timestamp(),
        appid: subject.app.to_owned(),
        oid: subject.object.to_owned(),
        sub: subject.object.to_owned(),
        tid: keys.tenant_id.clone(),
        idtyp: "app".to_owned(),
        uti: Uuid::new_v4().simple().to_string(),
        ver: "1.0".to_owned(),
    };
    // Claims are strings and numbers, which always serialise.
    let payload = serde_json::to_vec(&claims).unwrap_or_default();
    let signed = format!(
        "{}.{}",
        BASE64.encode(br#"{"typ":"JWT","alg":"HS256"}"#),
        BASE64.encode(payload)
    );
    let signature = BASE64.encode(keys.token_key.sign(signed.as_bytes()));
    Issued {
        token: format!("{signed}.{signature}").into(),
        lifetime: LIFETIME,
        expires,
    }
}

/// The claims of `token`, if it is ours, in time, and for `resource`.
pub(crate) fn verify(
    keys: &Keys,
    token: &str,
    resource: Resource,
    now: OffsetDateTime,
) -> Result<Claims, Rejected> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Rejected::Foreign)?;
    let signature = BASE64.decode(signature).map_err(|_| Rejected::Foreign)?;
    if !keys.token_key.verifies(signed.as_bytes(), &signature) {
        return Err(Rejected::Foreign);
    }
    let (_, payload) = signed.split_once('.').ok_or(Rejected::Foreign)?;
    let payload = BASE64.decode(payload).map_err(|_| Rejected::Foreign)?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| Rejected::Foreign)?;
    let now = now.unix_timestamp();
    if now >= claims.exp || now + SKEW < claims.nbf {
        return Err(Rejected::Expired);
    }
    if Resource::of_audience(&claims.aud, keys) != Some(resource) {
        return Err(Rejected::Audience);
    }
    Ok(claims)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use secrecy::ExposeSecret as _;
    use time::macros::datetime;

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-01 12:00 UTC);

    #[test]
    fn a_token_opens_what_it_is_for_until_it_expires() {
        let keys = Keys::generate().unwrap();
        let issued = issue(&keys, "https://batch.core.windows.net/", NOW);
        let token = issued.token.expose_secret();
        let claims = verify(&keys, token, Resource::Batch, NOW).unwrap();
        assert_eq!(claims.oid, keys.object_id);
        assert_eq!(
            verify(&keys, token, Resource::Storage, NOW),
            Err(Rejected::Audience)
        );
        let end = NOW + issued.lifetime;
        assert!(verify(&keys, token, Resource::Batch, end - Duration::SECOND).is_ok());
        assert_eq!(
            verify(&keys, token, Resource::Batch, end),
            Err(Rejected::Expired)
        );
    }

    #[test]
    fn a_changed_or_foreign_token_opens_nothing() {
        let keys = Keys::generate().unwrap();
        let issued = issue(&keys, "https://storage.azure.com", NOW);
        let token = issued.token.expose_secret();
        let foreign = Keys::generate().unwrap();
        assert_eq!(
            verify(&foreign, token, Resource::Storage, NOW),
            Err(Rejected::Foreign)
        );
        let unsigned = BASE64.encode(br#"{"alg":"none"}"#);
        let payload = token.split('.').nth(1).unwrap();
        for bad in [
            String::new(),
            "a.b.c".to_owned(),
            format!("{unsigned}.{payload}."),
            format!("{token}A"),
        ] {
            assert_eq!(
                verify(&keys, &bad, Resource::Storage, NOW),
                Err(Rejected::Foreign),
                "{bad}"
            );
        }
    }

    #[test]
    fn audiences_are_read_with_and_without_a_final_slash() {
        let keys = Keys::generate().unwrap();
        for (audience, resource) in [
            ("https://storage.azure.com/", Some(Resource::Storage)),
            ("https://batch.core.windows.net", Some(Resource::Batch)),
            ("https://management.azure.com//", Some(Resource::Management)),
            ("https://graph.microsoft.com", None),
            ("http://storage.azure.com", None),
        ] {
            assert_eq!(
                Resource::of_audience(audience, &keys),
                resource,
                "{audience}"
            );
        }
    }
}
