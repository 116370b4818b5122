//! What the fuzz targets reach of the Blob dialect.

use std::ops::Range;

use super::range::Asked;
use super::store::Choice;
use super::target::Target;
use super::{blocks, xml};

/// A line of a block list: its element and the id in it.
pub type Block = (&'static str, String);

/// The blocks that a list names, and the list written again.
pub fn block_list(document: &[u8]) -> Option<(Vec<Block>, String)> {
    let choices = blocks::choices(document).ok()?.into_iter();
    let blocks: Vec<Block> = choices
        .map(|choice| match choice {
            Choice::Committed(id) => ("Committed", id),
            Choice::Uncommitted(id) => ("Uncommitted", id),
            Choice::Latest(id) => ("Latest", id),
        })
        .collect();
    let mut written = xml::Writer::document();
    written.element("BlockList", |list| {
        for (element, id) in &blocks {
            list.text(element, id);
        }
    });
    Some((blocks, written.finish()))
}

/// The container, and perhaps the blob, that a path names.
pub fn target(path: &str) -> Option<(String, Option<String>)> {
    match Target::of_path(path).ok()? {
        Target::Account => None,
        Target::Container { container } => Some((container, None)),
        Target::Blob { container, blob } => Some((container, Some(blob))),
    }
}

/// The bytes of a blob of that size that a header asks for.
pub fn range(text: &str, size: u64) -> Option<Range<u64>> {
    Asked::parse(text).ok()?.within(size).ok()
}
