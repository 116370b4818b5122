use longshore_azure::Created;
use pretty_assertions::assert_eq;

use super::storage::{CONTAINER, Storage};

pub async fn a_container_is_there_from_creation_to_deletion(storage: &Storage) {
    let blob = storage.blob();
    assert!(!blob.container_exists(CONTAINER).await.unwrap());
    for expected in [Created::New, Created::AlreadyThere] {
        assert_eq!(blob.create_container(CONTAINER).await.unwrap(), expected);
        assert!(blob.container_exists(CONTAINER).await.unwrap());
    }
    blob.delete_container(CONTAINER).await.unwrap();
    assert!(!blob.container_exists(CONTAINER).await.unwrap());
}

pub async fn a_deleted_container_takes_its_blobs_along(storage: &Storage) {
    storage.with_container().await.put("a", b"gone soon").await;
    storage.blob().delete_container(CONTAINER).await.unwrap();
    storage.with_container().await;
    assert_eq!(storage.list("").await, Vec::<String>::new());
    let error = storage.blob().blob_properties(CONTAINER, "a").await;
    assert!(error.unwrap_err().is_not_found());
}
