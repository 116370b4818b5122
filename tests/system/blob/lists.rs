use futures::{StreamExt as _, stream};
use longshore_azure::BlobEntry;
use pretty_assertions::assert_eq;
use reqwest::Method;

use super::{
    storage::{CONTAINER, Storage},
    wire::answer,
};

pub async fn a_prefix_selects_by_name_in_order(storage: &Storage) {
    storage.with_container().await;
    for name in ["b", "a/2", "a/10", "ab", "a", "A/1", "a/1/x"] {
        storage.put(name, name.as_bytes()).await;
    }
    assert_eq!(
        storage.list("").await,
        ["A/1", "a", "a/1/x", "a/10", "a/2", "ab", "b"]
    );
    assert_eq!(storage.list("a/").await, ["a/1/x", "a/10", "a/2"]);
    assert_eq!(storage.list("c").await, Vec::<String>::new());

    let entries = storage.blob().list(CONTAINER, "a/10").unwrap();
    let properties = storage.blob().blob_properties(CONTAINER, "a/10").await;
    let expected = BlobEntry {
        name: "a/10".into(),
        size: 4,
        etag: properties.unwrap().etag,
    };
    assert_eq!(entries.collect().await.unwrap(), [expected]);
}

/// More than the 5,000 a service gives at once.
const MANY: usize = 5_003;

pub async fn a_long_list_comes_in_pages(storage: &Storage) {
    storage.with_container().await;
    let names: Vec<String> = (0..MANY).map(|n| format!("tasks/{n:05}")).collect();
    stream::iter(&names)
        .for_each_concurrent(16, async |name| {
            storage.put(name, b"").await;
        })
        .await;

    let mut pager = storage.blob().list(CONTAINER, "tasks/").unwrap();
    let (mut sizes, mut listed) = (Vec::new(), Vec::new());
    while let Some(page) = pager.next_page().await.unwrap() {
        sizes.push(page.len());
        listed.extend(page.into_iter().map(|entry| entry.name));
    }
    assert_eq!(sizes, [5_000, 3]);
    assert!(listed == names);
}

pub async fn pages_have_the_size_asked_for(storage: &Storage) {
    let wire = storage.with_container().await.wire();
    for name in ["a", "b", "c", "d", "e"] {
        storage.put(name, b"").await;
    }
    let (mut pages, mut marker) = (Vec::new(), String::new());
    loop {
        let query = format!("restype=container&comp=list&maxresults=2&marker={marker}");
        let page = answer(wire.request(Method::GET, "", &query).await).await;
        assert_eq!(page.outcome(), (200, ""));
        pages.push(page.elements("Name").join(" "));
        marker = match page.elements("NextMarker")[..] {
            [] | [""] => break,
            [next, ..] => next.to_owned(),
        };
    }
    assert_eq!(pages, ["a b", "c d", "e"]);
}
