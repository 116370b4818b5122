//! How a node gets at the job's container: by shared access signatures for that container only, or by a managed identity of
//! the pool.

use std::time::Duration;

use longshore_azure::{Blob, SasPermissions};
use longshore_batch_api::task::{ContainerDestination, IdentityReference, ResourceFile};
use longshore_model::{Code, Report};
use secrecy::{ExposeSecret, SecretString};
use time::OffsetDateTime;
use url::Url;

use crate::error::{Error, Result};

/// A right to read a container's blobs and to write new ones.
#[derive(Debug)]
pub(super) enum Access {
    /// Addresses that carry their own right. Secrets as long as they live.
    Signed {
        /// To be read.
        read: SecretString,
        /// To be written to.
        write: SecretString,
    },
    /// The plain address, and who opens it. It does not expire.
    Identity {
        /// The container's address.
        container: Url,
        /// The identity's resource id.
        resource_id: String,
    },
}

impl Access {
    /// By signatures that are good for so long from now. A task that is tried again fetches its files again, so that reading
    /// ends no sooner than writing.
    pub(super) async fn signed(blob: &Blob, container: &str, life: Duration) -> Result<Self> {
        let expiry = OffsetDateTime::now_utc() + life;
        Ok(Self::Signed {
            read: blob
                .container_sas(container, SasPermissions::READ, expiry)
                .await?,
            write: blob
                .container_sas(container, SasPermissions::READ_WRITE, expiry)
                .await?,
        })
    }

    /// By an identity of the pool.
    pub(super) fn identity(blob: &Blob, container: &str, resource_id: &str) -> Result<Self> {
        Ok(Self::Identity {
            container: blob.container_address(container)?,
            resource_id: resource_id.to_owned(),
        })
    }

    /// A file made of a blob.
    pub(super) fn file(&self, name: &str, path: String) -> Result<ResourceFile> {
        let mut url = match self {
            Self::Signed { read, .. } => {
                Url::parse(read.expose_secret()).map_err(|_| no_address())?
            }
            Self::Identity { container, .. } => container.clone(),
        };
        url.path_segments_mut()
            .map_err(|()| no_address())?
            .extend(name.split('/'));
        Ok(ResourceFile {
            http_url: Some(url.into()),
            file_path: Some(path),
            identity_reference: self.reference(),
            ..ResourceFile::default()
        })
    }

    /// Where output files go, as `path` of the container.
    pub(super) fn destination(&self, path: String) -> ContainerDestination {
        ContainerDestination {
            container_url: match self {
                Self::Signed { write, .. } => write.expose_secret().to_owned(),
                Self::Identity { container, .. } => container.to_string(),
            },
            path: Some(path),
            identity_reference: self.reference(),
        }
    }

    fn reference(&self) -> Option<IdentityReference> {
        match self {
            Self::Signed { .. } => None,
            Self::Identity { resource_id, .. } => Some(IdentityReference {
                resource_id: resource_id.clone(),
            }),
        }
    }
}

fn no_address() -> Error {
    // The address is a secret; its parser's error would show it.
    Error::Told(Report::new(
        Code::Internal,
        "The storage account's address cannot be used.",
        "Check the account's storage settings.",
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use longshore_azure::MAX_SAS_LIFETIME;
    use longshore_model::node_access;

    use super::*;

    #[test]
    fn the_longest_life_that_is_asked_for_is_the_longest_that_is_signed() {
        assert_eq!(node_access::LONGEST, MAX_SAS_LIFETIME.as_secs());
    }

    #[test]
    fn an_identity_is_named_beside_plain_addresses() {
        let access = Access::Identity {
            container: Url::parse("https://s.blob.core.windows.net/job").unwrap(),
            resource_id: "/subscriptions/s".into(),
        };
        let file = access.file("staged/ab/f.pkl", "f.pkl".into()).unwrap();
        assert_eq!(
            serde_json::to_value(file).unwrap(),
            serde_json::json!({
                "httpUrl": "https://s.blob.core.windows.net/job/staged/ab/f.pkl",
                "filePath": "f.pkl",
                "identityReference": {"resourceId": "/subscriptions/s"},
            })
        );
        let destination = access.destination("tasks/t/result.pkl".into());
        assert_eq!(
            serde_json::to_value(destination).unwrap(),
            serde_json::json!({
                "containerUrl": "https://s.blob.core.windows.net/job",
                "path": "tasks/t/result.pkl",
                "identityReference": {"resourceId": "/subscriptions/s"},
            })
        );
    }
}
