//! An account as it is being typed.

use std::collections::{BTreeMap, BTreeSet};

use longshore_model::{
    account::{AccountDraft, AccountView, ImportedAccount, name_error},
    settings::{Cloud, CredentialKind, ExecutorSettings, FieldError, SettingKey},
};

use super::setting_group::Group;
use crate::words::{said, t};

/// The form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountForm {
    /// The account's name as it is kept; `None` for one that is being added.
    pub replaces: Option<String>,
    /// What it started from, when that came from elsewhere.
    pub imported: Option<ImportedAccount>,
    name: String,
    texts: BTreeMap<&'static str, String>,
    left: BTreeSet<&'static str>,
    checked_all: bool,
    touched: bool,
}

impl AccountForm {
    /// A new account, with the defaults.
    pub fn blank() -> Self {
        Self {
            texts: texts(&ExecutorSettings::default()),
            ..Self::default()
        }
    }

    /// A new account of what was imported: as it was found, with everything wrong shown at once.
    pub fn imported(imported: ImportedAccount) -> Self {
        let mut form = Self::blank();
        form.name = imported.name();
        for found in &imported.settings {
            form.texts.insert(found.key.name(), found.text.clone());
        }
        form.imported = Some(imported);
        form.checked_all = true;
        form.touched = true;
        form
    }

    /// An account that is kept.
    pub fn of(account: &AccountView) -> Self {
        Self {
            replaces: Some(account.name.clone()),
            name: account.name.clone(),
            texts: texts(&account.settings),
            ..Self::default()
        }
    }

    /// What the secret that was imported is asked for by.
    pub fn secret_ticket(&self) -> Option<String> {
        self.imported.as_ref()?.secret.clone()
    }

    /// The name that is typed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes a name.
    pub fn set_name(&mut self, name: String) {
        self.name = name;
        self.touched = true;
    }

    /// How the account signs in.
    pub fn credential(&self) -> CredentialKind {
        CredentialKind::from_name(&self.text(SettingKey::Credential)).unwrap_or_default()
    }

    /// The cloud that the texts lead to.
    pub fn cloud(&self) -> Option<Cloud> {
        Cloud::of(&ExecutorSettings {
            authority_host: self.text(SettingKey::AuthorityHost),
            batch_account_domain: self.text(SettingKey::BatchAccountDomain),
            storage_account_domain: self.text(SettingKey::StorageAccountDomain),
            ..ExecutorSettings::default()
        })
    }

    /// Leads the texts to a cloud.
    pub fn choose_cloud(&mut self, cloud: Cloud) {
        let mut settings = ExecutorSettings::default();
        cloud.apply(&mut settings);
        for key in Cloud::KEYS {
            self.type_into(key, settings.get(key));
        }
    }

    /// The text of a setting.
    pub fn text(&self, key: SettingKey) -> String {
        self.texts.get(key.name()).cloned().unwrap_or_default()
    }

    /// Takes what was typed.
    pub fn type_into(&mut self, key: SettingKey, text: String) {
        self.texts.insert(key.name(), text);
        self.touched = true;
    }

    /// A field was left: from now on it says what is wrong with it.
    pub fn leave(&mut self, field: &'static str) {
        self.left.insert(field);
    }

    /// Every field says what is wrong with it from now on.
    pub fn check_all(&mut self) {
        self.checked_all = true;
    }

    /// Whether anything was typed.
    pub fn touched(&self) -> bool {
        self.touched
    }

    /// What to show as wrong with a setting.
    pub fn error(&self, key: SettingKey) -> Option<FieldError> {
        let say = self.checked_all || self.left.contains(key.name());
        let mut settings = ExecutorSettings {
            credential: self.credential(),
            ..ExecutorSettings::default()
        };
        if !say || !settings.credential.uses(key) {
            return None;
        }
        let alone = settings.set(key, &self.text(key)).err();
        alone.or_else(|| self.settings().conflict(key))
    }

    /// What is typed, as far as it is right.
    pub fn settings(&self) -> ExecutorSettings {
        let mut settings = ExecutorSettings::default();
        for key in SettingKey::ALL {
            // What is wrong is told where it stands, and leaves the default here.
            let _ = settings.set(key, &self.text(key));
        }
        settings
    }

    /// Whether the account has a registry's password.
    pub fn needs_password(&self) -> bool {
        !self.text(SettingKey::RegistryUsername).trim().is_empty()
    }

    /// What to show as wrong with the registry's password that was typed.
    pub fn password_error(&self, typed: &str) -> Option<String> {
        let missing = self.needs_password() && self.replaces.is_none() && typed.is_empty();
        (self.checked_all && missing).then(|| t!("account-needed").to_owned())
    }

    /// What to show as wrong with the name; `others` are the names that are taken.
    pub fn name_error(&self, others: &[String]) -> Option<String> {
        let say = self.checked_all || self.left.contains("name");
        say.then(|| self.wrong_name(others)).flatten()
    }

    /// What to show as wrong with the secret that was typed: a new account cannot do without.
    pub fn secret_error(&self, typed: &str) -> Option<String> {
        let missing = self.credential().needs_secret()
            && self.replaces.is_none()
            && self.secret_ticket().is_none()
            && typed.is_empty();
        (self.checked_all && missing).then(|| t!("account-needed").to_owned())
    }

    /// What to save, when all of it is right.
    pub fn draft(&self, others: &[String]) -> Option<AccountDraft> {
        let mut settings = ExecutorSettings::default();
        // The first says how the account signs in. What means nothing then is not kept.
        for key in SettingKey::ALL {
            if settings.credential.uses(key) {
                settings.set(key, &self.text(key)).ok()?;
            }
        }
        let right = self.wrong_name(others).is_none() && settings.errors().is_empty();
        right.then(|| AccountDraft {
            name: self.name.trim().to_owned(),
            settings,
        })
    }

    /// The groups that hold something wrong.
    pub fn wrong_groups(&self) -> Vec<Group> {
        let wrong = |group: &Group| {
            group
                .keys()
                .into_iter()
                .any(|key| self.error(key).is_some())
        };
        Group::ALL.into_iter().filter(wrong).collect()
    }

    fn wrong_name(&self, others: &[String]) -> Option<String> {
        if let Some(error) = name_error(&self.name) {
            return Some(said(error));
        }
        let name = self.name.trim();
        let own = self
            .replaces
            .as_deref()
            .is_some_and(|own| own.eq_ignore_ascii_case(name));
        let taken = others
            .iter()
            .any(|other| other.to_lowercase() == name.to_lowercase());
        (taken && !own).then(|| t!("account-name-taken").to_owned())
    }
}

fn texts(settings: &ExecutorSettings) -> BTreeMap<&'static str, String> {
    SettingKey::ALL
        .into_iter()
        .map(|key| (key.name(), settings.get(key)))
        .collect()
}

#[cfg(test)]
mod tests {
    use longshore_model::account::{AccountKind, ImportedSetting, SecretState};

    use super::*;

    fn filled() -> AccountForm {
        let mut form = AccountForm::blank();
        form.set_name("hpc".into());
        for (key, text) in [
            (SettingKey::TenantId, "contoso.onmicrosoft.com"),
            (SettingKey::ClientId, "0c6be2f1-8d2a-4b7e-b3d9-51e9d0ac77ab"),
            (
                SettingKey::BatchAccountUrl,
                "https://hpc.westeurope.batch.azure.com",
            ),
            (SettingKey::StorageAccountName, "covalentbatch"),
            (SettingKey::PoolId, "pool"),
        ] {
            form.type_into(key, text.into());
        }
        form
    }

    #[test]
    fn a_field_says_what_is_wrong_once_it_was_left_or_all_are_checked() {
        let mut form = AccountForm::blank();
        form.type_into(SettingKey::BatchAccountUrl, "hpc.batch.azure.com".into());
        assert_eq!(form.error(SettingKey::BatchAccountUrl), None);
        form.leave(SettingKey::BatchAccountUrl.name());
        let error = form.error(SettingKey::BatchAccountUrl);
        assert_eq!(
            error.and_then(|error| error.suggestion).as_deref(),
            Some("https://hpc.batch.azure.com")
        );
        assert_eq!(form.wrong_groups(), [Group::Batch]);
        form.check_all();
        assert_eq!(
            form.wrong_groups(),
            [Group::SignIn, Group::Batch, Group::Storage]
        );
    }

    #[test]
    fn only_a_form_that_is_right_can_be_saved() {
        let form = filled();
        let draft = form.draft(&["teaching".into()]);
        assert_eq!(
            draft.map(|draft| (draft.name, draft.settings.pool_id)),
            Some(("hpc".into(), "pool".into()))
        );
        assert_eq!(form.draft(&["HPC".into()]), None);
        let mut wrong = form;
        wrong.type_into(SettingKey::TimeLimit, "-1".into());
        assert_eq!(wrong.draft(&[]), None);
    }

    #[test]
    fn only_a_new_account_needs_its_secret_typed() {
        let mut form = filled();
        assert_eq!(form.secret_error(""), None);
        form.check_all();
        assert_eq!(form.secret_error("").as_deref(), Some("This is needed."));
        assert_eq!(form.secret_error("hush"), None);
        form.replaces = Some("hpc".into());
        assert_eq!(form.secret_error(""), None);
    }

    #[test]
    fn a_login_of_the_azure_cli_needs_neither_principal_nor_secret() {
        let mut form = filled();
        form.type_into(SettingKey::Credential, "azure_cli".into());
        for key in [SettingKey::TenantId, SettingKey::ClientId] {
            form.type_into(key, String::new());
        }
        form.check_all();
        assert_eq!(form.wrong_groups(), []);
        assert_eq!(form.secret_error(""), None);
        let kind = form.draft(&[]).map(|draft| draft.settings.credential);
        assert_eq!(kind, Some(CredentialKind::AzureCli));
        form.type_into(SettingKey::Credential, "client_certificate".into());
        assert!(form.error(SettingKey::CertificatePath).is_some());
        assert_eq!(form.draft(&[]), None);
    }

    #[test]
    fn a_registry_is_given_whole_or_not_at_all() {
        let mut form = filled();
        form.type_into(SettingKey::RegistryServer, "mine.azurecr.io".into());
        form.check_all();
        assert_eq!(form.wrong_groups(), [Group::Containers]);
        assert_eq!(form.draft(&[]), None);
        form.type_into(SettingKey::RegistryUsername, "puller".into());
        assert_eq!(form.wrong_groups(), []);
        assert_eq!(form.password_error("").as_deref(), Some("This is needed."));
        assert_eq!(form.password_error("hush"), None);
        assert!(form.draft(&[]).is_some());
        let id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/n";
        form.type_into(SettingKey::RegistryIdentity, id.into());
        assert_eq!(
            form.error(SettingKey::RegistryIdentity)
                .map(|error| error.message)
                .as_deref(),
            Some("Either a user name or an identity, not both.")
        );
    }

    #[test]
    fn a_cloud_is_chosen_whole() {
        let mut form = filled();
        assert_eq!(form.cloud(), Some(Cloud::Public));
        form.choose_cloud(Cloud::China);
        assert_eq!(form.cloud(), Some(Cloud::China));
        form.type_into(SettingKey::AuthorityHost, String::new());
        assert_eq!(form.cloud(), None);
    }

    #[test]
    fn an_imported_account_shows_what_was_found_and_what_is_wrong_with_it() {
        let imported = ImportedAccount {
            origin: "covalent.conf".into(),
            settings: vec![
                ImportedSetting {
                    key: SettingKey::BatchAccountUrl,
                    text: "https://hpc.westeurope.batch.azure.com".into(),
                },
                ImportedSetting {
                    key: SettingKey::StorageAccountName,
                    text: "CovalentBatch".into(),
                },
                ImportedSetting {
                    key: SettingKey::Retries,
                    text: "0".into(),
                },
            ],
            secret: Some("ticket".into()),
            warnings: Vec::new(),
        };
        let form = AccountForm::imported(imported);
        assert_eq!(
            (form.name(), form.text(SettingKey::Retries).as_str()),
            ("hpc", "0")
        );
        let error = form.error(SettingKey::StorageAccountName);
        assert_eq!(
            error.and_then(|error| error.suggestion).as_deref(),
            Some("covalentbatch")
        );
        assert_eq!(form.secret_error(""), None);
        assert!(form.name_error(&["HPC".into()]).is_some());
    }

    #[test]
    fn an_account_may_keep_its_own_name_and_starts_untouched() {
        let account = AccountView {
            name: "hpc".into(),
            kind: AccountKind::Azure,
            active: false,
            secret: SecretState::InKeyring,
            registry_password: SecretState::NotNeeded,
            settings: filled()
                .draft(&[])
                .map(|draft| draft.settings)
                .unwrap_or_default(),
        };
        let mut form = AccountForm::of(&account);
        assert!(!form.touched());
        form.check_all();
        assert_eq!(form.name_error(&["hpc".into()]), None);
        form.set_name("This computer".into());
        assert_eq!(
            form.name_error(&[]).as_deref(),
            Some("This name is taken by the built-in account.")
        );
    }
}
