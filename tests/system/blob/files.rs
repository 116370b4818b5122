use std::sync::{Arc, Mutex};

use longshore_azure::{ErrorKind, Progress, UploadOptions};
use pretty_assertions::assert_eq;
use reqwest::Method;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::{
    storage::{CONTAINER, Storage, content, uncancelled, unwatched},
    wire::answer,
};

/// Five blocks of the client's 4 MiB, and a byte more.
const SIZE: usize = 20 * 1024 * 1024 + 1;

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

/// Whether the numbers begin at nothing, end at everything, and never step back.
fn assert_progress(told: &Mutex<Vec<u64>>, steps: usize) {
    let told = told.lock().unwrap();
    assert!(told.is_sorted() && told.len() >= steps, "{told:?}");
    assert_eq!((told[0], told.last()), (0, Some(&(SIZE as u64))));
}

pub async fn a_file_goes_up_and_down_in_blocks(storage: &Storage) {
    let blob = storage.with_container().await.blob();
    let bytes = content(SIZE);
    let sha256: [u8; 32] = Sha256::digest(&bytes).into();
    let (up, down) = (storage.path("up"), storage.path("down.part"));
    std::fs::write(&up, &bytes).unwrap();

    let (progress, told) = watched();
    let options = UploadOptions {
        expected_sha256: Some(sha256),
        ..UploadOptions::default()
    };
    let uploaded = blob
        .upload_file(CONTAINER, "big", &up, options, progress, uncancelled())
        .await
        .unwrap();
    assert_eq!((uploaded.size, uploaded.sha256), (SIZE as u64, sha256));
    assert_progress(&told, 7);
    let blocks = storage.wire().request(Method::GET, "big", "comp=blocklist");
    let blocks = answer(blocks.await).await;
    let mib = 4 * 1024 * 1024;
    let sizes: Vec<usize> = [mib, mib, mib, mib, mib, 1].into();
    let listed = blocks.elements("Size");
    assert_eq!(
        listed
            .iter()
            .map(|size| size.parse().unwrap())
            .collect::<Vec<usize>>(),
        sizes
    );

    let (progress, told) = watched();
    let downloaded = blob
        .download_file(
            CONTAINER,
            "big",
            &down,
            Some(SIZE as u64),
            progress,
            uncancelled(),
        )
        .await
        .unwrap();
    assert_eq!(
        (downloaded.size, downloaded.sha256, downloaded.etag),
        (SIZE as u64, sha256, uploaded.etag)
    );
    assert_progress(&told, 7);
    assert!(std::fs::read(down).unwrap() == bytes);
}

pub async fn a_cancelled_upload_leaves_no_blob_and_can_be_taken_up_again(storage: &Storage) {
    let blob = storage.with_container().await.blob();
    let bytes = content(SIZE);
    let path = storage.path("up");
    std::fs::write(&path, &bytes).unwrap();

    let (progress, cancel) = impatient();
    let error = blob
        .upload_file(
            CONTAINER,
            "big",
            &path,
            UploadOptions::default(),
            progress,
            cancel,
        )
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Cancelled), "{error:?}");
    let missing = blob.blob_properties(CONTAINER, "big").await.unwrap_err();
    assert!(missing.is_not_found(), "{missing:?}");

    blob.upload_file(
        CONTAINER,
        "big",
        &path,
        UploadOptions::default(),
        unwatched(),
        uncancelled(),
    )
    .await
    .unwrap();
    assert!(storage.get("big").await == bytes);
}

pub async fn a_cancelled_download_says_so(storage: &Storage) {
    let blob = storage.with_container().await.blob();
    let up = storage.path("up");
    std::fs::write(&up, content(SIZE)).unwrap();
    blob.upload_file(
        CONTAINER,
        "big",
        &up,
        UploadOptions::default(),
        unwatched(),
        uncancelled(),
    )
    .await
    .unwrap();
    let (progress, cancel) = impatient();
    let error = blob
        .download_file(
            CONTAINER,
            "big",
            &storage.path("down"),
            None,
            progress,
            cancel,
        )
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Cancelled), "{error:?}");
}

pub async fn a_file_that_changed_becomes_no_blob(storage: &Storage) {
    let blob = storage.with_container().await.blob();
    for (name, size) in [("small", 10), ("big", 5 * 1024 * 1024)] {
        let path = storage.path(name);
        std::fs::write(&path, content(size)).unwrap();
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
