//! How long and how often a connection may be held by whoever makes it.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use longshore_local_azure::Limits;
use pretty_assertions::assert_eq;
use reqwest::Method;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::json;
use support::{BATCH, Running, token};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// What a test waits for at most: far more than any limit it sets, and far less than the limits of every day.
const SOON: Duration = Duration::from_secs(8);
const BRIEF: Duration = Duration::from_millis(300);

async fn with_limits(change: impl FnOnce(&mut Limits)) -> Running {
    Running::start_with(|options| change(&mut options.limits)).await
}

fn address(azure: &Running) -> String {
    let authority = &azure.service.endpoint().authority;
    authority.trim_start_matches("https://").to_owned()
}

/// A connection with its handshake done, that speaks the protocol.
async fn connected(azure: &Running, protocol: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let authority = CertificateDer::from_pem_file(&azure.service.endpoint().ca_cert).unwrap();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority).unwrap();
    let mut config = rustls::ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
    let stream = TcpStream::connect(address(azure)).await?;
    let name = ServerName::try_from("127.0.0.1").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

/// What still comes until the service ends the connection, which it has to do soon.
async fn until_its_end(mut stream: impl tokio::io::AsyncRead + Unpin) -> String {
    let mut got = Vec::new();
    // An end without TLS's own goodbye is one as well.
    let _ = tokio::time::timeout(SOON, stream.read_to_end(&mut got))
        .await
        .expect("the connection is held");
    String::from_utf8_lossy(&got).into_owned()
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_until_another_ends() {
    // One is the client's that asks for the token.
    let azure = with_limits(|limits| limits.connections = 3).await;
    let first = connected(&azure, "http/1.1").await.unwrap();
    let _second = connected(&azure, "http/1.1").await.unwrap();
    let mut waiting = Box::pin(connected(&azure, "http/1.1"));
    let early = tokio::time::timeout(BRIEF, &mut waiting).await;
    assert!(early.is_err(), "a fourth connection was served");
    drop(first);
    let served = tokio::time::timeout(SOON, waiting).await.unwrap();
    assert!(served.is_ok(), "{:?}", served.err());
}

#[tokio::test]
async fn a_connection_without_a_handshake_is_ended_and_its_place_is_free() {
    let azure = with_limits(|limits| {
        limits.connections = 2;
        limits.handshake = BRIEF;
    })
    .await;
    let begun = Instant::now();
    let silent = TcpStream::connect(address(&azure)).await.unwrap();
    let mut stuck = TcpStream::connect(address(&azure)).await.unwrap();
    // The beginning of a handshake, and no more of it.
    stuck.write_all(&[22, 3, 1, 2, 0, 1]).await.unwrap();
    assert_eq!(until_its_end(silent).await, "");
    assert!(begun.elapsed() >= BRIEF);
    assert_eq!(until_its_end(stuck).await, "");
    connected(&azure, "http/1.1").await.unwrap();
}

#[tokio::test]
async fn a_connection_with_nothing_to_do_is_ended_whatever_it_has_said() {
    let azure = with_limits(|limits| limits.idle = BRIEF).await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".as_slice();
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0].as_slice();
    for (protocol, said) in [
        ("http/1.1", Vec::new()),
        (
            "http/1.1",
            b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n".to_vec(),
        ),
        ("h2", Vec::new()),
        ("h2", preface[..9].to_vec()),
        ("h2", [preface, settings].concat()),
    ] {
        let mut stream = connected(&azure, protocol).await.unwrap();
        stream.write_all(&said).await.unwrap();
        until_its_end(stream).await;
    }
    let mut stream = connected(&azure, "http/1.1").await.unwrap();
    let asked = b"GET /jobs HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";
    stream.write_all(asked).await.unwrap();
    let answered = until_its_end(stream).await;
    assert!(answered.starts_with("HTTP/1.1 4"), "{answered}");
}

#[tokio::test]
async fn what_takes_longer_than_a_connection_may_be_idle_is_answered_whole() {
    let faults = tempfile::NamedTempFile::new().unwrap();
    let slow = json!({"rules": [{"method": "GET", "delayMs": 1_000, "bytesPerSecond": 2_000}]});
    std::fs::write(faults.path(), slow.to_string()).unwrap();
    let azure = Running::start_with(|options| {
        options.limits.idle = BRIEF;
        options.faults = Some(faults.path().to_owned());
    })
    .await;
    azure.create_container("job").await;
    azure.put_ok("job/b", &[b'x'; 4_000]).await;
    let begun = Instant::now();
    let reply = azure.get("job/b").await;
    assert_eq!(reply.bytes().await.unwrap(), [b'x'; 4_000].as_slice());
    assert!(begun.elapsed() > Duration::from_millis(2_500));
}

#[tokio::test]
async fn a_body_that_does_not_go_on_is_given_up_by_each_service() {
    let azure = with_limits(|limits| limits.pause = BRIEF).await;
    azure.create_container("job").await;
    let endpoint = azure.service.endpoint();
    let for_batch = token(&azure.client, endpoint, BATCH).await;
    let (account, tenant) = (&endpoint.storage_account_name, &endpoint.tenant_id);
    let json = "content-type: application/json";
    for (method, path, headers, status) in [
        (
            Method::POST,
            format!("/{tenant}/oauth2/v2.0/token"),
            "content-type: application/x-www-form-urlencoded".to_owned(),
            400,
        ),
        (
            Method::POST,
            "/jobs?api-version=2025-06-01".to_owned(),
            format!("authorization: Bearer {for_batch}\r\n{json}"),
            500,
        ),
        (
            Method::PUT,
            format!("/{account}/job/b"),
            format!(
                "authorization: Bearer {}\r\nx-ms-version: 2026-04-06\r\nx-ms-blob-type: BlockBlob",
                azure.token
            ),
            500,
        ),
    ] {
        let mut stream = connected(&azure, "http/1.1").await.unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n{headers}\r\n\r\n{{"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let answered = until_its_end(stream).await;
        let expected = format!("HTTP/1.1 {status}");
        assert!(answered.starts_with(&expected), "{path}: {answered}");
        assert_eq!(
            answered.contains("OperationTimedOut"),
            status == 500,
            "{answered}"
        );
    }
}

#[tokio::test]
async fn a_body_that_goes_on_may_take_longer_than_a_pause() {
    let pause = Duration::from_secs(2);
    let azure = with_limits(|limits| limits.pause = pause).await;
    azure.create_container("job").await;
    let begun = Instant::now();
    let pieces = futures::stream::unfold(0, |sent| async move {
        tokio::time::sleep(Duration::from_millis(600)).await;
        (sent < 5).then_some((Ok::<_, std::io::Error>("x"), sent + 1))
    });
    let put = azure
        .put("job/b", reqwest::Body::wrap_stream(pieces))
        .header("content-length", 5);
    assert_eq!(put.send().await.unwrap().status(), 201);
    assert!(begun.elapsed() > pause);
    assert_eq!(azure.get("job/b").await.text().await.unwrap(), "xxxxx");
}
