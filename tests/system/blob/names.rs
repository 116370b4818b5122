use pretty_assertions::assert_eq;

use super::storage::{CONTAINER, Storage};

/// In the order of their UTF-8 bytes, in which both services list.
const NAMES: [&str; 12] = [
    " leading and trailing ",
    "#hash",
    "100%",
    "100%25",
    "a&b=c+d",
    "deep/er/and/deeper",
    "dots..and.dot",
    "question?mark",
    "quo\"te's",
    "tasks/t 1/outputs/plot (1).png",
    "ünïcode/日本語",
    "🚢.txt",
];

pub async fn a_name_is_kept_character_by_character(storage: &Storage) {
    let blob = storage.with_container().await.blob();
    for name in NAMES {
        storage.put(name, name.as_bytes()).await;
    }
    assert_eq!(storage.list("").await, NAMES);
    for name in NAMES {
        assert_eq!(storage.get(name).await, name.as_bytes(), "{name}");
        assert_eq!(storage.list(name).await[0], name);
    }
    let deleted = "100%25";
    blob.delete_blob(CONTAINER, deleted).await.unwrap();
    let others: Vec<&str> = NAMES.into_iter().filter(|name| *name != deleted).collect();
    assert_eq!(storage.list("").await, others);
}
