//! The Blob dialect on the wire, as a client that knows nothing of this crate sees it.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use futures::StreamExt as _;
use pretty_assertions::assert_eq;
use reqwest::{Method, StatusCode};
use support::{Running, code, header};

/// The MD5 of `hello, world`, in base64.
const HELLO_MD5: &str = "5NfxtO0uQtFYmPSyewGdpA==";

#[tokio::test]
async fn a_blob_reads_back_with_all_that_was_said_of_it() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    let put = azure
        .put("job/tasks/t1/result.pkl", "hello, world")
        .header("x-ms-blob-content-type", "text/plain")
        .header("x-ms-meta-origin", "test")
        .send()
        .await
        .unwrap();
    assert_eq!(put.status(), StatusCode::CREATED);
    assert_eq!(header(&put, "content-md5"), HELLO_MD5);

    let got = azure.get("job/tasks/t1/result.pkl").await;
    assert_eq!(got.status(), StatusCode::OK);
    for (name, value) in [
        ("content-length", "12"),
        ("content-type", "text/plain"),
        ("content-md5", HELLO_MD5),
        ("accept-ranges", "bytes"),
        ("x-ms-blob-type", "BlockBlob"),
        ("x-ms-meta-origin", "test"),
        ("x-ms-version", "2026-04-06"),
        ("etag", header(&put, "etag")),
        ("last-modified", header(&put, "last-modified")),
    ] {
        assert_eq!(header(&got, name), value, "{name}");
    }
    for name in ["x-ms-request-id", "date"] {
        assert_ne!(header(&got, name), "", "{name}");
    }
    assert_eq!(got.text().await.unwrap(), "hello, world");
}

#[tokio::test]
async fn the_same_name_is_reached_with_plain_and_encoded_slashes() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure
        .put_ok("job/tasks%2Ft%201%2F%22x%22%0A%C3%BC", b"1")
        .await;
    let got = azure.get("job/tasks/t%201/%22x%22%0A%C3%BC").await;
    assert_eq!(got.text().await.unwrap(), "1");
}

#[tokio::test]
async fn ranges_give_206_and_those_behind_the_end_416() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"0123456789").await;
    azure.put_ok("job/empty", b"").await;
    for (blob, range, status, content_range, content) in [
        ("b", "bytes=2-4", 206, "bytes 2-4/10", "234"),
        ("b", "bytes=8-", 206, "bytes 8-9/10", "89"),
        ("b", "bytes=0-33554431", 206, "bytes 0-9/10", "0123456789"),
        ("b", "bytes=10-11", 416, "bytes */10", ""),
        ("empty", "bytes=0-33554431", 416, "bytes */0", ""),
    ] {
        let request = azure.request(Method::GET, &format!("job/{blob}"));
        let got = request.header("x-ms-range", range).send().await.unwrap();
        assert_eq!(got.status().as_u16(), status, "{range}");
        assert_eq!(header(&got, "content-range"), content_range, "{range}");
        if status == 206 {
            assert_eq!(got.text().await.unwrap(), content, "{range}");
        } else {
            assert_eq!(code(&got), "InvalidRange", "{range}");
        }
    }
}

#[tokio::test]
async fn committed_blocks_read_as_one_blob() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    for (id, content) in [("QQ==", "aaa"), ("Qg==", "bb"), ("Qw==", "unused")] {
        let id = id.replace('=', "%3D");
        let put = azure
            .put(&format!("job/b?comp=block&blockid={id}"), content)
            .send()
            .await
            .unwrap();
        assert_eq!(put.status(), StatusCode::CREATED);
    }
    assert_eq!(code(&azure.get("job/b").await), "BlobNotFound");
    let list = "<BlockList><Latest>Qg==</Latest><Uncommitted>QQ==</Uncommitted><Latest>Qg==</Latest></BlockList>";
    let put = azure
        .put("job/b?comp=blocklist", list)
        .send()
        .await
        .unwrap();
    assert_eq!(put.status(), StatusCode::CREATED);
    assert_eq!(azure.get("job/b").await.text().await.unwrap(), "bbaaabb");
    let part = azure
        .request(Method::GET, "job/b")
        .header("range", "bytes=1-5");
    assert_eq!(part.send().await.unwrap().text().await.unwrap(), "baaab");
    // Two blocks are in use; the third was forgotten with the commit.
    assert_eq!(azure.content_files(), 2);
}

#[tokio::test]
async fn a_wrong_hash_is_refused_and_leaves_nothing() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    for below in ["job/b", "job/b?comp=block&blockid=QQ%3D%3D"] {
        let put = azure
            .put(below, "hello, World")
            .header("content-md5", HELLO_MD5);
        assert_eq!(code(&put.send().await.unwrap()), "Md5Mismatch", "{below}");
    }
    assert_eq!(code(&azure.get("job/b").await), "BlobNotFound");
    assert_eq!(azure.content_files(), 0);
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    let sent = futures::stream::iter([Ok(vec![b'x'; 1024 * 1024])]);
    let cut = sent.chain(futures::stream::once(async {
        // Late enough for the service to have begun a file.
        tokio::time::sleep(Duration::from_millis(300)).await;
        Err(std::io::Error::other("the client is gone"))
    }));
    let put = azure
        .put("job/b", reqwest::Body::wrap_stream(cut))
        .header("content-length", 64 * 1024 * 1024);
    assert!(put.send().await.is_err());
    assert_eq!(code(&azure.get("job/b").await), "BlobNotFound");
    wait_until(|| azure.content_files() == 0).await;
}

#[tokio::test]
async fn a_write_on_condition_replaces_nothing_it_should_not() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    let create = |content: &'static str| {
        azure
            .put("job/b", content)
            .header("if-none-match", "*")
            .send()
    };
    let etag = header(&create("first").await.unwrap(), "etag").to_owned();
    let refused = create("second").await.unwrap();
    assert_eq!(
        (refused.status(), code(&refused)),
        (StatusCode::CONFLICT, "BlobAlreadyExists")
    );

    let replaced = azure
        .put("job/b", "third")
        .header("if-match", &etag)
        .send()
        .await
        .unwrap();
    assert_eq!(replaced.status(), StatusCode::CREATED);
    let stale = azure
        .put("job/b", "fourth")
        .header("if-match", &etag)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (stale.status(), code(&stale)),
        (StatusCode::PRECONDITION_FAILED, "ConditionNotMet")
    );
    let known = azure
        .request(Method::GET, "job/b")
        .header("if-none-match", header(&replaced, "etag"));
    assert_eq!(
        known.send().await.unwrap().status(),
        StatusCode::NOT_MODIFIED
    );
    assert_eq!(azure.get("job/b").await.text().await.unwrap(), "third");
}

#[tokio::test]
async fn of_writers_who_may_only_create_one_wins() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    let attempts = (0..20).map(|n| {
        azure
            .put("job/b", format!("{n}"))
            .header("if-none-match", "*")
            .send()
    });
    let statuses: Vec<u16> = futures::future::join_all(attempts)
        .await
        .into_iter()
        .map(|reply| reply.unwrap().status().as_u16())
        .collect();
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 1);
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 19);
    assert_eq!(azure.content_files(), 1);
}

#[tokio::test]
async fn a_reader_of_a_replaced_blob_gets_the_old_one_whole() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    // More than the connection takes without being read.
    let size: usize = 32 * 1024 * 1024;
    azure.put_ok("job/b", &vec![b'o'; size]).await;
    let mut reading = azure.get("job/b").await.bytes_stream();
    let first = reading.next().await.unwrap().unwrap();
    azure.put_ok("job/b", b"new").await;

    let mut read = first.len();
    while let Some(piece) = reading.next().await {
        let piece = piece.unwrap();
        assert!(piece.iter().all(|byte| *byte == b'o'));
        read += piece.len();
    }
    assert_eq!(read, size);
    assert_eq!(azure.get("job/b").await.text().await.unwrap(), "new");
    wait_until(|| azure.content_files() == 1).await;
}

#[tokio::test]
async fn lists_come_in_pages_and_fold_at_a_delimiter() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    for name in ["a", "l/1", "l/2", "l/m/3", "l0", "z%20%26"] {
        azure.put_ok(&format!("job/{name}"), b"x").await;
    }
    let list = async |query: &str| {
        let got = azure
            .get(&format!("job?restype=container&comp=list{query}"))
            .await;
        assert_eq!(got.status(), StatusCode::OK);
        let document = got.text().await.unwrap();
        let marker = between(&document, "<NextMarker>", "</NextMarker>")
            .pop()
            .unwrap();
        (between(&document, "<Name>", "</Name>"), marker)
    };
    assert_eq!(
        list("").await.0,
        ["a", "l/1", "l/2", "l/m/3", "l0", "z &amp;"]
    );
    assert_eq!(list("&prefix=l/").await.0, ["l/1", "l/2", "l/m/3"]);
    assert_eq!(
        list("&prefix=l/&delimiter=/").await.0,
        ["l/1", "l/2", "l/m/"]
    );
    let (first, marker) = list("&delimiter=/&maxresults=2").await;
    let (second, end) = list(&format!("&delimiter=/&maxresults=2&marker={marker}")).await;
    assert_eq!(
        (first, second, end),
        (
            texts(&["a", "l/"]),
            texts(&["l0", "z &amp;"]),
            String::new()
        )
    );
    assert_eq!(
        code(
            &azure
                .get("job?restype=container&comp=list&maxresults=0")
                .await
        ),
        "OutOfRangeQueryParameterValue"
    );
}

#[tokio::test]
async fn what_is_stored_outlives_the_process_and_so_do_the_keys() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"kept").await;
    let staged = azure
        .put("job/c?comp=block&blockid=QQ%3D%3D", "staged")
        .send()
        .await
        .unwrap();
    assert_eq!(staged.status(), StatusCode::CREATED);
    let before = azure.service.endpoint().clone();
    let etag = header(&azure.get("job/b").await, "etag").to_owned();

    let azure = azure.restart().await;
    let after = azure.service.endpoint();
    assert_eq!(
        (&after.tenant_id, &after.client_id),
        (&before.tenant_id, &before.client_id)
    );
    assert_eq!(
        std::fs::read(&after.ca_cert).unwrap(),
        std::fs::read(&before.ca_cert).unwrap()
    );
    let got = azure.get("job/b").await;
    assert_eq!(header(&got, "etag"), etag);
    assert_eq!(got.text().await.unwrap(), "kept");
    let commit = azure.put(
        "job/c?comp=blocklist",
        "<BlockList><Latest>QQ==</Latest></BlockList>",
    );
    assert_eq!(commit.send().await.unwrap().status(), StatusCode::CREATED);
    assert_eq!(azure.get("job/c").await.text().await.unwrap(), "staged");
}

#[tokio::test]
async fn content_of_no_blob_is_cleared_away_at_the_start() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"kept").await;
    let folder = azure.stop().await;
    let orphans = folder.path().join("blob/content/00");
    std::fs::create_dir_all(&orphans).unwrap();
    std::fs::write(
        orphans.join("00000000000000000000000000000000"),
        "left behind",
    )
    .unwrap();
    std::fs::write(folder.path().join("blob/incoming/cut-off"), "half").unwrap();
    let azure = Running::start_in(folder, |_| {}).await;
    assert_eq!(azure.content_files(), 1);
    assert_eq!(azure.get("job/b").await.text().await.unwrap(), "kept");
}

#[tokio::test]
async fn deleting_a_container_deletes_what_is_in_it() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"1").await;
    let deleted = azure
        .request(Method::DELETE, "job?restype=container")
        .send()
        .await
        .unwrap();
    assert_eq!(deleted.status(), StatusCode::ACCEPTED);
    assert_eq!(code(&azure.get("job/b").await), "ContainerNotFound");
    azure.create_container("job").await;
    assert_eq!(code(&azure.get("job/b").await), "BlobNotFound");
}

#[tokio::test]
async fn what_is_not_implemented_says_so_in_the_services_shape() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"1").await;
    let requests = [
        azure.request(Method::PUT, "job/b?comp=snapshot").body(""),
        azure.request(Method::PUT, "job/b?comp=lease").body(""),
        azure.request(Method::PUT, "job/b?comp=tier").body(""),
        azure
            .request(Method::PUT, "job?restype=container&comp=acl")
            .body(""),
        azure
            .request(Method::PUT, "?restype=service&comp=properties")
            .body(""),
        azure.request(Method::GET, "job/b?snapshot=2026-01-01T00:00:00.0000000Z"),
        azure
            .request(Method::PUT, "job/c")
            .header("x-ms-blob-type", "PageBlob")
            .body(""),
        azure
            .put("job/c", "")
            .header("x-ms-copy-source", "https://example.com/x"),
        azure.put("job/c", "").header("x-ms-tags", "a=b"),
    ];
    for request in requests {
        let reply = request.send().await.unwrap();
        let url = reply.url().clone();
        assert_eq!(
            (reply.status(), code(&reply)),
            (StatusCode::NOT_IMPLEMENTED, "NotImplemented"),
            "{url}"
        );
        let document = reply.text().await.unwrap();
        assert_eq!(
            between(&document, "<Error><Code>", "</Code>"),
            ["NotImplemented"],
            "{url}"
        );
    }
    assert_eq!(code(&azure.get("job/c").await), "BlobNotFound");
}

async fn wait_until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting)
        .await
        .unwrap();
}

fn between(document: &str, start: &str, end: &str) -> Vec<String> {
    document
        .split(start)
        .skip(1)
        .map(|rest| rest.split(end).next().unwrap().to_owned())
        .collect()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
