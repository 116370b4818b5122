//! One element of an array or a table.

use longshore_model::preview::Value;

use crate::inspect::pickle::{NodeId, Tree};

use super::{number, numpy, value::Show};

/// Characters of one cell that are shown.
const CHARACTERS: usize = 200;

/// An element, as exactly as it can be told.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing: `None`, `NaT`, pandas' `NA`.
    Missing,
    /// Beyond what was kept of the pickle.
    NotKept,
    Bool(bool),
    /// Digits with sign.
    Int(String),
    Float {
        value: f64,
        /// As many digits as its own type needs.
        shown: String,
    },
    Text(String),
    /// A date or moment without a zone.
    Moment(String),
    /// Anything else, in words that are for people only.
    Other(String),
}

impl Cell {
    /// An element that is an object of its own.
    pub(super) fn of_object(tree: &Tree, id: NodeId) -> Self {
        if let Some(call) = tree.call(id) {
            if let Some((_, cell)) = numpy::scalar_cell(tree, call) {
                return cell;
            }
            let maker = tree.name(call.callable);
            if maker.is_some_and(|name| &*name.name == "_nat_unpickle") {
                return Self::Missing;
            }
            if maker.is_some_and(|name| name.module.starts_with("numpy.")) {
                return Self::Other("<array>".into());
            }
        }
        match Show::shallow(tree, id) {
            Value::None => Self::Missing,
            Value::Bool { value } => Self::Bool(value),
            Value::Int { value } => Self::Int(value),
            Value::Float { value: shown } => Self::Float {
                value: number::parsed(&shown),
                shown,
            },
            Value::Str { .. } => tree
                .text(id)
                .map_or(Self::NotKept, |text| Self::Text(text.to_owned())),
            Value::Deeper => Self::NotKept,
            // `pandas.NA` is an object without a state, known by its name only.
            Value::Name { name } if name.ends_with(".NA") => Self::Missing,
            value => Self::Other(in_short(&value)),
        }
    }

    pub(super) const fn is_number(&self) -> bool {
        matches!(self, Self::Int(_) | Self::Float { .. })
    }

    /// Whether a table shows it as it is: a text, and not cut.
    pub(super) fn is_plain_name(&self) -> bool {
        matches!(self, Self::Text(text) if text.chars().nth(CHARACTERS).is_none())
    }

    /// As an element of an array is shown.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Missing => "None".into(),
            Self::NotKept => "…".into(),
            Self::Bool(value) => if *value { "True" } else { "False" }.into(),
            Self::Int(text) | Self::Moment(text) | Self::Other(text) => cut(text),
            Self::Float { shown, .. } => shown.clone(),
            Self::Text(text) => format!("{:?}", cut(text)),
        }
    }

    /// As it stands in a table.
    pub(super) fn in_table(&self) -> String {
        match self {
            Self::Missing => "–".into(),
            Self::Text(text) => cut(text),
            cell => cell.shown(),
        }
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A value in a word.
fn in_short(value: &Value) -> String {
    match value {
        Value::None => "None".into(),
        Value::Bool { value } => if *value { "True" } else { "False" }.into(),
        Value::Int { value } | Value::Float { value } => value.clone(),
        Value::Str { value, .. } => format!("{value:?}"),
        Value::Name { name } => name.clone(),
        Value::Object { class, .. }
        | Value::Table { class, .. }
        | Value::Estimator { class, .. } => format!("<{class}>"),
        Value::Sequence { kind, .. } => format!("<{kind}>"),
        Value::Bytes { .. } => "<bytes>".into(),
        Value::Dict { .. } => "<dict>".into(),
        Value::Array { .. } => "<array>".into(),
        Value::Deeper => "…".into(),
    }
}
