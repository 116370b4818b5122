//! Pickles: what is kept of one stays within its limits, and does not depend on how it comes in.

use std::io::BufReader;

use longshore_engine::inspect::pickle::{Limits, Node, Tree, read_from};

/// Limits that even a short input can reach.
const SMALL: Limits = Limits {
    nodes: 40,
    stack: 64,
    marks: 16,
    memo: 8,
    items: 12,
    kept_items: 20,
    text: 8,
    blob: 6,
    kept_bytes: 64,
    names: 3,
};
/// Items that any container may keep.
const SHORT: usize = 8;
/// The nodes that every tree has.
const COMMON: usize = 5;
/// The longest module or class name, and the longest integer, in bytes.
const NAME: usize = 2 * 1024;
const INTEGER: usize = 2048;

pub(crate) fn run(input: &[u8]) {
    for limits in [&Limits::default(), &SMALL] {
        let whole = read_from(input, limits);
        let torn = read_from(BufReader::with_capacity(3, input), limits);
        assert_eq!(format!("{whole:?}"), format!("{torn:?}"), "whole and torn");
        if let Ok(tree) = whole {
            within(&tree, input, limits);
        }
    }
}

fn within(tree: &Tree, input: &[u8], limits: &Limits) {
    assert!(tree.end <= input.len() as u64);
    assert!(tree.protocol <= 5);
    assert!(tree.names.len() <= limits.names);
    assert!(tree.nodes().count() <= limits.nodes.max(COMMON));
    let (mut bytes, mut long) = (0, 0);
    for node in tree.nodes() {
        match node {
            Node::Text(text) => {
                // What is kept may be longer than what was read: three bytes stand for what is no character.
                assert!(text.head.len() <= 3 * limits.text);
                assert!(text.span.end <= tree.end);
                bytes += text.head.len();
            }
            Node::Bytes(content) => {
                assert!(content.head.len() <= limits.blob);
                assert!(content.head.len() as u64 <= content.length);
                bytes += content.head.len();
            }
            Node::Long(digits) => assert!(digits.len() <= INTEGER),
            Node::Digits(digits) => assert!(digits.len() <= INTEGER),
            Node::Tuple(items) | Node::List(items) | Node::Set(items) | Node::FrozenSet(items) => {
                long += kept(items.kept.len(), items.length, limits);
            }
            Node::Dict(pairs) => long += kept(pairs.kept.len(), pairs.length, limits),
            Node::Call(call) => {
                long += kept(call.items.kept.len(), call.items.length, limits);
                long += kept(call.pairs.kept.len(), call.pairs.length, limits);
            }
            Node::Global(name) => assert!(name.module.len() <= NAME && name.name.len() <= NAME),
            _ => {}
        }
    }
    assert!(bytes <= limits.kept_bytes, "{bytes} bytes of content kept");
    // A container that grew from short to long was given its first items freely.
    assert!(long <= limits.kept_items + SHORT * limits.nodes);
}

/// Checks a container, and says how many items it keeps.
fn kept(kept: usize, length: u64, limits: &Limits) -> usize {
    assert!(kept as u64 <= length && kept <= limits.items.max(SHORT));
    kept
}
