//! Bytes, however a protocol writes them.

use std::borrow::Cow;

use crate::inspect::pickle::{Call, Node, NodeId, Tree};

/// A bytes object, or its head.
pub(super) struct ByteString<'a> {
    pub(super) head: Cow<'a, [u8]>,
    /// Bytes in all.
    pub(super) length: u64,
}

impl<'a> ByteString<'a> {
    /// A node that is one.
    pub(super) fn of(tree: &'a Tree, id: NodeId) -> Option<Self> {
        match tree.node(id) {
            Node::Bytes(bytes) => Some(Self {
                head: Cow::Borrowed(&bytes.head),
                length: bytes.length,
            }),
            Node::Call(call) => Self::made_by(tree, call),
            _ => None,
        }
    }

    /// What a call makes: protocols before 3 encode a text (as Latin-1), those before 5 make a bytearray from bytes.
    pub(super) fn made_by(tree: &'a Tree, call: &Call) -> Option<Self> {
        let name = tree.name(call.callable)?.to_string();
        match (name.as_str(), tree.items(call.args)) {
            ("_codecs.encode", [text, ..]) => Self::encoded(tree, *text),
            (
                "builtins.bytes"
                | "builtins.bytearray"
                | "__builtin__.bytes"
                | "__builtin__.bytearray",
                args,
            ) => match args {
                [] => Some(Self {
                    head: Cow::Borrowed(&[]),
                    length: 0,
                }),
                // Bytes, or a text to encode; not another call, which might lead back here.
                [content, ..] if tree.call(*content).is_none() => {
                    Self::of(tree, *content).or_else(|| Self::encoded(tree, *content))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn encoded(tree: &Tree, text: NodeId) -> Option<Self> {
        let Node::Text(text) = tree.node(text) else {
            return None;
        };
        let bytes = text.head.chars().map(|c| u8::try_from(u32::from(c)).ok());
        Some(Self {
            head: Cow::Owned(bytes.collect::<Option<_>>()?),
            length: text.characters,
        })
    }
}
