use leptos::prelude::*;
use longshore_model::preview::Value;

use super::value_table::{ValueTable, extent};
use crate::{components::Sparkline, format::bytes, words::t};

/// Whose words values are told in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Notation {
    /// `None`, `list`, `dict`.
    #[default]
    Python,
    /// `null`, `array`, `object`.
    Json,
}

/// One value; what it holds unfolds below it.
#[component]
pub fn ValueTree(
    /// The value.
    value: Value,
    /// What it is called where it stands; may be empty.
    #[prop(into)]
    name: String,
    /// Whether it is unfolded.
    #[prop(optional)]
    open: bool,
    /// The words for it.
    #[prop(optional)]
    notation: Notation,
) -> impl IntoView {
    let head = head(&value, notation);
    let drawn = drawn(&value);
    let (children, left) = children(value);
    let name = (!name.is_empty()).then(|| view! { <span class="key">{name}</span> });
    let line = view! {
        {name}
        <span class=head.class>{head.text}</span>
        {(!head.note.is_empty()).then(|| view! { <span class="note-text">{head.note}</span> })}
    };
    if children.is_empty() && drawn.is_none() {
        return view! { <div class="leaf">{line}</div> }.into_any();
    }
    let children = children
        .into_iter()
        .map(|(name, value)| view! { <ValueTree value=value name=name notation=notation /> })
        .collect::<Vec<_>>();
    let more =
        (left > 0).then(|| view! { <div class="leaf dim">{t!("value-more", count = left)}</div> });
    view! {
        <details class="node" open=open>
            <summary>{line}</summary>
            <div class="children">{drawn} {children} {more}</div>
        </details>
    }
    .into_any()
}

/// What of a value is drawn rather than told.
fn drawn(value: &Value) -> Option<AnyView> {
    match value {
        Value::Array { plot, .. } => plot
            .clone()
            .map(|plot| view! { <Sparkline plot=plot /> }.into_any()),
        Value::Table { table, .. } => {
            let table = table.clone();
            Some(view! { <ValueTable table=table /> }.into_any())
        }
        _ => None,
    }
}

/// The line a value is told by.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    class: &'static str,
    text: String,
    note: String,
}

fn head(value: &Value, notation: Notation) -> Head {
    let said = |class, text: &str, note: String| Head {
        class,
        text: text.to_owned(),
        note,
    };
    let json = notation == Notation::Json;
    match value {
        Value::None => said("word", if json { "null" } else { "None" }, String::new()),
        Value::Bool { value } => {
            let word = match (json, value) {
                (false, true) => "True",
                (false, false) => "False",
                (true, true) => "true",
                (true, false) => "false",
            };
            said("word", word, String::new())
        }
        Value::Int { value } | Value::Float { value } => said("number", value, String::new()),
        Value::Str { value, length } => {
            let shown = u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
            let note = if shown < *length {
                format!("… {}", t!("count-characters", count = *length))
            } else {
                String::new()
            };
            said("string", &format!("{value:?}"), note)
        }
        Value::Bytes { head, length } => said("string", head, t!("count-bytes", count = *length)),
        Value::Sequence { kind, length, .. } => said(
            "type",
            if json { "array" } else { kind },
            t!("count-items", count = *length),
        ),
        Value::Dict { length, .. } => said(
            "type",
            if json { "object" } else { "dict" },
            t!("count-items", count = *length),
        ),
        Value::Array {
            dtype, shape, head, ..
        } if shape.is_empty() => {
            let value = head.first().map_or("…", |value| value);
            said("number", value, dtype.clone())
        }
        Value::Array {
            dtype,
            shape,
            bytes: size,
            ..
        } => {
            let shape = shape
                .iter()
                .map(u64::to_string)
                .collect::<Vec<_>>()
                .join(" × ");
            said(
                "type",
                "array",
                format!("{dtype}, {shape}, {}", bytes(*size)),
            )
        }
        Value::Table { class, table } => said("type", class, extent(table)),
        Value::Estimator {
            class,
            version,
            bytes: size,
            ..
        } => said(
            "type",
            class,
            t!(
                "value-estimator",
                version = version.as_str(),
                bytes = bytes(*size)
            ),
        ),
        Value::Object { class, length, .. } => {
            said("type", class, t!("count-attributes", count = *length))
        }
        Value::Name { name } => said("type", name, t!("value-by-name").into()),
        Value::Deeper => said("word", "…", t!("value-deeper").into()),
    }
}

/// What is below a value, with how much of it is left out.
fn children(value: Value) -> (Vec<(String, Value)>, u64) {
    let (children, length): (Vec<_>, u64) = match value {
        Value::Sequence {
            items,
            length,
            kind,
        } => {
            let ordered = matches!(kind.as_str(), "list" | "tuple");
            let name = |at: usize| {
                if ordered {
                    at.to_string()
                } else {
                    String::new()
                }
            };
            (
                items
                    .into_iter()
                    .enumerate()
                    .map(|(at, item)| (name(at), item))
                    .collect(),
                length,
            )
        }
        Value::Dict { items, length } => (
            items
                .into_iter()
                .map(|(key, item)| (key_text(&key), item))
                .collect(),
            length,
        ),
        Value::Object {
            attributes, length, ..
        } => (attributes, length),
        Value::Array { shape, head, .. } if !shape.is_empty() => {
            let all = shape
                .iter()
                .fold(1, |all: u64, extent| all.saturating_mul(*extent));
            let number = |(at, text)| (place(at, &shape), Value::Float { value: text });
            (head.into_iter().enumerate().map(number).collect(), all)
        }
        Value::Estimator {
            parameters, fitted, ..
        } => {
            let group = |name: &str, attributes: Vec<(String, Value)>| {
                let length = attributes.len() as u64;
                let class = String::new();
                let group = Value::Object {
                    class,
                    attributes,
                    length,
                };
                (name.to_owned(), group)
            };
            let groups = vec![
                group(t!("value-parameters"), parameters),
                group(t!("value-fitted"), fitted),
            ];
            (groups, 2)
        }
        _ => (Vec::new(), 0),
    };
    let shown = u64::try_from(children.len()).unwrap_or(u64::MAX);
    (children, length.saturating_sub(shown))
}

/// Where an element of an array stands: its index on each axis.
fn place(at: usize, shape: &[u64]) -> String {
    let mut at = at as u64;
    let mut places: Vec<String> = shape
        .iter()
        .rev()
        .map(|extent| {
            let place = at % extent.max(&1);
            at /= extent.max(&1);
            place.to_string()
        })
        .collect();
    places.reverse();
    places.join(", ")
}

fn key_text(key: &Value) -> String {
    match key {
        Value::Str { value, .. } => value.clone(),
        other => {
            let Head { text, note, .. } = head(other, Notation::Python);
            if matches!(other, Value::Sequence { .. } | Value::Dict { .. }) {
                format!("{text}, {note}")
            } else {
                text
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_told_in_a_word_and_what_it_holds_by_number() {
        let text = Value::Str {
            value: "a\"b".into(),
            length: 900,
        };
        assert_eq!(
            head(&text, Notation::Python),
            Head {
                class: "string",
                text: r#""a\"b""#.into(),
                note: "… 900 characters".into()
            }
        );
        let array = Value::Array {
            dtype: "float64".into(),
            shape: vec![150, 4],
            head: vec!["5.1".into()],
            bytes: 4_800,
            plot: None,
        };
        assert_eq!(
            head(&array, Notation::Python),
            Head {
                class: "type",
                text: "array".into(),
                note: "float64, 150 × 4, 4.8 kB".into()
            }
        );
    }

    #[test]
    fn elements_are_named_by_their_place_on_each_axis() {
        assert_eq!(
            [0, 4, 149].map(|at| place(at, &[50, 3])),
            ["0, 0", "1, 1", "49, 2"]
        );
        assert_eq!(place(7, &[100]), "7");
    }

    #[test]
    fn json_is_told_in_its_own_words() {
        let told = |value: &Value| head(value, Notation::Json).text;
        let list = Value::Sequence {
            kind: "list".into(),
            items: Vec::new(),
            length: 0,
        };
        let words = [Value::None, Value::Bool { value: true }, list];
        assert_eq!(words.each_ref().map(told), ["null", "true", "array"]);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let one = Value::Int { value: "1".into() };
        let list = Value::Sequence {
            kind: "list".into(),
            items: vec![one.clone()],
            length: 5,
        };
        assert_eq!(children(list), (vec![("0".into(), one.clone())], 4));
        let key = Value::Sequence {
            kind: "tuple".into(),
            items: Vec::new(),
            length: 2,
        };
        let dict = Value::Dict {
            items: vec![(key, one.clone())],
            length: 1,
        };
        assert_eq!(children(dict), (vec![("tuple, 2 items".into(), one)], 0));
    }
}
