//! Instructions of a pickle and their arguments. CPython's `Lib/pickletools.py` says what each byte means.

use std::io::BufRead;

use super::{
    Bytes, Limits, Name, PickleError, Text,
    argument::{
        INTEGER, bytes, integer_line, long, name_lines, number, quoted, raw_unicode, signed_length,
        text,
    },
    error::Problem,
    source::Source,
};

/// One instruction. Kinds that differ only in how their argument is written are one.
#[derive(Debug)]
pub(super) enum Instruction {
    Proto(u8),
    /// Frames only tell how much to read ahead.
    Frame,
    Stop,
    Mark,
    Pop,
    PopMark,
    Dup,
    None,
    Bool(bool),
    Int(i64),
    Long(Box<[u8]>),
    Digits(Box<str>),
    /// An integer of more digits than are kept.
    VastInt,
    Float(f64),
    Text(Text),
    Bytes(Bytes),
    EmptyTuple,
    /// A tuple of the topmost one, two or three.
    ShortTuple(usize),
    Tuple,
    EmptyList,
    List,
    Append,
    Appends,
    EmptyDict,
    Dict,
    SetItem,
    SetItems,
    EmptySet,
    AddItems,
    FrozenSet,
    /// A name; `None` when it is too long to be one.
    Global(Option<Name>),
    StackGlobal,
    Reduce,
    Build,
    Inst(Option<Name>),
    Obj,
    NewObj,
    NewObjEx,
    Get(u64),
    Put(u64),
    Memoize,
    PersistentId(Text),
    BinPersistentId,
    Extension(u32),
    NextBuffer,
    ReadonlyBuffer,
}

/// Reads the next instruction: where it starts, its byte, and itself.
pub(super) fn next<R: BufRead>(
    source: &mut Source<R>,
    limits: &Limits,
) -> Result<(u64, u8, Instruction), PickleError> {
    use Instruction as I;
    let at = source.offset();
    let code = source.byte()?;
    let malformed = |problem| PickleError::Malformed { at, problem };
    let instruction = match code {
        b'(' => I::Mark,
        b'.' => I::Stop,
        b'0' => I::Pop,
        b'1' => I::PopMark,
        b'2' => I::Dup,
        b'N' => I::None,
        0x88 => I::Bool(true),
        0x89 => I::Bool(false),

        b'I' => integer_line(&source.line(INTEGER)?, true).ok_or(malformed(Problem::Number))?,
        b'L' => integer_line(&source.line(INTEGER)?, false).ok_or(malformed(Problem::Number))?,
        b'J' => I::Int(i32::from_le_bytes(source.array()?).into()),
        b'K' => I::Int(source.byte()?.into()),
        b'M' => I::Int(u16::from_le_bytes(source.array()?).into()),
        0x8a => {
            let length = source.byte()?.into();
            long(source.run(length, INTEGER)?)
        }
        0x8b => {
            let length = signed_length(source, at)?;
            long(source.run(length, INTEGER)?)
        }
        b'F' => I::Float(number(&source.line(INTEGER)?).ok_or(malformed(Problem::Number))?),
        b'G' => I::Float(f64::from_be_bytes(source.array()?)),

        b'S' => I::Text(quoted(source.line(limits.text)?).ok_or(malformed(Problem::Quotes))?),
        b'V' => I::Text(raw_unicode(source.line(limits.text)?)),
        b'T' => {
            let length = signed_length(source, at)?;
            I::Text(text(source.text(length, limits.text)?).ok_or(malformed(Problem::Encoding))?)
        }
        b'U' | 0x8c => {
            let length = source.byte()?.into();
            I::Text(text(source.text(length, limits.text)?).ok_or(malformed(Problem::Encoding))?)
        }
        b'X' => {
            let length = u32::from_le_bytes(source.array()?).into();
            I::Text(text(source.text(length, limits.text)?).ok_or(malformed(Problem::Encoding))?)
        }
        0x8d => {
            let length = u64::from_le_bytes(source.array()?);
            I::Text(text(source.text(length, limits.text)?).ok_or(malformed(Problem::Encoding))?)
        }
        b'C' => {
            let length = source.byte()?.into();
            I::Bytes(bytes(source.run(length, limits.blob)?))
        }
        b'B' => {
            let length = u32::from_le_bytes(source.array()?).into();
            I::Bytes(bytes(source.run(length, limits.blob)?))
        }
        0x8e | 0x96 => {
            let length = u64::from_le_bytes(source.array()?);
            I::Bytes(bytes(source.run(length, limits.blob)?))
        }

        b')' => I::EmptyTuple,
        b't' => I::Tuple,
        0x85..=0x87 => I::ShortTuple(usize::from(code - 0x84)),
        b']' => I::EmptyList,
        b'l' => I::List,
        b'a' => I::Append,
        b'e' => I::Appends,
        b'}' => I::EmptyDict,
        b'd' => I::Dict,
        b's' => I::SetItem,
        b'u' => I::SetItems,
        0x8f => I::EmptySet,
        0x90 => I::AddItems,
        0x91 => I::FrozenSet,

        b'c' => I::Global(name_lines(source)?),
        0x93 => I::StackGlobal,
        b'R' => I::Reduce,
        b'b' => I::Build,
        b'i' => I::Inst(name_lines(source)?),
        b'o' => I::Obj,
        0x81 => I::NewObj,
        0x92 => I::NewObjEx,

        b'g' => I::Get(number(&source.line(INTEGER)?).ok_or(malformed(Problem::Number))?),
        b'h' => I::Get(source.byte()?.into()),
        b'j' => I::Get(u32::from_le_bytes(source.array()?).into()),
        b'p' => I::Put(number(&source.line(INTEGER)?).ok_or(malformed(Problem::Number))?),
        b'q' => I::Put(source.byte()?.into()),
        b'r' => I::Put(u32::from_le_bytes(source.array()?).into()),
        0x94 => I::Memoize,

        b'P' => {
            I::PersistentId(text(source.line(limits.text)?).ok_or(malformed(Problem::Encoding))?)
        }
        b'Q' => I::BinPersistentId,
        0x82 => I::Extension(source.byte()?.into()),
        0x83 => I::Extension(u16::from_le_bytes(source.array()?).into()),
        0x84 => I::Extension(u32::from_le_bytes(source.array()?)),
        0x97 => I::NextBuffer,
        0x98 => I::ReadonlyBuffer,

        0x80 => I::Proto(source.byte()?),
        0x95 => {
            source.array::<8>()?;
            I::Frame
        }
        _ => return Err(PickleError::UnknownOpcode { code, at }),
    };
    Ok((at, code, instruction))
}

/// The protocol that introduced an opcode.
pub(super) fn protocol_of(code: u8) -> u8 {
    match code {
        0x96.. => 5,
        0x8c..0x96 => 4,
        b'B' | b'C' => 3,
        0x80.. => 2,
        b')' | b']' | b'}' | b'1' | b'G' | b'J' | b'K' | b'M' | b'Q' | b'T' | b'U' | b'X' => 1,
        b'e' | b'h' | b'j' | b'o' | b'q' | b'r' | b'u' => 1,
        _ => 0,
    }
}
