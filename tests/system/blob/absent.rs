use longshore_azure::Error;
use pretty_assertions::assert_eq;

use super::storage::{CONTAINER, Storage, uncancelled, unwatched};

fn not_found(error: &Error) -> &str {
    assert!(error.is_not_found(), "{error:?}");
    error.code().unwrap()
}

pub async fn what_is_not_there_is_told_by_its_code(storage: &Storage) {
    let blob = storage.blob();
    let container = "ContainerNotFound";
    let error = blob.blob_properties(CONTAINER, "a").await.unwrap_err();
    assert_eq!(not_found(&error), container);
    let error = blob.download_bytes(CONTAINER, "a", 0..9).await.unwrap_err();
    assert_eq!(not_found(&error), container);
    let bytes = "x".into();
    let upload = blob.upload_bytes(CONTAINER, "a", bytes, Default::default());
    assert_eq!(not_found(&upload.await.unwrap_err()), container);
    let list = blob.list(CONTAINER, "").unwrap().collect();
    assert_eq!(not_found(&list.await.unwrap_err()), container);

    storage.with_container().await;
    let error = blob.blob_properties(CONTAINER, "a").await.unwrap_err();
    assert_eq!(not_found(&error), "BlobNotFound");
    let error = blob.download_bytes(CONTAINER, "a", 0..9).await.unwrap_err();
    assert_eq!(not_found(&error), "BlobNotFound");
    let file = storage.path("a.part");
    let download = blob.download_file(CONTAINER, "a", &file, None, unwatched(), uncancelled());
    assert_eq!(not_found(&download.await.unwrap_err()), "BlobNotFound");
    assert!(!file.exists());
}

pub async fn deleting_what_is_gone_succeeds(storage: &Storage) {
    let blob = storage.blob();
    blob.delete_container(CONTAINER).await.unwrap();
    blob.delete_blob(CONTAINER, "a").await.unwrap();
    storage.with_container().await.put("a", b"x").await;
    for _ in 0..2 {
        blob.delete_blob(CONTAINER, "a").await.unwrap();
        assert_eq!(storage.list("").await, Vec::<String>::new());
    }
}
