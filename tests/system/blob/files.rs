use std::{
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use longshore_azure::{Downloaded, Error, ErrorKind, Progress, UploadOptions, Uploaded};
use pretty_assertions::assert_eq;
use reqwest::Method;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::{
    storage::{CONTAINER, Storage, content, uncancelled, unwatched},
    wire::answer,
};

const BLOCK: usize = 4 * 1024 * 1024;
/// Five of the client's blocks, and a byte more.
const SIZE: usize = 5 * BLOCK + 1;

/// Makes a file of the bytes, and a blob of the file.
async fn upload(
    storage: &Storage,
    bytes: &[u8],
    progress: Progress,
    cancel: CancellationToken,
) -> Result<Uploaded, Error> {
    let path = storage.path("up");
    fs::write(&path, bytes).unwrap();
    let options = UploadOptions::default();
    storage
        .blob()
        .upload_file(CONTAINER, "big", &path, options, progress, cancel)
        .await
}

/// Makes a file of the blob.
async fn download(
    storage: &Storage,
    progress: Progress,
    cancel: CancellationToken,
) -> (PathBuf, Result<Downloaded, Error>) {
    let path = storage.path("down.part");
    let size = Some(SIZE as u64);
    let blob = storage.blob();
    let downloaded = blob.download_file(CONTAINER, "big", &path, size, progress, cancel);
    let downloaded = downloaded.await;
    (path, downloaded)
}

/// The sizes of the blob's blocks, committed or not.
async fn blocks(storage: &Storage, kind: &str) -> Vec<usize> {
    let query = format!("comp=blocklist&blocklisttype={kind}");
    let request = storage.wire().request(Method::GET, "big", &query);
    let list = answer(request.await).await;
    let sizes = list.elements("Size").into_iter();
    sizes.map(|size| size.parse().unwrap()).collect()
}

/// Keeps what it is told.
fn watched() -> (Progress, Arc<Mutex<Vec<u64>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = told.clone();
    (Arc::new(move |done| keep.lock().unwrap().push(done)), told)
}

/// Cancels as soon as something was done.
fn impatient() -> (Progress, CancellationToken) {
    let token = CancellationToken::new();
    let cancel = token.clone();
    let progress: Progress = Arc::new(move |done| {
        if done > 0 {
            cancel.cancel();
        }
    });
    (progress, token)
}

/// The numbers begin at nothing, end at everything, and never step back.
fn assert_progress(told: &Mutex<Vec<u64>>, steps: usize) {
    let told = told.lock().unwrap();
    assert!(told.is_sorted() && told.len() >= steps, "{told:?}");
    assert_eq!((told[0], told.last()), (0, Some(&(SIZE as u64))));
}

pub async fn a_file_goes_up_and_down_in_blocks(storage: &Storage) {
    storage.with_container().await;
    let bytes = content(SIZE);
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();

    let (progress, told) = watched();
    let uploaded = upload(storage, &bytes, progress, uncancelled())
        .await
        .unwrap();
    assert_eq!((uploaded.size, uploaded.sha256), (SIZE as u64, sha256));
    assert_progress(&told, 7);
    let sizes = [BLOCK, BLOCK, BLOCK, BLOCK, BLOCK, 1];
    assert_eq!(blocks(storage, "committed").await, sizes);

    let (progress, told) = watched();
    let (path, downloaded) = download(storage, progress, uncancelled()).await;
    let expected = Downloaded {
        size: SIZE as u64,
        sha256,
        etag: uploaded.etag,
    };
    assert_eq!(downloaded.unwrap(), expected);
    assert_progress(&told, 7);
    assert!(fs::read(path).unwrap() == bytes);
}

pub async fn a_cancelled_upload_leaves_no_blob_and_can_be_taken_up_again(storage: &Storage) {
    let blob = storage.with_container().await.blob();
    let bytes = content(SIZE);
    let (progress, cancel) = impatient();
    let error = upload(storage, &bytes, progress, cancel).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Cancelled), "{error:?}");
    let missing = blob.blob_properties(CONTAINER, "big").await.unwrap_err();
    assert!(missing.is_not_found(), "{missing:?}");
    assert!(!blocks(storage, "uncommitted").await.is_empty());

    let again = upload(storage, &bytes, unwatched(), uncancelled()).await;
    assert_eq!(again.unwrap().size, SIZE as u64);
    assert!(storage.get("big").await == bytes);
}

pub async fn a_cancelled_download_says_so(storage: &Storage) {
    storage.with_container().await;
    let uploaded = upload(storage, &content(SIZE), unwatched(), uncancelled()).await;
    assert_eq!(uploaded.unwrap().size, SIZE as u64);
    let (progress, cancel) = impatient();
    let error = download(storage, progress, cancel).await.1.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Cancelled), "{error:?}");
}

pub async fn a_file_that_changed_becomes_no_blob(storage: &Storage) {
    let blob = storage.with_container().await.blob();
    for (name, size) in [("small", 10), ("big", BLOCK + 1)] {
        let path = storage.path(name);
        fs::write(&path, content(size)).unwrap();
        let options = UploadOptions {
            expected_sha256: Some([7; 32]),
            ..UploadOptions::default()
        };
        let error = blob
            .upload_file(CONTAINER, name, &path, options, unwatched(), uncancelled())
            .await
            .unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Verification { .. }),
            "{error:?}"
        );
        let missing = blob.blob_properties(CONTAINER, name).await.unwrap_err();
        assert!(missing.is_not_found(), "{missing:?}");
    }
}
