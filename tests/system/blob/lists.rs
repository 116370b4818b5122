use longshore_azure::BlobEntry;
use pretty_assertions::assert_eq;

use super::storage::{CONTAINER, PAGE, Storage};

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

pub async fn a_list_comes_in_pages_that_join_to_the_whole(storage: &Storage) {
    storage.with_container().await;
    let names: Vec<String> = (0..10).map(|n| format!("tasks/{n} ü%/x")).collect();
    for name in &names {
        storage.put(name, b"").await;
    }
    storage.put("other", b"").await;
    let mut pager = storage.blob().list(CONTAINER, "tasks/").unwrap();
    let (mut sizes, mut listed) = (Vec::new(), Vec::new());
    while let Some(page) = pager.next_page().await.unwrap() {
        sizes.push(page.len());
        listed.extend(page.into_iter().map(|entry| entry.name));
    }
    assert_eq!(sizes, [PAGE as usize, PAGE as usize, 2]);
    assert_eq!(listed, names);
}
