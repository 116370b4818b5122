use super::Blob;
use crate::{
    Created,
    error::{Error, Result},
};

impl Blob {
    /// Creates a private container. One of that name that is there already counts as created.
    ///
    /// # Errors
    /// What the request fails with. For half a minute after a deletion the name is a conflict
    /// (`ContainerBeingDeleted`).
    pub async fn create_container(&self, name: &str) -> Result<Created> {
        match self
            .inner
            .service
            .blob_container_client(name)
            .create(None)
            .await
        {
            Ok(_) => Ok(Created::New),
            Err(error) => match Error::from_sdk("create container", error) {
                error if error.is_conflict(&["ContainerAlreadyExists"]) => {
                    Ok(Created::AlreadyThere)
                }
                error => Err(error),
            },
        }
    }

    /// Deletes a container and every blob in it. One that is gone already is a success.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn delete_container(&self, name: &str) -> Result<()> {
        match self
            .inner
            .service
            .blob_container_client(name)
            .delete(None)
            .await
        {
            Ok(_) => Ok(()),
            Err(error) => match Error::from_sdk("delete container", error) {
                error if error.is_not_found() || error.is_conflict(&["ContainerBeingDeleted"]) => {
                    Ok(())
                }
                error => Err(error),
            },
        }
    }

    /// Whether there is a container of that name.
    ///
    /// # Errors
    /// What the request fails with.
    pub async fn container_exists(&self, name: &str) -> Result<bool> {
        match self
            .inner
            .service
            .blob_container_client(name)
            .get_properties(None)
            .await
        {
            Ok(_) => Ok(true),
            Err(error) => match Error::from_sdk("look at container", error) {
                error if error.is_not_found() => Ok(false),
                error => Err(error),
            },
        }
    }
}
