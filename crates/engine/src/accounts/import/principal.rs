//! What `az ad sp create-for-rbac` prints, with and without `--json-auth` (`--sdk-auth`).

use longshore_model::{
    Report,
    settings::{CredentialKind, SettingKey},
};
use serde_json::{Map, Value};

use super::{Found, wrong};

/// What each key means; `None` for those that an account has no use for.
const KEYS: [(&str, Option<Key>); 18] = [
    ("appId", Some(Key::Setting(SettingKey::ClientId))),
    ("tenant", Some(Key::Setting(SettingKey::TenantId))),
    ("password", Some(Key::Secret)),
    ("clientId", Some(Key::Setting(SettingKey::ClientId))),
    ("tenantId", Some(Key::Setting(SettingKey::TenantId))),
    ("clientSecret", Some(Key::Secret)),
    (
        "activeDirectoryEndpointUrl",
        Some(Key::Setting(SettingKey::AuthorityHost)),
    ),
    (
        "fileWithCertAndPrivateKey",
        Some(Key::Setting(SettingKey::CertificatePath)),
    ),
    ("displayName", None),
    ("name", None),
    ("objectId", None),
    ("subscriptionId", None),
    ("resourceManagerEndpointUrl", None),
    ("activeDirectoryGraphResourceId", None),
    ("sqlManagementEndpointUrl", None),
    ("galleryEndpointUrl", None),
    ("managementEndpointUrl", None),
    ("microsoftGraphResourceId", None),
];

/// The sign-in host that an account has without saying so.
const PUBLIC: &str = "https://login.microsoftonline.com";

#[derive(Clone, Copy)]
enum Key {
    Setting(SettingKey),
    Secret,
}

pub(super) fn read(text: &str) -> Result<Found, Report> {
    let object: Map<String, Value> = serde_json::from_str(text).map_err(|error| {
        wrong(
            format!(
                "It is not JSON (line {}, column {}).",
                error.line(),
                error.column()
            ),
            "It should be what az ad sp create-for-rbac printed, whole.",
        )
    })?;
    let mut found = Found::default();
    for (name, value) in object {
        let Some((_, key)) = KEYS.iter().find(|(known, _)| *known == name) else {
            found.warnings.push(format!(
                "{name} means nothing to an account here; it was left out."
            ));
            continue;
        };
        let Some(key) = key else { continue };
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text.trim().to_owned(),
            _ => return Err(wrong(format!("{name} is not a text."), "")),
        };
        match key {
            _ if text.is_empty() => {}
            Key::Secret => found.secret = Some(text.into()),
            Key::Setting(SettingKey::AuthorityHost) if text.trim_end_matches('/') == PUBLIC => {}
            Key::Setting(key) => {
                if *key == SettingKey::CertificatePath {
                    let kind = CredentialKind::ClientCertificate.name();
                    found.put(SettingKey::Credential, kind.into());
                }
                found.put(*key, text);
            }
        }
    }
    if found.settings.is_empty() {
        return Err(wrong(
            "There is no service principal in it.",
            "It should be what az ad sp create-for-rbac printed, with appId, password and tenant.",
        ));
    }
    Ok(found)
}
