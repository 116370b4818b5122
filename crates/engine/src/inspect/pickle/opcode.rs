//! Instructions of a pickle and their arguments. CPython's `Lib/pickletools.py` says what each byte means.

use std::io::BufRead;

use super::{
    Bytes, Limits, Name, PickleError, Text,
    error::Problem,
    source::{Run, Source},
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

/// Longest name of a module or class that is believed.
const NAME: usize = 1024;
/// Longest integer that is kept, in bytes or digits.
const INTEGER: usize = 2048;

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
            I::Text(text(source.run(length, limits.text)?))
        }
        b'U' | 0x8c => {
            let length = source.byte()?.into();
            I::Text(text(source.run(length, limits.text)?))
        }
        b'X' => {
            let length = u32::from_le_bytes(source.array()?).into();
            I::Text(text(source.run(length, limits.text)?))
        }
        0x8d => {
            let length = u64::from_le_bytes(source.array()?);
            I::Text(text(source.run(length, limits.text)?))
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

        b'P' => I::PersistentId(text(source.line(limits.text)?)),
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

fn signed_length<R: BufRead>(source: &mut Source<R>, at: u64) -> Result<u64, PickleError> {
    u64::try_from(i32::from_le_bytes(source.array()?)).map_err(|_| PickleError::Malformed {
        at,
        problem: Problem::Length,
    })
}

fn number<T: std::str::FromStr>(line: &Run) -> Option<T> {
    if !line.is_whole() {
        return None;
    }
    std::str::from_utf8(&line.head).ok()?.trim().parse().ok()
}

/// An `I` or `L` line. `I01` and `I00` are how protocol 0 writes `True` and `False`.
fn integer_line(line: &Run, may_be_bool: bool) -> Option<Instruction> {
    if !line.is_whole() {
        return Some(Instruction::VastInt);
    }
    match line.head.as_slice() {
        b"01" if may_be_bool => return Some(Instruction::Bool(true)),
        b"00" if may_be_bool => return Some(Instruction::Bool(false)),
        _ => {}
    }
    let text = std::str::from_utf8(&line.head).ok()?.trim();
    let text = text.strip_suffix('L').unwrap_or(text);
    if let Ok(value) = text.parse() {
        return Some(Instruction::Int(value));
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_decimal = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_decimal.then(|| Instruction::Digits(text.into()))
}

fn long(run: Run) -> Instruction {
    if !run.is_whole() {
        return Instruction::VastInt;
    }
    match run.head.len() {
        0 => Instruction::Int(0),
        length @ 1..=8 => {
            let negative = run.head[length - 1] & 0x80 != 0;
            let mut bytes = [if negative { 0xFF } else { 0 }; 8];
            bytes[..length].copy_from_slice(&run.head);
            Instruction::Int(i64::from_le_bytes(bytes))
        }
        _ => Instruction::Long(run.head.into()),
    }
}

fn bytes(run: Run) -> Bytes {
    Bytes {
        head: run.head.into(),
        length: run.length,
    }
}

fn text(run: Run) -> Text {
    let whole = run.is_whole();
    let kept = if whole {
        &run.head[..]
    } else {
        without_torn_character(&run.head)
    };
    Text {
        head: String::from_utf8_lossy(kept).into(),
        characters: run.characters,
        whole,
        span: run.start..run.start + run.length,
    }
}

fn without_torn_character(head: &[u8]) -> &[u8] {
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

/// A text of protocol 0 as Python 2 quoted it.
fn quoted(mut run: Run) -> Option<Text> {
    let end = run.head.trim_ascii_end().len();
    let (first, last) = (*run.head.first()?, *run.head.get(end.checked_sub(1)?)?);
    if !matches!(first, b'\'' | b'"') || run.is_whole() && (last != first || end < 2) {
        return None;
    }
    let inner = run
        .head
        .get(1..if run.is_whole() { end - 1 } else { end })?
        .to_vec();
    run.head = inner;
    Some(unescaped(run, |c| {
        matches!(c, 'n' | 't' | 'r' | 'x' | '\\' | '\'' | '"' | '0'..='7')
    }))
}

/// A text of protocol 0: Latin-1 with `\uXXXX` and `\UXXXXXXXX`.
fn raw_unicode(run: Run) -> Text {
    unescaped(run, |c| matches!(c, 'u' | 'U'))
}

/// Replaces the escapes that `known` names; the others stand for themselves.
fn unescaped(run: Run, known: impl Fn(char) -> bool) -> Text {
    let (whole, length, start) = (run.is_whole(), run.length, run.start);
    let mut head = String::new();
    let mut rest = run.head.iter().map(|byte| char::from(*byte)).peekable();
    while let Some(c) = rest.next() {
        let Some(escape) = rest.next_if(|next| c == '\\' && known(*next)) else {
            head.push(c);
            continue;
        };
        let digits = match escape {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'n' | 't' | 'r' => {
                head.push(match escape {
                    'n' => '\n',
                    't' => '\t',
                    _ => '\r',
                });
                continue;
            }
            '0'..='7' => {
                let mut value = escape.to_digit(8).unwrap_or_default();
                for _ in 0..2 {
                    let Some(digit) = rest.next_if(|c| c.is_digit(8)) else {
                        break;
                    };
                    value = value * 8 + digit.to_digit(8).unwrap_or_default();
                }
                head.push(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER));
                continue;
            }
            _ => {
                head.push(escape);
                continue;
            }
        };
        let mut value = 0;
        for _ in 0..digits {
            let Some(digit) = rest.next_if(char::is_ascii_hexdigit) else {
                break;
            };
            value = value << 4 | digit.to_digit(16).unwrap_or_default();
        }
        head.push(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let characters = if whole {
        head.chars().count() as u64
    } else {
        length
    };
    Text {
        head: head.into(),
        characters,
        whole,
        span: start..start + length,
    }
}

/// The two lines of a name.
fn name_lines<R: BufRead>(source: &mut Source<R>) -> Result<Option<Name>, PickleError> {
    let (module, name) = (source.line(NAME)?, source.line(NAME)?);
    if !module.is_whole() || !name.is_whole() {
        return Ok(None);
    }
    Ok(Some(Name {
        module: String::from_utf8_lossy(&module.head).into(),
        name: String::from_utf8_lossy(&name.head).into(),
    }))
}
