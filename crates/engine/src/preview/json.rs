//! JSON documents as a tree, read in one pass of which only what is shown is kept.

use std::fmt;

use longshore_model::preview::{Preview, Value};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::inspect::Opened;

use super::{
    budget::Budget,
    number,
    value::{CHARACTERS, DEPTH, ITEMS},
};

/// Longest document that is read; the beginning of a longer one is shown as text.
const LONGEST: u64 = 32 << 20;

/// The document, if the file is one.
pub(super) fn preview(opened: &mut Opened) -> Option<Preview> {
    if opened.size > LONGEST {
        return None;
    }
    // A slice is read several times faster than a stream.
    let bytes = opened.head(LONGEST).ok()?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let seen = Seen {
        depth: DEPTH,
        budget: &mut Budget::default(),
    };
    let value = seen.deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(Preview::Json { value })
}

/// What of a value is kept.
struct Seen<'b> {
    depth: usize,
    budget: &'b mut Budget,
}

impl<'de> DeserializeSeed<'de> for Seen<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth == 0 || !self.budget.value() {
            return deserializer
                .deserialize_any(IgnoredAny)
                .map(|IgnoredAny| Value::Deeper);
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seen<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::None)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool { value })
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        let value = value.to_string();
        Ok(Value::Int { value })
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        let value = value.to_string();
        Ok(Value::Int { value })
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        let value = number::float(value);
        Ok(Value::Float { value })
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Str {
            value: self.budget.text(text, CHARACTERS),
            length: text.chars().count() as u64,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let (mut items, mut length) = (Vec::new(), 0);
        while items.len() < ITEMS {
            let seed = Seen {
                depth: self.depth - 1,
                budget: &mut *self.budget,
            };
            match seq.next_element_seed(seed)? {
                Some(item) => items.push(item),
                None => break,
            }
            length += 1;
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {
            length += 1;
        }
        Ok(Value::Sequence {
            kind: "list".into(),
            items,
            length,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let (mut items, mut length) = (Vec::new(), 0);
        while items.len() < ITEMS {
            let Some(key) = map.next_key::<String>()? else {
                break;
            };
            let seed = Seen {
                depth: self.depth - 1,
                budget: &mut *self.budget,
            };
            let value = map.next_value_seed(seed)?;
            let length_of_key = key.chars().count() as u64;
            let key = Value::Str {
                value: self.budget.text(&key, CHARACTERS),
                length: length_of_key,
            };
            items.push((key, value));
            length += 1;
        }
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            length += 1;
        }
        Ok(Value::Dict { items, length })
    }
}
