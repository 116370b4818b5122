//! `$filter`: the part of OData 3 that Batch lists understand, for both sides of the wire.
//!
//! A client builds a [`Filter`] and writes it with `Display`; a service parses one and asks [`Filter::matches`] of
//! each row. Known: `and`, `or`, `not`, parentheses, `eq ne lt le gt ge`, `startswith(path,'x')`, paths such as
//! `executionInfo/exitCode`, and literals: text, numbers, `datetime'…'`, `true`, `false`, `null`.
//!
//! ```
//! use longshore_batch_api::filter::Filter;
//!
//! let filter = Filter::eq("state", "completed").and(Filter::gt("executionInfo/exitCode", 0));
//! assert_eq!(filter.to_string(), "state eq 'completed' and executionInfo/exitCode gt 0");
//! assert_eq!(filter.to_string().parse(), Ok(filter));
//! ```

mod evaluate;
mod lexer;
mod parse;
mod write;

use crate::Timestamp;

/// A condition on a row of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them hold. Never empty.
    And(Vec<Filter>),
    /// At least one holds. Never empty.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A property compared with a literal.
    Compare {
        /// The property, `/` between its parts.
        path: String,
        /// How.
        operator: Operator,
        /// With what.
        literal: Literal,
    },
    /// A text property begins with a text.
    StartsWith {
        /// The property, `/` between its parts.
        path: String,
        /// How it must begin.
        prefix: String,
    },
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Equal.
    Eq,
    /// Not equal; holds for an absent property.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Le,
    /// Greater.
    Gt,
    /// Greater or equal.
    Ge,
}

/// A value written in a filter.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `'text'`
    Text(String),
    /// `17`, `-1`, `2.5`
    Number(f64),
    /// `datetime'2026-11-23T14:02:00Z'`
    Moment(Timestamp),
    /// `true` or `false`
    Bool(bool),
    /// `null`: the property is absent.
    Null,
}

/// Why a text is not a filter. The service answers `InvalidQueryParameterValue` to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at character {position} of the filter")]
pub struct FilterError {
    /// What is wrong.
    pub reason: String,
    /// Where, counted from 1.
    pub position: usize,
}

impl Filter {
    /// `path eq literal`
    pub fn eq(path: &str, literal: impl Into<Literal>) -> Self {
        Self::compare(path, Operator::Eq, literal)
    }

    /// `path gt literal`
    pub fn gt(path: &str, literal: impl Into<Literal>) -> Self {
        Self::compare(path, Operator::Gt, literal)
    }

    /// `path ge literal`
    pub fn ge(path: &str, literal: impl Into<Literal>) -> Self {
        Self::compare(path, Operator::Ge, literal)
    }

    /// `path operator literal`
    pub fn compare(path: &str, operator: Operator, literal: impl Into<Literal>) -> Self {
        Self::Compare {
            path: path.into(),
            operator,
            literal: literal.into(),
        }
    }

    /// `startswith(path,'prefix')`
    pub fn starts_with(path: &str, prefix: impl Into<String>) -> Self {
        Self::StartsWith {
            path: path.into(),
            prefix: prefix.into(),
        }
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut parts = match self {
            Self::And(parts) => parts,
            one => vec![one],
        };
        match other {
            Self::And(more) => parts.extend(more),
            one => parts.push(one),
        }
        Self::And(parts)
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let mut parts = match self {
            Self::Or(parts) => parts,
            one => vec![one],
        };
        match other {
            Self::Or(more) => parts.extend(more),
            one => parts.push(one),
        }
        Self::Or(parts)
    }

    /// It does not hold.
    #[must_use]
    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The conditions that all must hold: what a store may use to read fewer rows before it asks [`Filter::matches`].
    pub fn conjuncts(&self) -> &[Self] {
        match self {
            Self::And(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for Literal {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Timestamp> for Literal {
    fn from(moment: Timestamp) -> Self {
        Self::Moment(moment)
    }
}

#[cfg(test)]
mod tests;
