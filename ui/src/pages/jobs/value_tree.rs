use leptos::prelude::*;
use longshore_model::{format::grouped, preview::Value};

/// One value of Python; what it holds unfolds below it.
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
) -> impl IntoView {
    let head = head(&value);
    let (children, left) = children(value);
    let name = (!name.is_empty()).then(|| view! { <span class="key">{name}</span> });
    let line = view! {
        {name}
        <span class=head.class>{head.text}</span>
        {(!head.note.is_empty()).then(|| view! { <span class="note-text">{head.note}</span> })}
    };
    if children.is_empty() {
        return view! { <div class="leaf">{line}</div> }.into_any();
    }
    let children = children
        .into_iter()
        .map(|(name, value)| view! { <ValueTree value=value name=name /> })
        .collect::<Vec<_>>();
    let more = (left > 0)
        .then(|| view! { <div class="leaf dim">{format!("… {} more", grouped(left))}</div> });
    view! {
        <details class="node" open=open>
            <summary>{line}</summary>
            <div class="children">{children} {more}</div>
        </details>
    }
    .into_any()
}

/// The line a value is told by.
#[derive(Debug, PartialEq, Eq)]
struct Head {
    class: &'static str,
    text: String,
    note: String,
}

fn head(value: &Value) -> Head {
    let said = |class, text: &str, note: String| Head {
        class,
        text: text.to_owned(),
        note,
    };
    let count = |length: &u64, one, many| longshore_model::format::count(*length, one, many);
    match value {
        Value::None => said("word", "None", String::new()),
        Value::Bool { value } => said("word", if *value { "True" } else { "False" }, String::new()),
        Value::Int { value } | Value::Float { value } => said("number", value, String::new()),
        Value::Str { value, length } => {
            let shown = u64::try_from(value.chars().count()).unwrap_or(u64::MAX);
            let note = if shown < *length {
                format!("… {}", count(length, "character", "characters"))
            } else {
                String::new()
            };
            said("string", &format!("{value:?}"), note)
        }
        Value::Bytes { head, length } => said("string", head, count(length, "byte", "bytes")),
        Value::Sequence { kind, length, .. } => said("type", kind, count(length, "item", "items")),
        Value::Dict { length, .. } => said("type", "dict", count(length, "item", "items")),
        Value::Array { dtype, shape, .. } => {
            let shape = shape
                .iter()
                .map(u64::to_string)
                .collect::<Vec<_>>()
                .join(" × ");
            said(
                "type",
                "array",
                format!(
                    "{dtype}, {}",
                    if shape.is_empty() {
                        "a single value"
                    } else {
                        &shape
                    }
                ),
            )
        }
        Value::Object { class, length, .. } => {
            said("type", class, count(length, "attribute", "attributes"))
        }
        Value::Name { name } => said("type", name, "by name".into()),
        Value::Deeper => said("word", "…", "more than is shown at this depth".into()),
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
        Value::Array { shape, head, .. } => {
            let all = shape.iter().product();
            let number =
                |(at, text): (usize, String)| (at.to_string(), Value::Float { value: text });
            (head.into_iter().enumerate().map(number).collect(), all)
        }
        _ => (Vec::new(), 0),
    };
    let shown = u64::try_from(children.len()).unwrap_or(u64::MAX);
    (children, length.saturating_sub(shown))
}

fn key_text(key: &Value) -> String {
    match key {
        Value::Str { value, .. } => value.clone(),
        other => {
            let Head { text, note, .. } = head(other);
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
            head(&text),
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
        };
        assert_eq!(
            head(&array),
            Head {
                class: "type",
                text: "array".into(),
                note: "float64, 150 × 4".into()
            }
        );
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
