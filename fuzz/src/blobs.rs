//! The Blob dialect: block lists, paths and ranges.

use longshore_local_azure::fuzzing;

/// Of a blob that ranges are asked of.
const SIZE: u64 = 1000;

pub(crate) fn block_lists(input: &[u8]) {
    if let Some((blocks, written)) = fuzzing::block_list(input) {
        assert!(blocks.len() <= 50_000);
        let again = fuzzing::block_list(written.as_bytes());
        assert_eq!(again.map(|(blocks, _)| blocks), Some(blocks), "{written}");
    }
    let text = String::from_utf8_lossy(input);
    if let Some(range) = fuzzing::range(&text, SIZE) {
        assert!(range.start < range.end && range.end <= SIZE, "{range:?}");
    }
    if let Some((container, blob)) = fuzzing::target(&text) {
        assert!(!container.contains(['/', '.', '\\']), "{container:?}");
        assert!(blob.is_none_or(|blob| (1..=1024).contains(&blob.chars().count())));
    }
}
