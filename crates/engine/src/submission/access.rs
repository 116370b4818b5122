//! How a node gets at the job's container: shared access signatures, for that container only.

use longshore_azure::{Blob, MAX_SAS_LIFETIME, SasPermissions};
use longshore_model::{Code, Report};
use secrecy::{ExposeSecret, SecretString};
use time::OffsetDateTime;
use url::Url;

use crate::error::{Error, Result};

/// Addresses of a container that carry their own right. Secrets as long as they live.
#[derive(Debug)]
pub(super) struct Access {
    read: SecretString,
    write: SecretString,
}

impl Access {
    /// As long-lived as the service allows, since a task may wait long for a node.
    pub(super) async fn to_container(blob: &Blob, container: &str) -> Result<Self> {
        let expiry = OffsetDateTime::now_utc() + MAX_SAS_LIFETIME;
        Ok(Self {
            read: blob
                .container_sas(container, SasPermissions::READ, expiry)
                .await?,
            write: blob
                .container_sas(container, SasPermissions::READ_WRITE, expiry)
                .await?,
        })
    }

    /// The address of a blob, to be read.
    pub(super) fn blob(&self, name: &str) -> Result<String> {
        let mut url = Url::parse(self.read.expose_secret()).map_err(|_| no_address())?;
        url.path_segments_mut()
            .map_err(|()| no_address())?
            .extend(name.split('/'));
        Ok(url.into())
    }

    /// The address of the container, to be written to.
    pub(super) fn container(&self) -> String {
        self.write.expose_secret().to_owned()
    }

    #[cfg(test)]
    pub(super) fn fixed(read: &str, write: &str) -> Self {
        Self {
            read: read.into(),
            write: write.into(),
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
