use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use longshore_azure::{Downloaded, ErrorKind, Progress, Result};
use pretty_assertions::assert_eq;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use crate::stub::{Answer, Asked, Stub, answer};

const SIZE: usize = 5_000;

fn content() -> Vec<u8> {
    (0..SIZE).map(|n| (n * 31 % 251) as u8).collect()
}

/// The bytes the client wants, as the service gives them.
fn part(asked: &Asked, content: &[u8]) -> Answer {
    let range = [asked.header("x-ms-range"), asked.header("range")].concat();
    let (start, end) = range
        .strip_prefix("bytes=")
        .unwrap()
        .split_once('-')
        .unwrap();
    let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
    let end = (end + 1).min(content.len());
    answer(206)
        .header("etag", "\"v1\"")
        .header(
            "content-range",
            format!("bytes {start}-{}/{}", end - 1, content.len()),
        )
        .body(content[start..end].to_vec())
}

async fn download(
    stub: &Stub,
    expected_len: Option<u64>,
) -> (Result<Downloaded>, Vec<u8>, Vec<u64>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("blob.part");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = seen.clone();
    let progress: Progress = Arc::new(move |done| told.lock().unwrap().push(done));
    let cancel = CancellationToken::new();
    let outcome = stub
        .azure()
        .blob()
        .download_file("c", "b", &path, expected_len, progress, cancel)
        .await;
    let seen = seen.lock().unwrap().clone();
    (outcome, std::fs::read(&path).unwrap_or_default(), seen)
}

#[tokio::test]
async fn a_part_that_breaks_off_is_fetched_again_from_the_same_version() {
    let calls = AtomicUsize::new(0);
    let stub = Stub::start(move |asked| {
        let part = part(asked, &content());
        if calls.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
            part.broken()
        } else {
            part
        }
    })
    .await;
    let (outcome, file, seen) = download(&stub, Some(SIZE as u64)).await;
    let downloaded = outcome.unwrap();
    assert_eq!(
        downloaded,
        Downloaded {
            size: SIZE as u64,
            sha256: Sha256::digest(content()).into(),
            etag: Some("\"v1\"".into())
        }
    );
    assert!(file == content());
    assert_eq!(seen, [0, 1024, 2048, 3072, 4096, 5000]);
    let asked = stub.asked();
    assert!(asked.len() > 5, "{}", asked.len());
    assert!(
        asked[1..]
            .iter()
            .all(|asked| asked.header("if-match") == "\"v1\"")
    );
}

#[tokio::test]
async fn a_blob_that_is_written_meanwhile_is_a_conflict() {
    let stub = Stub::start(|asked| match asked.header("if-match") {
        "" => part(asked, &content()),
        _ => answer(412).header("x-ms-error-code", "ConditionNotMet"),
    })
    .await;
    let error = download(&stub, None).await.0.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Conflict { code, .. } if code == "ConditionNotMet"),
        "{error:?}"
    );
}

#[tokio::test]
async fn content_that_does_not_have_its_stored_hash_is_refused() {
    let wrong_sha256 = "0".repeat(64);
    let stub =
        Stub::start(move |asked| part(asked, &content()).header("x-ms-meta-sha256", &wrong_sha256))
            .await;
    let error = download(&stub, None).await.0.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Verification { .. }),
        "{error:?}"
    );

    // The MD5 of nothing, in base64.
    let stub = Stub::start(|asked| {
        part(asked, &content()).header("x-ms-blob-content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")
    })
    .await;
    let error = download(&stub, None).await.0.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Verification { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_blob_of_another_size_than_expected_is_refused_before_a_file_is_made() {
    let stub = Stub::start(|asked| part(asked, &content())).await;
    let (outcome, file, _) = download(&stub, Some(7)).await;
    assert_eq!(
        outcome.unwrap_err().to_string(),
        "download blob: verification failed: the blob has 5000 bytes instead of 7"
    );
    assert!(file.is_empty());
}

#[tokio::test]
async fn an_empty_blob_is_an_empty_file() {
    let stub = Stub::start(|asked| {
        if asked.headers.contains_key("x-ms-range") || asked.headers.contains_key("range") {
            return answer(416).header("x-ms-error-code", "InvalidRange");
        }
        answer(200)
            .header("etag", "\"v1\"")
            .header("content-length", 0)
    })
    .await;
    let (outcome, file, seen) = download(&stub, Some(0)).await;
    assert_eq!(outcome.unwrap().size, 0);
    assert_eq!((file, seen), (Vec::new(), vec![0, 0]));
}

#[tokio::test]
async fn a_cancelled_download_says_so() {
    let stub = Stub::start(|asked| part(asked, &content())).await;
    let dir = tempfile::tempdir().unwrap();
    let cancel = CancellationToken::new();
    cancel.cancel();
    let path = dir.path().join("blob.part");
    let error = stub
        .azure()
        .blob()
        .download_file("c", "b", &path, None, Arc::new(|_| {}), cancel)
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Cancelled));
}

#[tokio::test]
async fn the_beginning_of_a_blob_comes_with_its_whole_size() {
    let stub = Stub::start(|asked| part(asked, &content())).await;
    let part = stub
        .azure()
        .blob()
        .download_bytes("c", "b", 0..10)
        .await
        .unwrap();
    assert_eq!(
        (&part.bytes[..], part.total),
        (&content()[..10], SIZE as u64)
    );
    assert_eq!(stub.asked().len(), 1);
}
