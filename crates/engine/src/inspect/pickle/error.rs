//! What can be wrong with a pickle.

use std::io;

/// Why a pickle cannot be read. Offsets count from its first byte.
#[derive(Debug, thiserror::Error)]
pub enum PickleError {
    /// It ends before its `STOP`.
    #[error("it ends in the middle, at byte {at}")]
    Truncated {
        /// Where it ends.
        at: u64,
    },
    /// A byte where an opcode should be, that is none.
    #[error("byte {at} is 0x{code:02x}, which is no instruction of a pickle")]
    UnknownOpcode {
        /// The byte.
        code: u8,
        /// Where it is.
        at: u64,
    },
    /// A protocol newer than any that is known.
    #[error("it has pickle protocol {protocol}; the newest known is 5")]
    Protocol {
        /// The protocol it says it has.
        protocol: u8,
    },
    /// An instruction that cannot be followed, as Python could not.
    #[error("the instruction at byte {at} cannot be followed: {problem}")]
    Malformed {
        /// Where the instruction starts.
        at: u64,
        /// What is wrong.
        problem: Problem,
    },
    /// Something follows the pickle.
    #[error("the pickle ends at byte {at}, and {extra} more bytes follow")]
    Trailing {
        /// Where the pickle ends.
        at: u64,
        /// How much follows.
        extra: u64,
    },
    /// It needs more room than inspection takes.
    #[error(
        "it puts more than {limit} objects side by side or in each other (byte {at}), more than inspection takes on"
    )]
    TooWide {
        /// How many are allowed.
        limit: usize,
        /// Where the limit is passed.
        at: u64,
    },
    /// The file cannot be read.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// What makes an instruction impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The stack holds too little.
    #[error("there is nothing to apply it to")]
    Underflow,
    /// No `MARK` was set.
    #[error("no mark was set")]
    NoMark,
    /// A number that is none.
    #[error("its number cannot be read")]
    Number,
    /// A quoted text that is not quoted.
    #[error("its text is not quoted")]
    Quotes,
    /// A text in no encoding of pickles.
    #[error("its text is not UTF-8")]
    Encoding,
    /// A negative length.
    #[error("its length is negative")]
    Length,
    /// A `GET` of what was never `PUT`.
    #[error("it refers to something that was never stored")]
    Memo,
    /// A name made of something else than two texts.
    #[error("it names something by what is not text")]
    NotAName,
    /// Items for something that holds none.
    #[error("it adds items to something that holds none")]
    NotAContainer,
    /// A key without value.
    #[error("it has a key without a value")]
    OddItems,
}
