use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{CredentialKind, Runner, SettingKey, image, resource_id, run_options};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which.
    pub key: SettingKey,
    /// A sentence that says what it should be.
    pub message: String,
    /// What was probably meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.key.name(), self.message)?;
        match &self.suggestion {
            Some(text) => write!(f, " Did you mean {text}?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for FieldError {}

/// Checks a setting as typed (already trimmed) of an account that signs in in that way.
pub(super) fn text(
    key: SettingKey,
    text: &str,
    signs_in: CredentialKind,
) -> Result<(), FieldError> {
    if text.is_empty() {
        return if signs_in.requires(key) {
            Err(wrong(key, "This is needed."))
        } else {
            empty_allowed(key)
        };
    }
    if text.chars().any(char::is_control) {
        return Err(wrong(
            key,
            "There is a line break or another control character in it.",
        ));
    }
    if looks_like_secret(text) {
        return Err(wrong(
            key,
            "This looks like a client secret. It belongs in the secret's field only.",
        ));
    }
    match key {
        SettingKey::Credential => credential(key, text).map(drop),
        SettingKey::TenantId => tenant(key, text),
        SettingKey::ClientId if !is_guid(text) => Err(wrong(
            key,
            "This is a GUID, like 0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab.",
        )),
        SettingKey::BatchAccountUrl => https_url(key, text),
        SettingKey::AuthorityHost => https_url(key, text),
        SettingKey::BatchAccountDomain | SettingKey::StorageAccountDomain => domain(key, text),
        SettingKey::StorageAccountName => storage_name(key, text),
        SettingKey::PoolId if !is_batch_id(text) => Err(wrong(
            key,
            "At most 64 letters, digits, hyphens and underscores.",
        )),
        SettingKey::BaseImageUri => image::check(text).map_err(|suggestion| FieldError {
            key,
            message: "An image is named like registry.example.com/name:tag.".into(),
            suggestion,
        }),
        SettingKey::NodeIdentity | SettingKey::RegistryIdentity => {
            resource_id::check(text).map_err(|suggestion| FieldError {
                key,
                message: "A resource ID: /subscriptions/…/resourceGroups/…/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NAME."
                    .into(),
                suggestion,
            })
        }
        SettingKey::Runner => runner(key, text).map(drop),
        SettingKey::ContainerRunOptions => {
            run_options::check(text).map_err(|message| wrong(key, &message))
        }
        SettingKey::RegistryServer => registry(key, text),
        SettingKey::RegistryUsername if text.contains(char::is_whitespace) => {
            Err(wrong(key, "A user name without spaces."))
        }
        SettingKey::Retries => range::<i32>(key, text, -1, i32::MAX),
        SettingKey::TimeLimit => range::<u32>(key, text, 1, 180 * 86_400),
        SettingKey::PollFreq => range::<u32>(key, text, 1, 3_600),
        _ => Ok(()),
    }
}

/// Reads how an account signs in.
pub(super) fn credential(key: SettingKey, text: &str) -> Result<CredentialKind, FieldError> {
    CredentialKind::from_name(text).ok_or_else(|| {
        let names = CredentialKind::ALL.map(CredentialKind::name).join(", ");
        wrong(key, &format!("One of {names}."))
    })
}

/// Reads which runner it is.
pub(super) fn runner(key: SettingKey, text: &str) -> Result<Runner, FieldError> {
    Runner::from_name(text).ok_or_else(|| {
        let names = Runner::ALL.map(Runner::name).join(" or ");
        wrong(key, &format!("Either {names}."))
    })
}

/// Reads a number that [`text`] has let pass.
pub(super) fn number<N: FromStr>(key: SettingKey, text: &str) -> Result<N, FieldError> {
    text.parse()
        .map_err(|_| wrong(key, "A whole number is needed."))
}

fn empty_allowed(key: SettingKey) -> Result<(), FieldError> {
    match key {
        SettingKey::Retries | SettingKey::TimeLimit | SettingKey::PollFreq => {
            Err(wrong(key, "A whole number is needed."))
        }
        SettingKey::Credential => credential(key, "").map(drop),
        SettingKey::Runner => runner(key, "").map(drop),
        SettingKey::BatchAccountDomain | SettingKey::StorageAccountDomain => {
            Err(wrong(key, "This is needed."))
        }
        _ => Ok(()),
    }
}

fn wrong(key: SettingKey, message: &str) -> FieldError {
    FieldError {
        key,
        message: message.into(),
        suggestion: None,
    }
}

fn range<N: FromStr + PartialOrd + std::fmt::Display>(
    key: SettingKey,
    text: &str,
    least: N,
    most: N,
) -> Result<(), FieldError> {
    let value: N = match text.parse() {
        Ok(value) => value,
        Err(_) if text.parse::<i128>().is_ok() => {
            return Err(wrong(key, &format!("From {least} to {most}.")));
        }
        Err(_) => return Err(wrong(key, "A whole number is needed.")),
    };
    if value < least || value > most {
        return Err(wrong(key, &format!("From {least} to {most}.")));
    }
    Ok(())
}

fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.char_indices().all(|(i, c)| match i {
            8 | 13 | 18 | 23 => c == '-',
            _ => c.is_ascii_hexdigit(),
        })
}

fn is_batch_id(text: &str) -> bool {
    text.len() <= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// Whether it has the shape that Microsoft Entra gives client secrets: three characters, a digit, `Q~`, and 31 to 34 more.
/// Whoever pastes one into another field must not find it in a file or a message afterwards.
pub(crate) fn looks_like_secret(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = |b: &u8| b.is_ascii_alphanumeric() || b"_~.-".contains(b);
    (37..=40).contains(&bytes.len())
        && bytes.iter().all(fits)
        && bytes[3].is_ascii_digit()
        && &bytes[4..6] == b"Q~"
}

fn tenant(key: SettingKey, text: &str) -> Result<(), FieldError> {
    if is_guid(text) || (text.contains('.') && is_host(text)) {
        return Ok(());
    }
    Err(wrong(
        key,
        "A GUID, or a domain name like contoso.onmicrosoft.com.",
    ))
}

fn is_host(text: &str) -> bool {
    text.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

fn domain(key: SettingKey, text: &str) -> Result<(), FieldError> {
    if let Some((_, rest)) = text.split_once("://") {
        let host = rest.trim_end_matches('/');
        return Err(FieldError {
            key,
            message: "Only the domain, without https://.".into(),
            suggestion: is_host(host).then(|| host.to_owned()),
        });
    }
    if is_host(text) {
        Ok(())
    } else {
        Err(wrong(
            key,
            "This is a domain name, like blob.core.windows.net.",
        ))
    }
}

/// A registry's host, perhaps with a port.
fn registry(key: SettingKey, text: &str) -> Result<(), FieldError> {
    if image::is_registry(text) {
        return Ok(());
    }
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = bare.split('/').next().unwrap_or_default();
    Err(FieldError {
        key,
        message: "The registry's host alone, like myregistry.azurecr.io.".into(),
        suggestion: image::is_registry(host).then(|| host.to_owned()),
    })
}

fn storage_name(key: SettingKey, text: &str) -> Result<(), FieldError> {
    let lower = text.to_ascii_lowercase();
    let fits = |t: &str| {
        (3..=24).contains(&t.len())
            && t.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if fits(text) {
        return Ok(());
    }
    // The portal also shows the address, whose first label is the name.
    let meant = lower
        .strip_prefix("https://")
        .map_or(lower.as_str(), |host| {
            host.split('.').next().unwrap_or_default()
        });
    Err(FieldError {
        key,
        message: "3–24 lower-case letters and digits.".into(),
        suggestion: fits(meant).then(|| meant.to_owned()),
    })
}

fn https_url(key: SettingKey, text: &str) -> Result<(), FieldError> {
    let with_scheme = format!("https://{text}");
    let suggest = |url: &str| usable(url).then(|| url.to_owned());
    if let Some(rest) = text.strip_prefix("http://") {
        return Err(FieldError {
            key,
            message: "Starts with https://: tokens are never sent without encryption.".into(),
            suggestion: suggest(&format!("https://{rest}")),
        });
    }
    if !text.starts_with("https://") {
        return Err(FieldError {
            key,
            message: "Starts with https://.".into(),
            suggestion: suggest(&with_scheme),
        });
    }
    if usable(text) {
        return Ok(());
    }
    let host = Url::parse(text)
        .ok()
        .and_then(|u| u.host_str().map(|h| format!("https://{h}")));
    Err(FieldError {
        key,
        message: "An address with a host and nothing after it.".into(),
        suggestion: host.filter(|h| usable(h)),
    })
}

/// Whether it is an https address of a host (and perhaps a port) with no path, query, user or space.
fn usable(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else {
        return false;
    };
    !text.contains(char::is_whitespace)
        && url.scheme() == "https"
        && url.host_str().is_some_and(|h| !h.is_empty())
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none()
}
