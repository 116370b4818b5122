use std::{path::Path, sync::Arc, time::Duration};

use longshore_azure::{Azure, BlobEntry, Created, ErrorKind, SasPermissions, UploadOptions};
use pretty_assertions::assert_eq;
use secrecy::ExposeSecret;
use time::OffsetDateTime;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Local, in_an_hour};

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|n| (n * 31 % 251) as u8).collect()
}

async fn download(azure: &Azure, blob: &str, to: &Path) -> Vec<u8> {
    let cancel = CancellationToken::new();
    azure
        .blob()
        .download_file("container", blob, to, None, Arc::new(|_| {}), cancel)
        .await
        .unwrap();
    std::fs::read(to).unwrap()
}

#[tokio::test]
async fn what_goes_into_a_container_comes_out_the_same() {
    let local = Local::start().await;
    let azure = local.azure();
    let blob = azure.blob();
    assert!(!blob.container_exists("container").await.unwrap());
    assert_eq!(
        blob.create_container("container").await.unwrap(),
        Created::New
    );
    assert_eq!(
        blob.create_container("container").await.unwrap(),
        Created::AlreadyThere
    );
    assert!(blob.container_exists("container").await.unwrap());

    // Empty, one request, exactly one block, and many blocks; with a name that needs encoding.
    for (name, size) in [
        ("a/empty", 0),
        ("a/small ä&+%.txt", 700),
        ("a/one", 1_024),
        ("b/many", 20_000),
    ] {
        let path = local.file("up", &content(size));
        let cancel = CancellationToken::new();
        let uploaded = blob
            .upload_file(
                "container",
                name,
                &path,
                UploadOptions::default(),
                Arc::new(|_| {}),
                cancel,
            )
            .await
            .unwrap();
        let properties = blob.blob_properties("container", name).await.unwrap();
        assert_eq!(
            (properties.size, properties.sha256),
            (size as u64, Some(uploaded.sha256))
        );
        assert!(download(&azure, name, &local.dir.path().join("down.part")).await == content(size));
    }

    let rows = |entries: Vec<BlobEntry>| -> Vec<(String, u64)> {
        entries
            .into_iter()
            .map(|entry| (entry.name, entry.size))
            .collect()
    };
    let listed = rows(
        blob.list("container", "a/")
            .unwrap()
            .collect()
            .await
            .unwrap(),
    );
    assert_eq!(
        listed,
        [
            ("a/empty".into(), 0),
            ("a/one".into(), 1_024),
            ("a/small ä&+%.txt".into(), 700)
        ]
    );
    let tail = blob
        .download_bytes("container", "b/many", 19_990..30_000)
        .await
        .unwrap();
    assert_eq!(
        (&tail.bytes[..], tail.total),
        (&content(20_000)[19_990..], 20_000)
    );
    let beyond = blob
        .download_bytes("container", "b/many", 20_000..20_001)
        .await
        .unwrap();
    assert_eq!((beyond.bytes.len(), beyond.total), (0, 20_000));

    blob.delete_blob("container", "a/one").await.unwrap();
    blob.delete_blob("container", "a/one").await.unwrap();
    assert!(
        blob.blob_properties("container", "a/one")
            .await
            .unwrap_err()
            .is_not_found()
    );
    blob.delete_container("container").await.unwrap();
    blob.delete_container("container").await.unwrap();
}

#[tokio::test]
async fn a_signature_opens_what_it_was_made_for_and_nothing_else() {
    let local = Local::start().await;
    let azure = local.azure();
    let blob = azure.blob();
    blob.create_container("container").await.unwrap();
    blob.upload_bytes(
        "container",
        "in/a b.txt",
        "hello".into(),
        UploadOptions::default(),
    )
    .await
    .unwrap();

    let read = blob
        .blob_read_sas("container", "in/a b.txt", in_an_hour())
        .await
        .unwrap();
    let stranger = local.stranger();
    let reply = stranger.get(read.expose_secret()).send().await.unwrap();
    assert_eq!(
        (reply.status().as_u16(), reply.text().await.unwrap()),
        (200, "hello".into())
    );
    let reply = stranger.delete(read.expose_secret()).send().await.unwrap();
    assert_eq!(reply.status().as_u16(), 403);

    let all = blob
        .container_sas("container", SasPermissions::READ_WRITE, in_an_hour())
        .await
        .unwrap();
    let mut place = Url::parse(all.expose_secret()).unwrap();
    place
        .path_segments_mut()
        .unwrap()
        .extend(["out", "result.txt"]);
    let put = stranger
        .put(place)
        .header("x-ms-blob-type", "BlockBlob")
        .body("done")
        .send()
        .await
        .unwrap();
    assert_eq!(put.status().as_u16(), 201);
    let written = blob
        .download_bytes("container", "out/result.txt", 0..100)
        .await
        .unwrap();
    assert_eq!(written.bytes, "done");
}

#[tokio::test]
async fn a_signature_longer_than_the_service_allows_is_not_asked_for() {
    let local = Local::start().await;
    let week = OffsetDateTime::now_utc() + Duration::from_secs(8 * 24 * 3_600);
    for expiry in [week, OffsetDateTime::UNIX_EPOCH] {
        let error = local
            .azure()
            .blob()
            .blob_read_sas("c", "b", expiry)
            .await
            .unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Settings { .. }),
            "{error:?}"
        );
    }
}
