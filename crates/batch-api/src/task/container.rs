//! The container a task runs in, and where its image comes from.

use serde::{Deserialize, Serialize};

/// The container a task runs in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerSettings {
    /// The image with its tag.
    pub image_name: String,
    /// Further words for `docker create`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container_run_options: Option<String>,
    /// Where the image comes from when it is not public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<ContainerRegistry>,
    /// `taskWorkingDirectory` (the default) or `containerImageDefault`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_directory: Option<String>,
}

/// A private registry. `password` goes to the service over TLS and is never told back by it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContainerRegistry {
    /// Host name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry_server: Option<String>,
    /// User name.
    #[serde(default, rename = "username", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// The pool's managed identity instead of user and password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity_reference: Option<IdentityReference>,
}

impl std::fmt::Debug for ContainerRegistry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerRegistry")
            .field("registry_server", &self.registry_server)
            .field("user_name", &self.user_name)
            .field("identity_reference", &self.identity_reference)
            .finish_non_exhaustive()
    }
}

/// A user-assigned managed identity of the pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityReference {
    /// ARM id of the identity.
    pub resource_id: String,
}
