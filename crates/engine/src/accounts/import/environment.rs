//! The variables that Microsoft's SDKs and `az` read.

use longshore_model::{Code, Report, settings::SettingKey};

use super::{super::credential::with_scheme, Found};
use crate::error::Result;

const VARIABLES: [(&str, SettingKey); 5] = [
    ("AZURE_TENANT_ID", SettingKey::TenantId),
    ("AZURE_CLIENT_ID", SettingKey::ClientId),
    ("AZURE_AUTHORITY_HOST", SettingKey::AuthorityHost),
    ("AZURE_BATCH_ENDPOINT", SettingKey::BatchAccountUrl),
    ("AZURE_STORAGE_ACCOUNT", SettingKey::StorageAccountName),
];

const SECRET: &str = "AZURE_CLIENT_SECRET";

pub(super) fn read(variable: &dyn Fn(&str) -> Option<String>) -> Result<Found> {
    let mut found = Found::default();
    for (name, key) in VARIABLES {
        if let Some(text) = variable(name) {
            let text = match key {
                // `az` takes these two with and without the scheme.
                SettingKey::BatchAccountUrl | SettingKey::AuthorityHost => with_scheme(text),
                _ => text,
            };
            found.put(key, text);
        }
    }
    found.secret = variable(SECRET).map(|secret| secret.trim().into());
    if found.settings.is_empty() && found.secret.is_none() {
        let names: Vec<_> = VARIABLES.iter().map(|(name, _)| *name).collect();
        return Err(Report::new(
            Code::BadInput,
            "The environment has none of the variables an account is made of.",
            format!("Set {} and {SECRET}.", names.join(", ")),
        )
        .into());
    }
    Ok(found)
}
