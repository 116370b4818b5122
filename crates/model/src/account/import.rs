//! Accounts that come from somewhere else: what was found, before anybody has agreed to it.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::settings::{ExecutorSettings, FieldError, SettingKey};

/// Where the settings of an account are read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum ImportSource {
    /// A file: Covalent's configuration, Terraform's `azurebatch.conf`, or what `az ad sp create-for-rbac` printed.
    File {
        /// Its path.
        path: String,
    },
    /// Covalent's configuration, where Covalent itself looks for it.
    Covalent,
    /// The `AZURE_…` variables of the environment.
    Environment,
}

/// One setting as it was found: not checked yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedSetting {
    /// Which.
    pub key: SettingKey,
    /// Its value, as a person would type it.
    pub text: String,
}

/// What was found. Nothing of it is saved before an account is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedAccount {
    /// Where it comes from, for people.
    pub origin: String,
    /// The settings that are there; for the others an account keeps what it has, and a new one takes the defaults.
    pub settings: Vec<ImportedSetting>,
    /// What the secret that came along is asked for by, when one did. The secret itself stays in the backend.
    pub secret: Option<String>,
    /// What the person should know: keys that mean nothing here, a secret in the wrong place.
    pub warnings: Vec<String>,
}

impl ImportedAccount {
    /// A name to start from: the Batch account's, when its address is among the settings.
    pub fn name(&self) -> String {
        self.settings
            .iter()
            .find(|setting| setting.key == SettingKey::BatchAccountUrl)
            .and_then(|setting| {
                let url = Url::parse(&setting.text).ok()?;
                Some(url.host_str()?.split('.').next()?.to_owned())
            })
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| "Azure Batch".into())
    }

    /// Takes a setting from elsewhere in place of the one that was found.
    pub fn put(&mut self, key: SettingKey, text: String) {
        self.settings.retain(|setting| setting.key != key);
        self.settings.push(ImportedSetting { key, text });
    }

    /// `settings` with what was found in place of theirs.
    ///
    /// # Errors
    /// All that is wrong or missing, in the order of [`SettingKey::ALL`].
    pub fn apply(
        &self,
        mut settings: ExecutorSettings,
    ) -> Result<ExecutorSettings, Vec<FieldError>> {
        // In the order of all keys: how the account signs in comes first.
        let mut wrong: Vec<FieldError> = SettingKey::ALL
            .into_iter()
            .flat_map(|key| self.settings.iter().filter(move |found| found.key == key))
            .filter_map(|found| settings.set(found.key, &found.text).err())
            .collect();
        for error in settings.errors() {
            if wrong.iter().all(|known| known.key != error.key) {
                wrong.push(error);
            }
        }
        wrong.sort_by_key(|error| SettingKey::ALL.iter().position(|key| *key == error.key));
        if wrong.is_empty() {
            Ok(settings)
        } else {
            Err(wrong)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(settings: &[(SettingKey, &str)]) -> ImportedAccount {
        let settings = settings.iter().map(|(key, text)| ImportedSetting {
            key: *key,
            text: (*text).into(),
        });
        ImportedAccount {
            origin: "azurebatch.conf".into(),
            settings: settings.collect(),
            secret: None,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn everything_wrong_and_everything_missing_is_told_at_once_in_the_forms_order() {
        let imported = found(&[
            (SettingKey::TimeLimit, "0"),
            (SettingKey::TenantId, "contoso.onmicrosoft.com"),
            (SettingKey::StorageAccountName, "Upper"),
        ]);
        let wrong = imported.apply(ExecutorSettings::default()).unwrap_err();
        assert_eq!(
            wrong.iter().map(|error| error.key).collect::<Vec<_>>(),
            [
                SettingKey::ClientId,
                SettingKey::BatchAccountUrl,
                SettingKey::PoolId,
                SettingKey::StorageAccountName,
                SettingKey::TimeLimit,
            ]
        );
    }

    #[test]
    fn the_batch_account_names_the_account_until_a_person_does() {
        let mut imported = found(&[]);
        assert_eq!(imported.name(), "Azure Batch");
        let address = "https://hpc.westeurope.batch.azure.com";
        imported.put(SettingKey::BatchAccountUrl, address.into());
        assert_eq!(imported.name(), "hpc");
    }

    #[test]
    fn what_was_not_found_stays_as_it_is_and_zero_means_zero() {
        let kept = ExecutorSettings {
            tenant_id: "contoso.onmicrosoft.com".into(),
            client_id: "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab".into(),
            batch_account_url: "https://a.westeurope.batch.azure.com".into(),
            storage_account_name: "results".into(),
            pool_id: "p".into(),
            time_limit: 77,
            ..ExecutorSettings::default()
        };
        let mut imported = found(&[(SettingKey::Retries, "3"), (SettingKey::PoolId, "other")]);
        imported.put(SettingKey::Retries, "0".into());
        let settings = imported.apply(kept.clone()).unwrap();
        let expected = ExecutorSettings {
            retries: 0,
            pool_id: "other".into(),
            ..kept
        };
        assert_eq!(settings, expected);
    }
}
