use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use longshore_azure::{ErrorKind, Result, UploadOptions, Uploaded};
use md5::{Digest, Md5};
use pretty_assertions::assert_eq;
use sha2::Sha256;
use tokio_util::sync::CancellationToken;

use crate::stub::{Answer, Asked, Stub, answer};

struct Source {
    _dir: tempfile::TempDir,
    path: PathBuf,
    content: Vec<u8>,
}

fn source(size: usize) -> Source {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("payload.bin");
    let content: Vec<u8> = (0..size).map(|n| (n * 7 % 253) as u8).collect();
    std::fs::write(&path, &content).unwrap();
    Source {
        _dir: dir,
        path,
        content,
    }
}

async fn upload(stub: &Stub, source: &Source, options: UploadOptions) -> Result<Uploaded> {
    let azure = stub.azure();
    let cancel = CancellationToken::new();
    azure
        .blob()
        .upload_file("c", "a/b", &source.path, options, Arc::new(|_| {}), cancel)
        .await
}

/// A service that knows no blocks yet and takes everything.
fn takes(asked: &Asked) -> Answer {
    match (asked.method.as_str(), asked.query("comp")) {
        ("GET", "blocklist") => answer(404).header("x-ms-error-code", "BlobNotFound"),
        _ => answer(201).header("etag", "\"v1\""),
    }
}

fn puts<'a>(asked: &'a [Asked], comp: &str) -> Vec<&'a Asked> {
    asked
        .iter()
        .filter(|asked| asked.method == "PUT" && asked.query("comp") == comp)
        .collect()
}

#[tokio::test]
async fn a_small_file_is_one_request_with_its_hashes() {
    let stub = Stub::start(takes).await;
    let source = source(900);
    let uploaded = upload(&stub, &source, UploadOptions::default())
        .await
        .unwrap();
    let sha256: [u8; 32] = Sha256::digest(&source.content).into();
    assert_eq!(
        uploaded,
        Uploaded {
            size: 900,
            sha256,
            etag: Some("\"v1\"".into())
        }
    );
    let asked = stub.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].path, "/account/c/a/b");
    assert_eq!(asked[0].header("x-ms-meta-sha256").len(), 64);
    assert!(asked[0].body == source.content);
}

#[tokio::test]
async fn a_large_file_goes_in_checked_blocks_and_is_committed_in_order() {
    let busy = AtomicUsize::new(0);
    let stub = Stub::start(move |asked| {
        if asked.query("comp") == "block" && busy.fetch_add(1, Ordering::Relaxed) == 1 {
            return answer(503).header("x-ms-error-code", "ServerBusy");
        }
        takes(asked)
    })
    .await;
    let source = source(2_500);
    let uploaded = upload(&stub, &source, UploadOptions::default())
        .await
        .unwrap();
    assert_eq!(uploaded.size, 2_500);
    assert_eq!(
        uploaded.sha256,
        <[u8; 32]>::from(Sha256::digest(&source.content))
    );
    let asked = stub.asked();
    let mut blocks = puts(&asked, "block");
    assert_eq!(blocks.len(), 4);
    for block in &blocks {
        assert_eq!(
            block.header("content-md5"),
            base64_of(&Md5::digest(&block.body))
        );
    }
    blocks.sort_by_key(|block| block.query("blockid").to_owned());
    blocks.dedup_by_key(|block| block.query("blockid").to_owned());
    assert!(
        blocks
            .iter()
            .flat_map(|block| block.body.to_vec())
            .eq(source.content.iter().copied())
    );
    let list = String::from_utf8(puts(&asked, "blocklist")[0].body.to_vec()).unwrap();
    let places: Vec<_> = blocks
        .iter()
        .map(|block| list.find(block.query("blockid")).unwrap())
        .collect();
    assert!(places.is_sorted(), "{list}");
}

#[tokio::test]
async fn blocks_an_earlier_upload_left_are_not_sent_again() {
    let source = source(2_500);
    let first = Stub::start(takes).await;
    upload(&first, &source, UploadOptions::default())
        .await
        .unwrap();
    let left = puts(&first.asked(), "block")
        .iter()
        .filter(|block| block.body.len() == 1024)
        .map(|block| {
            format!(
                "<Block><Name>{}</Name><Size>1024</Size></Block>",
                block.query("blockid")
            )
        })
        .collect::<String>();
    let stub = Stub::start(move |asked| match (asked.method.as_str(), asked.query("comp")) {
        ("GET", "blocklist") => answer(200).header("content-type", "application/xml").body(format!(
            "<?xml version=\"1.0\"?><BlockList><UncommittedBlocks>{left}</UncommittedBlocks></BlockList>"
        )),
        _ => answer(201),
    })
    .await;
    upload(&stub, &source, UploadOptions::default())
        .await
        .unwrap();
    let asked = stub.asked();
    let sizes: Vec<_> = puts(&asked, "block")
        .iter()
        .map(|block| block.body.len())
        .collect();
    assert_eq!(sizes, [452]);
    let list = String::from_utf8(puts(&asked, "blocklist")[0].body.to_vec()).unwrap();
    assert_eq!(list.matches("<Latest>").count(), 3, "{list}");
}

#[tokio::test]
async fn content_that_changed_since_it_was_looked_at_does_not_become_a_blob() {
    for size in [900, 2_500] {
        let stub = Stub::start(takes).await;
        let options = UploadOptions {
            expected_sha256: Some([7; 32]),
            ..UploadOptions::default()
        };
        let error = upload(&stub, &source(size), options).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Verification { .. }),
            "{error:?}"
        );
        let asked = stub.asked();
        assert_eq!(
            (puts(&asked, "").len(), puts(&asked, "blocklist").len()),
            (0, 0)
        );
    }
}

#[tokio::test]
async fn a_service_that_received_something_else_is_not_believed() {
    // The MD5 of nothing, in base64.
    let stub = Stub::start(|_| answer(201).header("content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==")).await;
    let error = upload(&stub, &source(900), UploadOptions::default())
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Verification { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn what_is_not_a_file_is_told_by_its_path() {
    let stub = Stub::start(takes).await;
    let mut source = source(10);
    source.path = source.path.with_file_name("gone");
    let error = upload(&stub, &source, UploadOptions::default())
        .await
        .unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Io { path, .. } if *path == source.path),
        "{error:?}"
    );
    source.path = source.path.parent().unwrap().to_owned();
    let error = upload(&stub, &source, UploadOptions::default())
        .await
        .unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{error:?}");
    assert!(stub.asked().is_empty());
}

fn base64_of(bytes: &[u8]) -> String {
    azure_core::base64::encode(bytes)
}
