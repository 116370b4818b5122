use serde::{Deserialize, Serialize};

use super::SettingKey;

/// How an account signs in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// A service principal with a client secret, which is kept in the keyring.
    #[default]
    ClientSecret,
    /// A service principal with a certificate and its key in a file.
    ClientCertificate,
    /// Whoever has signed in with `az login` on this computer.
    AzureCli,
    /// The identity that Azure gives the machine Longshore runs on.
    ManagedIdentity,
    /// A token that Kubernetes or another issuer keeps in a file.
    WorkloadIdentity,
    /// What the `AZURE_…` variables of the environment say, as Microsoft's SDKs read them.
    Environment,
}

impl CredentialKind {
    /// Every kind, the usual one first.
    pub const ALL: [Self; 6] = [
        Self::ClientSecret,
        Self::ClientCertificate,
        Self::AzureCli,
        Self::ManagedIdentity,
        Self::WorkloadIdentity,
        Self::Environment,
    ];

    /// Its name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientSecret => "client_secret",
            Self::ClientCertificate => "client_certificate",
            Self::AzureCli => "azure_cli",
            Self::ManagedIdentity => "managed_identity",
            Self::WorkloadIdentity => "workload_identity",
            Self::Environment => "environment",
        }
    }

    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ClientSecret => "Client secret",
            Self::ClientCertificate => "Certificate",
            Self::AzureCli => "Azure CLI login",
            Self::ManagedIdentity => "Managed identity",
            Self::WorkloadIdentity => "Workload identity",
            Self::Environment => "Environment variables",
        }
    }

    /// One line of help.
    pub const fn help(self) -> &'static str {
        match self {
            Self::ClientSecret => "A service principal; its secret is kept in the keyring.",
            Self::ClientCertificate => {
                "A service principal; certificate and key stay in their file."
            }
            Self::AzureCli => "Whoever has signed in with az login on this computer.",
            Self::ManagedIdentity => "The identity of the Azure machine that Longshore runs on.",
            Self::WorkloadIdentity => "A federated token in a file, as Kubernetes provides it.",
            Self::Environment => "AZURE_CLIENT_ID and the like, as they are when Longshore starts.",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether an account has a secret of its own in the keyring.
    pub const fn needs_secret(self) -> bool {
        matches!(self, Self::ClientSecret)
    }

    /// Whether a setting means something for it.
    pub const fn uses(self, key: SettingKey) -> bool {
        match key {
            SettingKey::TenantId => !matches!(self, Self::ManagedIdentity | Self::Environment),
            SettingKey::ClientId => !matches!(self, Self::AzureCli | Self::Environment),
            SettingKey::CertificatePath => matches!(self, Self::ClientCertificate),
            _ => true,
        }
    }

    /// Whether an account that signs in like this cannot work without a setting.
    pub const fn requires(self, key: SettingKey) -> bool {
        match key {
            SettingKey::TenantId | SettingKey::ClientId => {
                matches!(self, Self::ClientSecret | Self::ClientCertificate)
            }
            SettingKey::CertificatePath => matches!(self, Self::ClientCertificate),
            SettingKey::BatchAccountUrl | SettingKey::StorageAccountName | SettingKey::PoolId => {
                true
            }
            _ => false,
        }
    }
}
