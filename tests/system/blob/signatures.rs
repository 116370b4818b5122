//! Shared access signatures on the embedded service.
//!
//! Not on Azurite: the Azure SDK signs for service version 2026-04-06 and no other, whose string-to-sign has fields
//! that Azurite does not know, so that it refuses every signature of our client. That it hands out the key is held.

use std::time::Duration;

use longshore_azure::SasPermissions;
use pretty_assertions::assert_eq;
use reqwest::Method;
use secrecy::{ExposeSecret as _, SecretString};
use time::OffsetDateTime;
use url::Url;

use super::{
    storage::{CONTAINER, Storage},
    wire::{Answer, answer},
};

fn in_an_hour() -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::from_secs(3_600)
}

/// The address of a blob in the container that an address is of.
fn below(container: &SecretString, blob: &str) -> SecretString {
    let mut url = Url::parse(container.expose_secret()).unwrap();
    url.path_segments_mut().unwrap().extend(blob.split('/'));
    String::from(url).into()
}

/// The address with one of its parameters changed.
fn with(address: &SecretString, parameter: &str, value: &str) -> SecretString {
    let mut url = Url::parse(address.expose_secret()).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    assert!(pairs.iter().any(|(name, _)| name == parameter));
    url.query_pairs_mut().clear().extend_pairs(
        pairs
            .iter()
            .map(|(name, old)| (name, if name == parameter { value } else { old })),
    );
    String::from(url).into()
}

async fn ask(storage: &Storage, method: Method, address: &SecretString) -> Answer {
    let request = storage.wire().stranger(method.clone(), address);
    answer(if method == Method::PUT {
        request.header("x-ms-blob-type", "BlockBlob").body("new")
    } else {
        request
    })
    .await
}

const NOT_ALLOWED: (u16, &str) = (403, "AuthorizationPermissionMismatch");
const NOT_SIGNED: (u16, &str) = (403, "AuthenticationFailed");

#[tokio::test]
async fn a_read_signature_opens_one_blob_for_reading() {
    let storage = Storage::embedded();
    storage
        .with_container()
        .await
        .put("in/a b ü%.txt", b"hello")
        .await;
    storage.put("other", b"secret").await;
    let blob = storage.blob();
    let address = blob.blob_read_sas(CONTAINER, "in/a b ü%.txt", in_an_hour());
    let address = address.await.unwrap();

    let read = ask(&storage, Method::GET, &address).await;
    assert_eq!((read.status, read.body.as_str()), (200, "hello"));
    let part = storage.wire().stranger(Method::GET, &address);
    let part = answer(part.header("range", "bytes=1-3")).await;
    assert_eq!((part.status, part.body.as_str()), (206, "ell"));
    for method in [Method::PUT, Method::DELETE] {
        let refused = ask(&storage, method.clone(), &address).await;
        assert_eq!(refused.outcome(), NOT_ALLOWED, "{method}");
    }
    let mut other = Url::parse(address.expose_secret()).unwrap();
    other.set_path(&other.path().replace("in/a%20b%20%C3%BC%25.txt", "other"));
    let refused = ask(&storage, Method::GET, &String::from(other).into()).await;
    assert_eq!(refused.outcome(), NOT_SIGNED);
}

#[tokio::test]
async fn a_container_signature_allows_what_it_names_and_no_more() {
    let storage = Storage::embedded();
    storage.with_container().await.put("in.txt", b"hello").await;
    let sign = async |permissions| {
        let address = storage
            .blob()
            .container_sas(CONTAINER, permissions, in_an_hour());
        address.await.unwrap()
    };
    let list = |address: &SecretString| -> SecretString {
        format!("{}&restype=container&comp=list", address.expose_secret()).into()
    };

    let read = sign(SasPermissions::READ).await;
    let got = ask(&storage, Method::GET, &below(&read, "in.txt")).await;
    assert_eq!((got.status, got.body.as_str()), (200, "hello"));
    let listed = ask(&storage, Method::GET, &list(&read)).await;
    assert_eq!(listed.elements("Name"), ["in.txt"]);
    let refused = ask(&storage, Method::PUT, &below(&read, "new.txt")).await;
    assert_eq!(refused.outcome(), NOT_ALLOWED);

    let write = sign(SasPermissions::READ_WRITE).await;
    let made = ask(&storage, Method::PUT, &below(&write, "tasks/t 1/new.txt")).await;
    assert_eq!(made.outcome(), (201, ""));
    assert_eq!(storage.get("tasks/t 1/new.txt").await, b"new");
    let refused = ask(&storage, Method::DELETE, &below(&write, "in.txt")).await;
    assert_eq!(refused.outcome(), NOT_ALLOWED);

    let write_only = sign(SasPermissions {
        write: true,
        ..SasPermissions::default()
    });
    let write_only = write_only.await;
    let refused = ask(&storage, Method::GET, &below(&write_only, "in.txt")).await;
    assert_eq!(refused.outcome(), NOT_ALLOWED);
    let refused = ask(&storage, Method::GET, &list(&write_only)).await;
    assert_eq!(refused.outcome(), NOT_ALLOWED);
}

#[tokio::test]
async fn an_expired_signature_opens_nothing() {
    let storage = Storage::embedded();
    storage.with_container().await.put("a", b"hello").await;
    let until = async |expiry| {
        let address = storage.blob().blob_read_sas(CONTAINER, "a", expiry);
        address.await.unwrap()
    };
    // The key comes with the first, so that the second takes no time to make.
    let lasting = until(in_an_hour()).await;
    let short = until(OffsetDateTime::now_utc() + Duration::from_secs(1)).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let refused = ask(&storage, Method::GET, &short).await;
    assert_eq!(refused.outcome(), NOT_SIGNED);
    assert_eq!(ask(&storage, Method::GET, &lasting).await.status, 200);
}

#[tokio::test]
async fn a_changed_signature_opens_nothing() {
    let storage = Storage::embedded();
    storage.with_container().await.put("a", b"hello").await;
    let address = storage.blob().blob_read_sas(CONTAINER, "a", in_an_hour());
    let address = address.await.unwrap();
    assert_eq!(ask(&storage, Method::GET, &address).await.status, 200);
    for (parameter, value) in [
        ("sp", "rwd"),
        ("se", "2999-01-01T00:00:00Z"),
        ("sr", "c"),
        ("sig", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
    ] {
        let refused = ask(&storage, Method::GET, &with(&address, parameter, value)).await;
        assert_eq!(refused.outcome(), NOT_SIGNED, "{parameter}");
    }
}

#[tokio::test]
async fn azurite_hands_out_the_key_signatures_are_made_with() {
    let storage = Storage::azurite();
    let address = storage.with_container().await.blob();
    let address = address.container_sas(CONTAINER, SasPermissions::READ, in_an_hour());
    let address = Url::parse(address.await.unwrap().expose_secret()).unwrap();
    let parameters: Vec<String> = address.query_pairs().map(|(name, _)| name.into()).collect();
    for needed in ["skoid", "sktid", "skt", "ske", "sig"] {
        assert!(parameters.iter().any(|name| name == needed), "{needed}");
    }
}
