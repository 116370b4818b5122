//! Executor settings of an account: the Covalent Azure Batch executor's keys, names and defaults.

use serde::{Deserialize, Serialize};

mod check;
mod cloud;
mod credential;
mod image;
mod key;
mod resource_id;
mod run_options;
mod runner;
mod together;

pub use check::FieldError;
pub(crate) use check::looks_like_secret;
pub use cloud::Cloud;
pub use credential::CredentialKind;
pub use key::SettingKey;
pub use run_options::words as run_option_words;
pub use runner::Runner;

/// The settings of one account, secret excepted: that lives in the keyring only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExecutorSettings {
    /// How it signs in; what is required depends on it.
    pub credential: CredentialKind,
    /// Microsoft Entra tenant: a GUID or a domain name.
    pub tenant_id: String,
    /// The service principal's application id, a GUID.
    pub client_id: String,
    /// A PEM file with certificate and key; empty unless the account signs in with one.
    pub certificate_path: String,
    /// `https://{account}.{region}.batch.azure.com`.
    pub batch_account_url: String,
    /// Host of the token audience `https://{domain}/`.
    pub batch_account_domain: String,
    /// Name of the storage account, 3–24 lower-case letters and digits.
    pub storage_account_name: String,
    /// The blob endpoint is `https://{name}.{domain}/`.
    pub storage_account_domain: String,
    /// Container image tasks run in; empty for pools that run no containers.
    pub base_image_uri: String,
    /// The pool.
    pub pool_id: String,
    /// Tries after the first on a non-zero exit code; −1 without limit.
    pub retries: i32,
    /// The longest one try may run, in seconds.
    pub time_limit: u32,
    /// Where files are kept; empty for the platform's cache folder.
    pub cache_dir: String,
    /// The longest time between two polls, in seconds.
    pub poll_freq: u32,
    /// Sign-in host of a sovereign cloud, such as `https://login.microsoftonline.us`; empty for the public cloud.
    pub authority_host: String,
    /// ARM id of the pool's identity that the nodes reach storage with; empty for shared access signatures.
    pub node_identity: String,
    /// Which program runs a payload on the node.
    pub runner: Runner,
    /// What `docker create` is told besides what Longshore tells it.
    pub container_run_options: String,
    /// Host of a private registry; empty for a public one.
    pub registry_server: String,
    /// Who pulls from it; the password is in the keyring.
    pub registry_username: String,
    /// ARM id of the pool's identity that pulls from it instead.
    pub registry_identity: String,
}

impl Default for ExecutorSettings {
    fn default() -> Self {
        Self {
            credential: CredentialKind::default(),
            tenant_id: String::new(),
            client_id: String::new(),
            certificate_path: String::new(),
            batch_account_url: String::new(),
            batch_account_domain: "batch.core.windows.net".into(),
            storage_account_name: String::new(),
            storage_account_domain: "blob.core.windows.net".into(),
            base_image_uri: "covalent.azurecr.io/covalent-executor-base:latest".into(),
            pool_id: String::new(),
            retries: 3,
            time_limit: 300,
            cache_dir: String::new(),
            poll_freq: 10,
            authority_host: String::new(),
            node_identity: String::new(),
            runner: Runner::default(),
            container_run_options: String::new(),
            registry_server: String::new(),
            registry_username: String::new(),
            registry_identity: String::new(),
        }
    }
}

impl ExecutorSettings {
    /// The setting as a person would type it.
    pub fn get(&self, key: SettingKey) -> String {
        match key {
            SettingKey::Credential => self.credential.name().into(),
            SettingKey::CertificatePath => self.certificate_path.clone(),
            SettingKey::TenantId => self.tenant_id.clone(),
            SettingKey::ClientId => self.client_id.clone(),
            SettingKey::BatchAccountUrl => self.batch_account_url.clone(),
            SettingKey::BatchAccountDomain => self.batch_account_domain.clone(),
            SettingKey::StorageAccountName => self.storage_account_name.clone(),
            SettingKey::StorageAccountDomain => self.storage_account_domain.clone(),
            SettingKey::BaseImageUri => self.base_image_uri.clone(),
            SettingKey::PoolId => self.pool_id.clone(),
            SettingKey::Retries => self.retries.to_string(),
            SettingKey::TimeLimit => self.time_limit.to_string(),
            SettingKey::CacheDir => self.cache_dir.clone(),
            SettingKey::PollFreq => self.poll_freq.to_string(),
            SettingKey::AuthorityHost => self.authority_host.clone(),
            SettingKey::NodeIdentity => self.node_identity.clone(),
            SettingKey::Runner => self.runner.name().into(),
            SettingKey::ContainerRunOptions => self.container_run_options.clone(),
            SettingKey::RegistryServer => self.registry_server.clone(),
            SettingKey::RegistryUsername => self.registry_username.clone(),
            SettingKey::RegistryIdentity => self.registry_identity.clone(),
        }
    }

    /// Takes a setting as a person typed it; spaces around it do not count.
    ///
    /// # Errors
    /// What is wrong with it, and then nothing has changed.
    pub fn set(&mut self, key: SettingKey, text: &str) -> Result<(), FieldError> {
        let text = text.trim();
        check::text(key, text, self.credential)?;
        let owned = text.to_owned();
        match key {
            SettingKey::Credential => self.credential = check::credential(key, text)?,
            SettingKey::CertificatePath => self.certificate_path = owned,
            SettingKey::TenantId => self.tenant_id = owned,
            SettingKey::ClientId => self.client_id = owned,
            SettingKey::BatchAccountUrl => {
                self.batch_account_url = text.trim_end_matches('/').into()
            }
            SettingKey::BatchAccountDomain => self.batch_account_domain = owned,
            SettingKey::StorageAccountName => self.storage_account_name = owned,
            SettingKey::StorageAccountDomain => self.storage_account_domain = owned,
            SettingKey::BaseImageUri => self.base_image_uri = owned,
            SettingKey::PoolId => self.pool_id = owned,
            SettingKey::Retries => self.retries = check::number(key, text)?,
            SettingKey::TimeLimit => self.time_limit = check::number(key, text)?,
            SettingKey::CacheDir => self.cache_dir = owned,
            SettingKey::PollFreq => self.poll_freq = check::number(key, text)?,
            SettingKey::AuthorityHost => self.authority_host = owned,
            SettingKey::NodeIdentity => self.node_identity = resource_id::tidy(owned),
            SettingKey::Runner => self.runner = check::runner(key, text)?,
            SettingKey::ContainerRunOptions => self.container_run_options = owned,
            SettingKey::RegistryServer => self.registry_server = owned,
            SettingKey::RegistryUsername => self.registry_username = owned,
            SettingKey::RegistryIdentity => self.registry_identity = resource_id::tidy(owned),
        }
        Ok(())
    }

    /// Everything wrong with these settings, in the order of [`SettingKey::ALL`].
    pub fn errors(&self) -> Vec<FieldError> {
        SettingKey::ALL
            .into_iter()
            .filter_map(|key| {
                let alone = check::text(key, &self.get(key), self.credential).err();
                alone.or_else(|| self.conflict(key))
            })
            .collect()
    }

    /// Whether the account has a registry's password in the keyring.
    pub fn needs_registry_password(&self) -> bool {
        !self.registry_username.is_empty()
    }
}

#[cfg(test)]
mod tests;
