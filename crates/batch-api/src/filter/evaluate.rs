//! Whether a row satisfies a [`Filter`].

use std::cmp::Ordering;

use serde_json::Value;

use super::{Filter, Literal, Operator, lexer::moment};

/// Properties whose values are the service's own words, or ids: compared without regard to case.
const CASELESS: [&str; 9] = [
    "state",
    "previousState",
    "allocationState",
    "schedulingState",
    "result",
    "category",
    "id",
    "poolId",
    "nodeId",
];

impl Filter {
    /// Whether it holds for a row in its JSON form. An absent property is `null`: it equals `null` and nothing else,
    /// and is neither less nor greater than anything.
    pub fn matches(&self, row: &Value) -> bool {
        match self {
            Self::And(parts) => parts.iter().all(|part| part.matches(row)),
            Self::Or(parts) => parts.iter().any(|part| part.matches(row)),
            Self::Not(part) => !part.matches(row),
            Self::StartsWith { path, prefix } => at(row, path)
                .and_then(Value::as_str)
                .is_some_and(|text| text.starts_with(prefix.as_str())),
            Self::Compare {
                path,
                operator,
                literal,
            } => {
                let ordering = compare(path, at(row, path), literal);
                match operator {
                    Operator::Eq => ordering == Some(Ordering::Equal),
                    Operator::Ne => ordering != Some(Ordering::Equal),
                    Operator::Lt => ordering == Some(Ordering::Less),
                    Operator::Le => ordering.is_some_and(Ordering::is_le),
                    Operator::Gt => ordering == Some(Ordering::Greater),
                    Operator::Ge => ordering.is_some_and(Ordering::is_ge),
                }
            }
        }
    }
}

fn at<'r>(row: &'r Value, path: &str) -> Option<&'r Value> {
    path.split('/').try_fold(row, |value, part| value.get(part))
}

fn compare(path: &str, value: Option<&Value>, literal: &Literal) -> Option<Ordering> {
    match (value.unwrap_or(&Value::Null), literal) {
        (Value::Null, Literal::Null) => Some(Ordering::Equal),
        (Value::String(text), Literal::Text(wanted)) if is_caseless(path) => {
            Some(text.to_lowercase().cmp(&wanted.to_lowercase()))
        }
        (Value::String(text), Literal::Text(wanted)) => Some(text.as_str().cmp(wanted)),
        (Value::String(text), Literal::Moment(wanted)) => moment(text).map(|m| m.cmp(wanted)),
        // 64-bit numbers travel as text in this dialect.
        (Value::String(text), Literal::Number(wanted)) => {
            text.parse::<f64>().ok()?.partial_cmp(wanted)
        }
        (Value::Number(number), Literal::Number(wanted)) => number.as_f64()?.partial_cmp(wanted),
        (Value::Bool(value), Literal::Bool(wanted)) => Some(value.cmp(wanted)),
        _ => None,
    }
}

fn is_caseless(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    CASELESS.contains(&name)
}
