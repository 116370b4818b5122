//! What keeps strangers out of the service, and clients within bounds.
#![allow(clippy::unwrap_used)]

mod support;

use pretty_assertions::assert_eq;
use reqwest::{Method, StatusCode};
use support::{Running, code};

/// Every path that Batch answers, with something in each gap: as its router names them, so that a new one is among them.
fn batch_paths() -> Vec<String> {
    let router = include_str!("../src/batch.rs");
    let literals = router.split('"').skip(1).step_by(2);
    let paths: Vec<String> = literals
        .filter(|text| text.starts_with('/'))
        .map(|path| {
            let segments = path.split('/').map(|segment| match segment {
                "{*path}" => "wd/result.pkl",
                gap if gap.starts_with('{') => "local",
                word => word,
            });
            segments.collect::<Vec<_>>().join("/") + "?api-version=2025-06-01"
        })
        .collect();
    assert!(paths.len() > 15, "{paths:?}");
    paths
}

/// What Blob storage answers: of the account, a container and a blob, with what tells one operation from another.
fn blob_paths() -> Vec<String> {
    let mut paths = Vec::new();
    for target in ["", "job", "job/b"] {
        for query in [
            "",
            "?restype=container",
            "?comp=list",
            "?restype=container&comp=list",
            "?restype=container&comp=metadata",
            "?comp=metadata",
            "?comp=properties",
            "?comp=block&blockid=QQ%3D%3D",
            "?comp=blocklist",
            "?restype=service&comp=userdelegationkey",
            "?restype=account&comp=properties",
        ] {
            paths.push(format!("{target}{query}"));
        }
    }
    paths
}

#[tokio::test]
async fn no_route_is_open_to_whoever_has_no_good_credentials() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    azure.put_ok("job/b", b"1").await;
    let authority = azure.service.endpoint().authority.clone();
    let (batch, blob) = (batch_paths(), blob_paths());
    let urls = batch
        .iter()
        .map(|path| format!("{authority}{path}"))
        .chain(blob.iter().map(|path| azure.url(path)))
        .chain([format!("{authority}/subscriptions?api-version=2022-12-01")]);
    let (name, other) = (
        &azure.service.endpoint().storage_account_name,
        &azure.service.endpoint().batch_account_name,
    );
    let bad = [
        None,
        Some("Bearer eyJhbGciOiJub25lIn0.e30.".to_owned()),
        Some(format!("SharedKey {name}:AAAA")),
        Some(format!("SharedKey {other}:")),
        Some("Basic bG9uZ3Nob3JlOg==".to_owned()),
    ];
    let mut asked = 0;
    for url in urls {
        for method in ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"] {
            for credentials in &bad {
                let method = Method::from_bytes(method.as_bytes()).unwrap();
                let mut request = azure.client.request(method.clone(), &url).body("");
                if let Some(credentials) = credentials {
                    request = request.header("authorization", credentials);
                }
                let status = request.send().await.unwrap().status();
                // A path that no method of identity's has is none before anyone is asked who they are.
                let refused = [401, 403].contains(&status.as_u16())
                    || (url.contains("/subscriptions") && status == StatusCode::METHOD_NOT_ALLOWED)
                    || (credentials.is_some() && status == StatusCode::BAD_REQUEST);
                assert!(refused, "{method} {url} {credentials:?}: {status}");
                asked += 1;
            }
        }
    }
    assert!(asked > 1_500, "{asked}");
    assert_eq!(azure.get("job/b").await.text().await.unwrap(), "1");
}

#[tokio::test]
async fn a_head_beyond_reason_is_cut_off_and_others_are_served() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    let filler = "x".repeat(700 * 1024);
    let sent = azure
        .request(Method::GET, "?comp=list")
        .header("x-ms-filler", &filler)
        .send()
        .await;
    if let Ok(reply) = sent {
        assert_eq!(reply.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    assert_eq!(azure.get("?comp=list").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_block_list_beyond_reason_is_refused() {
    let azure = Running::start().await;
    azure.create_container("job").await;
    let list = format!("<BlockList>{}</BlockList>", " ".repeat(9 * 1024 * 1024));
    let request = azure.request(Method::PUT, "job/b?comp=blocklist");
    let refused = request.body(list).send().await.unwrap();
    assert_eq!(
        (refused.status(), code(&refused)),
        (StatusCode::PAYLOAD_TOO_LARGE, "RequestBodyTooLarge")
    );
    assert_eq!(azure.get("job/b").await.status(), StatusCode::NOT_FOUND);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_listens_on_loopback_alone() {
    let azure = Running::start().await;
    let authority = &azure.service.endpoint().authority;
    let port: u16 = authority.rsplit(':').next().unwrap().parse().unwrap();
    // `local_address` in hexadecimal, the address byte by byte from its end; state 0A is listening.
    let listening = |table: &str| {
        let table = std::fs::read_to_string(table).unwrap_or_default();
        let sockets = table.lines().skip(1).filter_map(|line| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let (address, hex) = fields.get(1)?.split_once(':')?;
            let is_ours = u16::from_str_radix(hex, 16) == Ok(port) && fields.get(3) == Some(&"0A");
            is_ours.then(|| address.to_owned())
        });
        sockets.collect::<Vec<_>>()
    };
    assert_eq!(listening("/proc/net/tcp"), ["0100007F"]);
    assert_eq!(listening("/proc/net/tcp6"), [""; 0]);
}
