//! What is wrong with settings that are right each by itself.

use super::{ExecutorSettings, FieldError, Runner, SettingKey};

impl ExecutorSettings {
    /// What is wrong with a setting because of the others.
    pub fn conflict(&self, key: SettingKey) -> Option<FieldError> {
        let wrong = match key {
            SettingKey::RegistryServer
                if self.registry_server.is_empty()
                    && !(self.registry_username.is_empty()
                        && self.registry_identity.is_empty()) =>
            {
                "Which registry do user name or identity belong to?"
            }
            SettingKey::RegistryUsername
                if !self.registry_server.is_empty()
                    && self.registry_username.is_empty()
                    && self.registry_identity.is_empty() =>
            {
                "A private registry needs a user name, or an identity of the pool."
            }
            SettingKey::RegistryIdentity
                if !self.registry_username.is_empty() && !self.registry_identity.is_empty() =>
            {
                "Either a user name or an identity, not both."
            }
            SettingKey::Runner
                if self.runner == Runner::Image && self.base_image_uri.trim().is_empty() =>
            {
                "The image's own runner needs a container image."
            }
            _ => return None,
        };
        Some(FieldError {
            key,
            message: wrong.into(),
            suggestion: None,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ID: &str = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";

    fn wrong(settings: &[(SettingKey, &str)]) -> Vec<SettingKey> {
        let mut all = ExecutorSettings::default();
        for (key, text) in settings {
            all.set(*key, text).unwrap();
        }
        SettingKey::ALL
            .into_iter()
            .filter(|key| all.conflict(*key).is_some())
            .collect()
    }

    #[test]
    fn a_registry_is_pulled_from_by_a_user_or_by_an_identity_and_never_by_both() {
        use SettingKey::{RegistryIdentity, RegistryServer, RegistryUsername};
        let server = (RegistryServer, "mine.azurecr.io");
        let (user, identity) = ((RegistryUsername, "puller"), (RegistryIdentity, ID));
        assert_eq!(wrong(&[]), []);
        assert_eq!(wrong(&[server, user]), []);
        assert_eq!(wrong(&[server, identity]), []);
        assert_eq!(wrong(&[server]), [RegistryUsername]);
        assert_eq!(wrong(&[user]), [RegistryServer]);
        assert_eq!(wrong(&[server, user, identity]), [RegistryIdentity]);
    }

    #[test]
    fn the_images_own_runner_needs_an_image() {
        let runner = (SettingKey::Runner, "image");
        assert_eq!(wrong(&[runner]), []);
        assert_eq!(
            wrong(&[runner, (SettingKey::BaseImageUri, "")]),
            [SettingKey::Runner]
        );
    }
}
