use serde::{Deserialize, Serialize};

/// One executor setting by its name in Covalent's configuration (`snake_case` on every wire and in every file).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SettingKey {
    Credential,
    TenantId,
    ClientId,
    CertificatePath,
    BatchAccountUrl,
    BatchAccountDomain,
    StorageAccountName,
    StorageAccountDomain,
    BaseImageUri,
    PoolId,
    Retries,
    TimeLimit,
    CacheDir,
    PollFreq,
    AuthorityHost,
    NodeIdentity,
    Runner,
    ContainerRunOptions,
    RegistryServer,
    RegistryUsername,
    RegistryIdentity,
}

impl SettingKey {
    /// Every setting, in the order a form shows them.
    pub const ALL: [Self; 21] = [
        // First: what the others must be depends on it.
        Self::Credential,
        Self::TenantId,
        Self::ClientId,
        Self::CertificatePath,
        Self::AuthorityHost,
        Self::BatchAccountUrl,
        Self::BatchAccountDomain,
        Self::PoolId,
        Self::StorageAccountName,
        Self::StorageAccountDomain,
        Self::BaseImageUri,
        Self::Retries,
        Self::TimeLimit,
        Self::PollFreq,
        Self::CacheDir,
        Self::NodeIdentity,
        Self::Runner,
        Self::ContainerRunOptions,
        Self::RegistryServer,
        Self::RegistryUsername,
        Self::RegistryIdentity,
    ];

    /// Its name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Credential => "credential",
            Self::TenantId => "tenant_id",
            Self::ClientId => "client_id",
            Self::CertificatePath => "certificate_path",
            Self::BatchAccountUrl => "batch_account_url",
            Self::BatchAccountDomain => "batch_account_domain",
            Self::StorageAccountName => "storage_account_name",
            Self::StorageAccountDomain => "storage_account_domain",
            Self::BaseImageUri => "base_image_uri",
            Self::PoolId => "pool_id",
            Self::Retries => "retries",
            Self::TimeLimit => "time_limit",
            Self::CacheDir => "cache_dir",
            Self::PollFreq => "poll_freq",
            Self::AuthorityHost => "authority_host",
            Self::NodeIdentity => "node_identity",
            Self::Runner => "runner",
            Self::ContainerRunOptions => "container_run_options",
            Self::RegistryServer => "registry_server",
            Self::RegistryUsername => "registry_username",
            Self::RegistryIdentity => "registry_identity",
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Credential => "Signs in with",
            Self::TenantId => "Tenant ID",
            Self::ClientId => "Client ID",
            Self::CertificatePath => "Certificate file",
            Self::BatchAccountUrl => "Batch account URL",
            Self::BatchAccountDomain => "Batch token domain",
            Self::StorageAccountName => "Storage account name",
            Self::StorageAccountDomain => "Storage domain",
            Self::BaseImageUri => "Container image",
            Self::PoolId => "Pool",
            Self::Retries => "Retries",
            Self::TimeLimit => "Time limit",
            Self::CacheDir => "Cache folder",
            Self::PollFreq => "Longest time between polls",
            Self::AuthorityHost => "Sign-in host",
            Self::NodeIdentity => "Node identity",
            Self::Runner => "Runner",
            Self::ContainerRunOptions => "Container run options",
            Self::RegistryServer => "Registry",
            Self::RegistryUsername => "Registry user name",
            Self::RegistryIdentity => "Registry identity",
        }
    }

    /// One line of help.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Credential => {
                "client_secret, client_certificate, azure_cli, managed_identity, workload_identity or environment."
            }
            Self::CertificatePath => "A PEM file with the certificate and its RSA key.",
            Self::TenantId => {
                "The directory your service principal lives in: a GUID or a domain name."
            }
            Self::ClientId => "The application ID of the service principal or identity.",
            Self::BatchAccountUrl => {
                "As the portal shows it: https://{account}.{region}.batch.azure.com"
            }
            Self::BatchAccountDomain => "Only other clouds differ from batch.core.windows.net.",
            Self::StorageAccountName => "3–24 lower-case letters and digits.",
            Self::StorageAccountDomain => "Only other clouds differ from blob.core.windows.net.",
            Self::BaseImageUri => {
                "Any image with Python and cloudpickle. Empty for a pool without containers."
            }
            Self::PoolId => "The pool that runs your tasks.",
            Self::Retries => {
                "Tries after the first when a task exits with an error; -1 without limit."
            }
            Self::TimeLimit => "Seconds one try may run.",
            Self::CacheDir => "Where files are kept. Empty for this system's cache folder.",
            Self::PollFreq => "Seconds. Polls start quick and slow down to this.",
            Self::AuthorityHost => "Only other clouds need one.",
            Self::NodeIdentity => {
                "Resource ID of the pool's managed identity that reads and writes storage. Empty for signed addresses, which \
                 end after 7 days at most."
            }
            Self::Runner => {
                "bundled (ours, for any image with Python), or image (the image's own, by Covalent's contract)."
            }
            Self::ContainerRunOptions => "More options of docker create, such as --shm-size=1g.",
            Self::RegistryServer => {
                "A private registry, such as myregistry.azurecr.io. Empty when anyone may pull the image."
            }
            Self::RegistryUsername => "Its password is kept in the keyring.",
            Self::RegistryIdentity => {
                "Resource ID of the pool's managed identity that may pull, instead of a user name and password."
            }
        }
    }

    /// The setting of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}
