//! Reads pickles by their opcodes, without ever running them.
//!
//! Unpickling is running a program: `REDUCE` calls whatever it names. This reader follows the same instructions on a
//! stack of its own, but where Python would import or call it only notes the name. What remains is a [`Tree`]: plain
//! values, names, and calls that were never made.
//!
//! Crates that read pickles (serde-pickle) turn them into plain data: they give up at calls, or forget names, offsets
//! and what is shared. Those are just what inspection must report, hence a reader of our own. Format: CPython's
//! `Lib/pickletools.py`; protocols 0 to 5.
//!
//! Memory is bounded by [`Limits`], never by the pickle: of long texts and bytes only the head is kept (and where it
//! lies), of long containers the first items, and past so many objects the rest is [`Node::Cut`]. Nothing recurses, so
//! depth and cycles cost nothing; whoever walks a tree bounds the walk.

mod argument;
mod error;
mod limits;
mod machine;
mod memo;
mod opcode;
mod source;
#[cfg(test)]
mod tests;
mod value;

use std::io::BufRead;

pub use error::{PickleError, Problem};
pub use limits::Limits;
pub use value::{Bytes, Call, Items, Name, Node, NodeId, Pairs, Text, Tree};

/// Reads one pickle that fills `bytes` entirely.
///
/// # Errors
/// What is wrong with it and at which byte, [`PickleError::Trailing`] included.
pub fn read(bytes: &[u8]) -> Result<Tree, PickleError> {
    let tree = read_from(bytes, &Limits::default())?;
    let extra = (bytes.len() as u64).saturating_sub(tree.end);
    if extra > 0 {
        return Err(PickleError::Trailing {
            at: tree.end,
            extra,
        });
    }
    Ok(tree)
}

/// Reads the pickle at the start of `reader`; what follows it (from [`Tree::end`] on) is not looked at.
///
/// # Errors
/// What is wrong with it and at which byte, or why it cannot be read.
pub fn read_from(reader: impl BufRead, limits: &Limits) -> Result<Tree, PickleError> {
    machine::run(&mut source::Source::new(reader), limits)
}
