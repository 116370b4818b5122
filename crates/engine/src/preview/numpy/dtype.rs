//! Types of elements.

use time::OffsetDateTime;

use crate::{
    inspect::pickle::{NodeId, Tree},
    preview::{byte_string::ByteString, number},
};

/// The type of an array's elements.
pub(super) struct Dtype {
    /// Its letter: `f`, `i`, `U` …
    kind: char,
    /// Bytes of one element.
    pub(super) size: usize,
    big_endian: bool,
    /// The unit of dates and durations.
    unit: Option<String>,
}

impl Dtype {
    /// `numpy.dtype("f8", …)` and its state, `(version, byte order, …)`.
    pub(super) fn of(tree: &Tree, id: NodeId) -> Option<Self> {
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
                let unit = ByteString::of(tree, *unit.first()?)?;
                Some(String::from_utf8_lossy(&unit.head).into_owned())
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
    pub(super) fn name(&self) -> String {
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

    /// One element as text; `None` for types that are not shown, or when bytes are missing.
    pub(super) fn element(&self, bytes: &[u8]) -> Option<String> {
        if bytes.len() != self.size || self.size == 0 {
            return None;
        }
        let little = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            if self.big_endian {
                bytes.reverse();
            }
            bytes
        };
        match self.kind {
            'f' => float(&little(bytes)),
            'c' => {
                let (real, imaginary) = bytes.split_at(bytes.len() / 2);
                let (real, imaginary) = (float(&little(real))?, float(&little(imaginary))?);
                Some(number::complex(&real, &imaginary))
            }
            'i' | 'm' => Some(number::integer(&little(bytes))),
            'M' => Some(self.moment(&little(bytes))),
            'u' => {
                // A zero on top keeps it positive.
                let mut bytes = little(bytes);
                bytes.push(0);
                Some(number::integer(&bytes))
            }
            'b' => Some(if bytes == [0] { "False" } else { "True" }.into()),
            'S' => Some(format!(
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
                Some(format!("{:?}", text.trim_end_matches('\0')))
            }
            _ => None,
        }
    }

    /// A date: so many units since 1970. Shown as numpy does where the unit is a fixed time, else as the number.
    fn moment(&self, little: &[u8]) -> String {
        let plain = || number::integer(little);
        let Ok(bytes) = little.try_into() else {
            return plain();
        };
        let count = i64::from_le_bytes(bytes);
        if count == i64::MIN {
            return "NaT".into();
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
            |moment| match self.unit.as_deref() {
                Some("D") => moment.date().to_string(),
                _ => format!("{}T{}", moment.date(), moment.time()),
            },
        )
    }
}

fn float(little: &[u8]) -> Option<String> {
    match *little {
        [a, b] => Some(number::float32(number::half(u16::from_le_bytes([a, b])))),
        [a, b, c, d] => Some(number::float32(f32::from_le_bytes([a, b, c, d]))),
        [a, b, c, d, e, f, g, h] => {
            Some(number::float(f64::from_le_bytes([a, b, c, d, e, f, g, h])))
        }
        // Extended precision is laid out differently on every machine.
        _ => None,
    }
}
