//! Texts that pyarrow keeps for pandas: the buffers of Arrow's variable-size layout
//! (<https://arrow.apache.org/docs/format/Columnar.html>), as `pyarrow.lib._restore_array` is given them.

use crate::{
    inspect::pickle::{Node, NodeId, Tree},
    preview::{byte_string::ByteString, cell::Cell},
};

/// A column of texts.
pub(in crate::preview) struct Texts<'a> {
    pub(super) length: u64,
    /// Where the first lies in the buffers.
    offset: u64,
    /// One bit for each, the lowest first; none when all are there.
    present: Option<ByteString<'a>>,
    /// Where each begins in `texts`, and the last ends.
    ends: ByteString<'a>,
    /// Bytes of one of `ends`.
    width: usize,
    texts: ByteString<'a>,
}

impl<'a> Texts<'a> {
    /// `_restore_array((type, length, missing, offset, [present, ends, texts], …))`, alone or the one chunk of a
    /// `chunked_array`.
    pub(super) fn of(tree: &'a Tree, id: NodeId) -> Option<Self> {
        let call = tree.call(id)?;
        let first = *tree.items(call.args).first()?;
        match &*tree.name(call.callable)?.name {
            "_restore_array" => Self::restored(tree, first),
            "chunked_array" => {
                let [chunk] = tree.items(first) else {
                    return None;
                };
                let call = tree.call(*chunk)?;
                if &*tree.name(call.callable)?.name != "_restore_array" {
                    return None;
                }
                Self::restored(tree, *tree.items(call.args).first()?)
            }
            _ => None,
        }
    }

    fn restored(tree: &'a Tree, parts: NodeId) -> Option<Self> {
        let [class, length, _, offset, buffers, ..] = tree.items(parts)[..] else {
            return None;
        };
        let width = match tree.text(*tree.items(tree.call(class)?.args).first()?)? {
            "large_string" => 8,
            "string" => 4,
            _ => return None,
        };
        let number = |id| match tree.node(id) {
            Node::Int(number) => u64::try_from(*number).ok(),
            _ => None,
        };
        let [present, ends, texts] = tree.items(buffers)[..] else {
            return None;
        };
        let buffer = |id| ByteString::of(tree, *tree.items(tree.call(id)?.args).first()?);
        Some(Self {
            length: number(length)?,
            offset: number(offset)?,
            present: match tree.node(present) {
                Node::None => None,
                _ => Some(buffer(present)?),
            },
            ends: buffer(ends)?,
            width,
            texts: buffer(texts)?,
        })
    }

    /// The text of a row.
    pub(super) fn cell(&self, row: u64) -> Cell {
        self.found(row).unwrap_or(Cell::NotKept)
    }

    fn found(&self, row: u64) -> Option<Cell> {
        let at = usize::try_from(self.offset.checked_add(row)?).ok()?;
        if let Some(present) = &self.present
            && present.head.get(at / 8)? >> (at % 8) & 1 == 0
        {
            return Some(Cell::Missing);
        }
        let (start, end) = (self.end(at)?, self.end(at.checked_add(1)?)?);
        let bytes = self.texts.head.get(start..end)?;
        Some(Cell::Text(std::str::from_utf8(bytes).ok()?.to_owned()))
    }

    fn end(&self, at: usize) -> Option<usize> {
        let start = at.checked_mul(self.width)?;
        let bytes = self.ends.head.get(start..start.checked_add(self.width)?)?;
        let mut wide = [0; 8];
        wide[..self.width].copy_from_slice(bytes);
        usize::try_from(u64::from_le_bytes(wide)).ok()
    }
}
