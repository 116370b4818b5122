mod own;

use azure_storage_blob::models::BlobContainerClientCreateOptions;

use super::Blob;
use crate::{
    Created,
    error::{Error, Result},
};

pub use own::OwnContainer;

impl Blob {
    /// Creates a private container with our mark. One of that name that is there already counts as created.
    ///
    /// # Errors
    /// What the request fails with. For half a minute after a deletion the name is a conflict
    /// (`ContainerBeingDeleted`).
    pub async fn create_container(&self, name: &str) -> Result<Created> {
        let operation = "create container";
        let options = BlobContainerClientCreateOptions {
            metadata: Some(own::mark()),
            ..BlobContainerClientCreateOptions::default()
        };
        let container = self.container(operation, name)?;
        let outcome = container.create(Some(options)).await;
        match outcome.map_err(|error| Error::from_sdk(operation, error)) {
            Ok(_) => Ok(Created::New),
            Err(error) if error.is_conflict(&["ContainerAlreadyExists"]) => {
                Ok(Created::AlreadyThere)
            }
            Err(error) => Err(error),
        }
    }

    /// Deletes a container and every blob in it. One that is gone already is a success.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn delete_container(&self, name: &str) -> Result<()> {
        let operation = "delete container";
        let outcome = self.container(operation, name)?.delete(None).await;
        match outcome.map_err(|error| Error::from_sdk(operation, error)) {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() || error.is_conflict(&["ContainerBeingDeleted"]) => {
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether there is a container of that name.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn container_exists(&self, name: &str) -> Result<bool> {
        let operation = "look at container";
        let outcome = self.container(operation, name)?.get_properties(None).await;
        match outcome.map_err(|error| Error::from_sdk(operation, error)) {
            Ok(_) => Ok(true),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }
}
