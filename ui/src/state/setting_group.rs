//! The groups that an account's settings stand in on its form.

use longshore_model::settings::SettingKey;

use crate::words::t;

/// A group of settings on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Who signs in.
    SignIn,
    /// Where tasks run.
    Batch,
    /// Where payloads and results lie.
    Storage,
    /// How tasks run unless a submission says otherwise.
    HowTasksRun,
    /// Where images come from, what runs in them, and how nodes reach storage.
    Containers,
    /// What only other clouds and special wishes need.
    Advanced,
}

impl Group {
    /// All groups, in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::SignIn,
        Self::Batch,
        Self::Storage,
        Self::HowTasksRun,
        Self::Containers,
        Self::Advanced,
    ];

    /// Where a setting stands.
    pub const fn of(key: SettingKey) -> Self {
        match key {
            SettingKey::Credential
            | SettingKey::TenantId
            | SettingKey::ClientId
            | SettingKey::CertificatePath => Self::SignIn,
            SettingKey::BatchAccountUrl | SettingKey::PoolId => Self::Batch,
            SettingKey::StorageAccountName => Self::Storage,
            SettingKey::BaseImageUri | SettingKey::Retries | SettingKey::TimeLimit => {
                Self::HowTasksRun
            }
            SettingKey::Runner
            | SettingKey::ContainerRunOptions
            | SettingKey::NodeIdentity
            | SettingKey::RegistryServer
            | SettingKey::RegistryUsername
            | SettingKey::RegistryIdentity => Self::Containers,
            SettingKey::AuthorityHost
            | SettingKey::BatchAccountDomain
            | SettingKey::StorageAccountDomain
            | SettingKey::PollFreq
            | SettingKey::CacheDir => Self::Advanced,
        }
    }

    /// Whether few accounts need it: it is closed then, until something in it is wrong.
    pub const fn rare(self) -> bool {
        matches!(self, Self::Containers | Self::Advanced)
    }

    /// What tests know it by.
    pub const fn testid(self) -> &'static str {
        match self {
            Self::Containers => "containers",
            _ => "advanced",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::SignIn => t!("account-group-sign-in"),
            Self::Batch => t!("account-group-batch"),
            Self::Storage => t!("account-group-storage"),
            Self::HowTasksRun => t!("account-group-tasks"),
            Self::Containers => t!("account-group-containers"),
            Self::Advanced => t!("account-group-advanced"),
        }
    }

    /// A few words beside it.
    pub fn subtitle(self) -> &'static str {
        match self {
            Self::SignIn => t!("account-group-sign-in-what"),
            Self::Batch => t!("account-group-batch-what"),
            Self::Storage => t!("account-group-storage-what"),
            Self::HowTasksRun => t!("account-group-tasks-what"),
            Self::Containers => t!("account-group-containers-what"),
            Self::Advanced => t!("account-group-advanced-what"),
        }
    }

    /// Its settings, in the order of [`SettingKey::ALL`].
    pub fn keys(self) -> Vec<SettingKey> {
        SettingKey::ALL
            .into_iter()
            .filter(|key| Self::of(*key) == self)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_stands_in_one_group() {
        let mut keys: Vec<_> = Group::ALL
            .into_iter()
            .flat_map(Group::keys)
            .map(SettingKey::name)
            .collect();
        let mut all: Vec<_> = SettingKey::ALL.into_iter().map(SettingKey::name).collect();
        keys.sort_unstable();
        all.sort_unstable();
        assert_eq!(keys, all);
    }
}
