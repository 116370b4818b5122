//! Types of elements.

use time::OffsetDateTime;

use crate::{
    inspect::pickle::{Node, NodeId, Tree},
    preview::{byte_string::ByteString, cell::Cell, number},
};

/// Bytes of the largest integer that is read: numpy has none beyond 8, and digits of vast ones take ages.
const INTEGER: usize = 16;
/// Bytes of the largest element that is read. An array may have one element of any size.
const ELEMENT: usize = 64 << 10;
/// Longest name of a unit: `generic`.
const UNIT: usize = 7;

/// The type of an array's elements.
pub(in crate::preview) struct Dtype {
    /// Its letter: `f`, `i`, `U` …
    kind: char,
    /// Bytes of one element.
    pub(in crate::preview) size: usize,
    big_endian: bool,
    /// The unit of dates and durations, with their number where it is not one: `ns`, `25s`.
    unit: Option<String>,
}

impl Dtype {
    /// `numpy.dtype("f8", …)` and its state, `(version, byte order, …)`.
    pub(in crate::preview) fn of(tree: &Tree, id: NodeId) -> Option<Self> {
        let call = tree.call(id)?;
        tree.name(call.callable)
            .filter(|name| &*name.name == "dtype")?;
        let code = tree.text(*tree.items(call.args).first()?)?;
        let kind = code.chars().next()?;
        let number: usize = code[kind.len_utf8()..].parse().ok()?;
        let state = call.state.map_or(&[][..], |state| tree.items(state));
        let order = state.get(1).and_then(|order| tree.text(*order));
        // The last of a date's state is ({}, (unit, number, …)).
        let unit = state
            .last()
            .map(|metadata| tree.items(*metadata))
            .and_then(|parts| {
                let unit = tree.items(*parts.get(1)?);
                let (name, number) = (unit.first()?, unit.get(1)?);
                let name = ByteString::of(tree, *name).filter(|name| name.head.len() <= UNIT)?;
                let name = String::from_utf8_lossy(&name.head).into_owned();
                Some(match tree.node(*number) {
                    Node::Int(1) => name,
                    Node::Int(number) => format!("{number}{name}"),
                    _ => return None,
                })
            });
        Some(Self {
            kind,
            size: if kind == 'U' {
                number.checked_mul(4)?
            } else {
                number
            },
            big_endian: order == Some(">"),
            unit,
        })
    }

    /// As numpy writes it.
    pub(in crate::preview) fn name(&self) -> String {
        let bits = self.size.saturating_mul(8);
        match self.kind {
            'f' => format!("float{bits}"),
            'i' => format!("int{bits}"),
            'u' => format!("uint{bits}"),
            'c' => format!("complex{bits}"),
            'b' => "bool".into(),
            'O' => "object".into(),
            'U' => format!("<U{}", self.size / 4),
            'M' => format!("datetime64[{}]", self.unit.as_deref().unwrap_or("generic")),
            'm' => format!("timedelta64[{}]", self.unit.as_deref().unwrap_or("generic")),
            kind => format!("{kind}{}", self.size),
        }
    }

    /// One element; `None` when bytes are missing.
    pub(in crate::preview) fn cell(&self, bytes: &[u8]) -> Option<Cell> {
        if bytes.len() != self.size || self.size == 0 {
            return None;
        }
        let is_integer = matches!(self.kind, 'i' | 'u' | 'm' | 'M');
        if self.size > if is_integer { INTEGER } else { ELEMENT } {
            return Some(Cell::Other(self.unread()));
        }
        let little = |bytes: &[u8]| self.little(bytes);
        Some(match self.kind {
            'f' => match float(&little(bytes)) {
                Some((value, shown)) => Cell::Float { value, shown },
                None => Cell::Other(self.unread()),
            },
            'c' => {
                let (real, imaginary) = bytes.split_at(bytes.len() / 2);
                match (float(&little(real)), float(&little(imaginary))) {
                    (Some((_, real)), Some((_, imaginary))) => {
                        Cell::Other(number::complex(&real, &imaginary))
                    }
                    _ => Cell::Other(self.unread()),
                }
            }
            'i' => Cell::Int(number::integer(&little(bytes))),
            'm' => match little(bytes).try_into().map(i64::from_le_bytes) {
                Ok(i64::MIN) => Cell::Missing,
                _ => Cell::Other(number::integer(&little(bytes))),
            },
            'M' => self.moment(&little(bytes)),
            'u' => {
                // A zero on top keeps it positive.
                let mut bytes = little(bytes);
                bytes.push(0);
                Cell::Int(number::integer(&bytes))
            }
            'b' => Cell::Bool(bytes != [0]),
            'S' => Cell::Other(format!(
                "{:?}",
                String::from_utf8_lossy(bytes).trim_end_matches('\0')
            )),
            'U' => {
                let characters = bytes.as_chunks::<4>().0.iter().map(|bytes| {
                    let code = if self.big_endian {
                        u32::from_be_bytes(*bytes)
                    } else {
                        u32::from_le_bytes(*bytes)
                    };
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                });
                let text: String = characters.collect();
                Cell::Text(text.trim_end_matches('\0').to_owned())
            }
            _ => Cell::Other(self.unread()),
        })
    }

    /// One element as a number; `None` for types that are no real numbers, or when bytes are missing.
    pub(super) fn number(&self, bytes: &[u8]) -> Option<f64> {
        let mut wide = [0; 8];
        let little = wide.get_mut(..bytes.len())?;
        little.copy_from_slice(bytes);
        if self.big_endian {
            little.reverse();
        }
        let sign = *little.last()? & 0x80 != 0;
        match (self.kind, bytes.len()) {
            ('f', 8) => Some(f64::from_le_bytes(wide)),
            ('f', 4) => wide
                .first_chunk()
                .map(|bytes| f32::from_le_bytes(*bytes).into()),
            ('f', 2) => wide
                .first_chunk()
                .map(|bytes| number::half(u16::from_le_bytes(*bytes)).into()),
            ('i', length) => {
                wide[length..].fill(if sign { 0xFF } else { 0 });
                Some(i64::from_le_bytes(wide) as f64)
            }
            ('u', _) => Some(u64::from_le_bytes(wide) as f64),
            _ => None,
        }
    }

    fn little(&self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        if self.big_endian {
            bytes.reverse();
        }
        bytes
    }

    /// In place of an element whose type is not read.
    fn unread(&self) -> String {
        format!("<{}>", self.name())
    }

    /// A date: so many units since 1970. Shown as numpy does where the unit is a fixed time, else as the number.
    fn moment(&self, little: &[u8]) -> Cell {
        let plain = || Cell::Other(number::integer(little));
        let Ok(bytes) = little.try_into() else {
            return plain();
        };
        let count = i64::from_le_bytes(bytes);
        if count == i64::MIN {
            return Cell::Missing;
        }
        let nanoseconds = match self.unit.as_deref() {
            Some("D") => 86_400_000_000_000,
            Some("h") => 3_600_000_000_000,
            Some("m") => 60_000_000_000,
            Some("s") => 1_000_000_000,
            Some("ms") => 1_000_000,
            Some("us") => 1_000,
            Some("ns") => 1,
            _ => return plain(),
        };
        let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(count) * nanoseconds);
        moment.map_or_else(
            |_| plain(),
            |moment| {
                Cell::Moment(match self.unit.as_deref() {
                    Some("D") => moment.date().to_string(),
                    _ => format!("{}T{}", moment.date(), clock(moment)),
                })
            },
        )
    }
}

/// The time of day, with as many digits of the second as it has, by threes.
fn clock(moment: OffsetDateTime) -> String {
    let (hour, minute, second, nanosecond) = moment.to_hms_nano();
    let whole = format!("{hour:02}:{minute:02}:{second:02}");
    match nanosecond {
        0 => whole,
        n if n % 1_000_000 == 0 => format!("{whole}.{:03}", n / 1_000_000),
        n if n % 1_000 == 0 => format!("{whole}.{:06}", n / 1_000),
        n => format!("{whole}.{n:09}"),
    }
}

/// A float with its text.
fn float(little: &[u8]) -> Option<(f64, String)> {
    match *little {
        [a, b] => {
            let value = number::half(u16::from_le_bytes([a, b]));
            Some((value.into(), number::float32(value)))
        }
        [a, b, c, d] => {
            let value = f32::from_le_bytes([a, b, c, d]);
            Some((value.into(), number::float32(value)))
        }
        [a, b, c, d, e, f, g, h] => {
            let value = f64::from_le_bytes([a, b, c, d, e, f, g, h]);
            Some((value, number::float(value)))
        }
        // Extended precision is laid out differently on every machine.
        _ => None,
    }
}
