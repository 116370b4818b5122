use serde::{Deserialize, Serialize};

use super::{ExecutorSettings, SettingKey};

/// One of Microsoft's clouds: where it signs in, and the domains of its services.
///
/// Source: `azure/cli/core/cloud.py` of the Azure CLI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cloud {
    /// The one everybody means.
    Public,
    /// Azure for the government of the United States.
    UsGovernment,
    /// Azure in China, run by 21Vianet.
    China,
}

impl Cloud {
    /// Every cloud.
    pub const ALL: [Self; 3] = [Self::Public, Self::UsGovernment, Self::China];

    /// The settings that a cloud decides.
    pub const KEYS: [SettingKey; 3] = [
        SettingKey::AuthorityHost,
        SettingKey::BatchAccountDomain,
        SettingKey::StorageAccountDomain,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::UsGovernment => "us-government",
            Self::China => "china",
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::UsGovernment => "US government",
            Self::China => "China",
        }
    }

    /// The cloud of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.name() == name)
    }

    /// The cloud these settings lead to; `None` when they lead to none of them, or to several.
    pub fn of(settings: &ExecutorSettings) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| {
            let [authority, batch, storage] = cloud.places();
            settings.authority_host == authority
                && settings.batch_account_domain == batch
                && settings.storage_account_domain == storage
        })
    }

    /// Leads the settings there.
    pub fn apply(self, settings: &mut ExecutorSettings) {
        let [authority, batch, storage] = self.places().map(str::to_owned);
        settings.authority_host = authority;
        settings.batch_account_domain = batch;
        settings.storage_account_domain = storage;
    }

    /// Sign-in host, Batch token domain, storage domain.
    const fn places(self) -> [&'static str; 3] {
        match self {
            Self::Public => ["", "batch.core.windows.net", "blob.core.windows.net"],
            Self::UsGovernment => [
                "https://login.microsoftonline.us",
                "batch.core.usgovcloudapi.net",
                "blob.core.usgovcloudapi.net",
            ],
            Self::China => [
                "https://login.chinacloudapi.cn",
                "batch.chinacloudapi.cn",
                "blob.core.chinacloudapi.cn",
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_lead_to_the_cloud_they_were_led_to_and_its_values_are_right_ones() {
        for cloud in Cloud::ALL {
            let mut settings = ExecutorSettings::default();
            cloud.apply(&mut settings);
            assert_eq!(Cloud::of(&settings), Some(cloud));
            assert_eq!(Cloud::from_name(cloud.name()), Some(cloud));
            let places = [
                SettingKey::AuthorityHost,
                SettingKey::BatchAccountDomain,
                SettingKey::StorageAccountDomain,
            ];
            assert!(
                settings
                    .errors()
                    .iter()
                    .all(|error| !places.contains(&error.key))
            );
        }
        assert_eq!(Cloud::of(&ExecutorSettings::default()), Some(Cloud::Public));
        let mixed = ExecutorSettings {
            storage_account_domain: "blob.core.chinacloudapi.cn".into(),
            ..ExecutorSettings::default()
        };
        assert_eq!(Cloud::of(&mixed), None);
    }
}
