//! Arguments of instructions: texts, numbers and names, in the ways that the protocols write them.

use std::io::BufRead;

use super::{
    Bytes, Name, PickleError, Text,
    error::Problem,
    opcode::Instruction,
    source::{Run, Source},
};

/// Longest name of a module or class that is believed.
pub(super) const NAME: usize = 1024;
/// Longest integer that is kept, in bytes or digits.
pub(super) const INTEGER: usize = 2048;

pub(super) fn signed_length<R: BufRead>(
    source: &mut Source<R>,
    at: u64,
) -> Result<u64, PickleError> {
    u64::try_from(i32::from_le_bytes(source.array()?)).map_err(|_| PickleError::Malformed {
        at,
        problem: Problem::Length,
    })
}

pub(super) fn number<T: std::str::FromStr>(line: &Run) -> Option<T> {
    if !line.is_whole() {
        return None;
    }
    std::str::from_utf8(&line.head).ok()?.trim().parse().ok()
}

/// An `I` or `L` line. `I01` and `I00` are how protocol 0 writes `True` and `False`.
pub(super) fn integer_line(line: &Run, may_be_bool: bool) -> Option<Instruction> {
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

pub(super) fn long(run: Run) -> Instruction {
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

pub(super) fn bytes(run: Run) -> Bytes {
    Bytes {
        head: run.head.into(),
        length: run.length,
    }
}

/// A text; `None` when it is not UTF-8 with, at most, surrogates, which Python lets pass.
pub(super) fn text(run: Run) -> Option<Text> {
    let whole = run.is_whole();
    let kept = if whole {
        &run.head[..]
    } else {
        without_torn_character(&run.head)
    };
    Some(Text {
        head: decoded(kept)?.into(),
        characters: run.characters,
        whole,
        span: run.start..run.start + run.length,
    })
}

/// UTF-8 as Python's "surrogatepass" reads it. A surrogate alone is no character: it is replaced.
fn decoded(mut bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    loop {
        let valid = match std::str::from_utf8(bytes) {
            Ok(rest) => {
                text.push_str(rest);
                return Some(text);
            }
            Err(error) => error.valid_up_to(),
        };
        let (before, after) = bytes.split_at(valid);
        text.push_str(std::str::from_utf8(before).ok()?);
        let [0xED, 0xA0..=0xBF, 0x80..=0xBF, rest @ ..] = after else {
            return None;
        };
        text.push(char::REPLACEMENT_CHARACTER);
        bytes = rest;
    }
}

fn without_torn_character(head: &[u8]) -> &[u8] {
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

/// A text of protocol 0 as Python 2 quoted it.
pub(super) fn quoted(mut run: Run) -> Option<Text> {
    let end = run.head.trim_ascii_end().len();
    let (first, last) = (*run.head.first()?, *run.head.get(end.checked_sub(1)?)?);
    if !matches!(first, b'\'' | b'"') || run.is_whole() && (last != first || end < 2) {
        return None;
    }
    let whole = run.is_whole();
    run.head.truncate(if whole { end - 1 } else { end });
    run.head.remove(0);
    run.start += 1;
    run.length = if whole {
        run.head.len() as u64
    } else {
        run.length - 1
    };
    Some(unescaped(run, |c| {
        matches!(c, 'n' | 't' | 'r' | 'x' | '\\' | '\'' | '"' | '0'..='7')
    }))
}

/// A text of protocol 0: Latin-1 with `\uXXXX` and `\UXXXXXXXX`.
pub(super) fn raw_unicode(run: Run) -> Text {
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
pub(super) fn name_lines<R: BufRead>(source: &mut Source<R>) -> Result<Option<Name>, PickleError> {
    let (module, name) = (source.line(NAME)?, source.line(NAME)?);
    if !module.is_whole() || !name.is_whole() {
        return Ok(None);
    }
    Ok(Some(Name {
        module: String::from_utf8_lossy(&module.head).into(),
        name: String::from_utf8_lossy(&name.head).into(),
    }))
}
