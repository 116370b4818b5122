use pretty_assertions::{assert_eq, assert_ne};
use reqwest::Method;

use super::{
    storage::{CONTAINER, Storage},
    wire::answer,
};

pub async fn a_new_blob_can_be_asked_not_to_replace_one(storage: &Storage) {
    let wire = storage.with_container().await.wire();
    for expected in [(201, ""), (409, "BlobAlreadyExists")] {
        let put = wire.put("once", "first").await.header("if-none-match", "*");
        assert_eq!(answer(put).await.outcome(), expected);
    }
    let put = wire.put("once", "second").await;
    assert_eq!(answer(put).await.outcome(), (201, ""));
    assert_eq!(storage.get("once").await, b"second");
}

pub async fn a_version_can_be_asked_for(storage: &Storage) {
    let wire = storage.with_container().await.wire();
    let first = answer(wire.put("a", "first").await).await.etag;
    let put = wire.put("a", "second").await.header("if-match", &first);
    let second = answer(put).await;
    assert_eq!(second.outcome(), (201, ""));
    assert_ne!(second.etag, first);

    let refused = (412, "ConditionNotMet");
    let put = wire.put("a", "third").await.header("if-match", &first);
    assert_eq!(answer(put).await.outcome(), refused);
    let get = async |name: &str, etag: &str| {
        let request = wire.request(Method::GET, "a", "").await;
        answer(request.header(name, etag)).await
    };
    assert_eq!(get("if-match", &first).await.outcome(), refused);
    assert_eq!(get("if-match", &second.etag).await.body, "second");
    assert_eq!(get("if-none-match", &first).await.body, "second");
    assert_eq!(get("if-none-match", &second.etag).await.status, 304);

    let delete = wire.request(Method::DELETE, "a", "").await;
    let delete = answer(delete.header("if-match", &first)).await;
    assert_eq!(delete.outcome(), refused);
    assert_eq!(storage.get("a").await, b"second");
}

pub async fn metadata_and_media_type_are_kept_with_the_blob(storage: &Storage) {
    let wire = storage.with_container().await.wire();
    let put = wire
        .put("a", "content")
        .await
        .header("x-ms-meta-berth", "7")
        .header("x-ms-meta-Crane", "north, tall")
        .header("x-ms-blob-content-type", "text/plain; charset=utf-8");
    assert_eq!(answer(put).await.outcome(), (201, ""));

    let properties = storage.blob().blob_properties(CONTAINER, "a").await;
    // The services differ in the case they give the names back in; it does not count in the protocol.
    let mut metadata: Vec<(String, String)> = properties
        .unwrap()
        .metadata
        .into_iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value))
        .collect();
    metadata.sort();
    assert_eq!(
        metadata,
        [
            ("berth".to_owned(), "7".to_owned()),
            ("crane".to_owned(), "north, tall".to_owned())
        ]
    );
    let head = wire.request(Method::HEAD, "a", "").await.send().await;
    assert_eq!(
        head.unwrap().headers()["content-type"],
        "text/plain; charset=utf-8"
    );
}
