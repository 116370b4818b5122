//! A filter's text cut into words.

use time::{
    OffsetDateTime, PrimitiveDateTime, format_description::well_known::Iso8601,
    format_description::well_known::Rfc3339,
};

use super::{FilterError, Literal};
use crate::Timestamp;

/// One word of a filter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Open,
    Close,
    Comma,
    /// A keyword, an operator, a function or a path; `null`, `true` and `false` are literals.
    Word(String),
    Literal(Literal),
}

/// A word and where it begins, in characters from 1.
pub(super) type Placed = (Token, usize);

pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, FilterError> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let start = at;
        let token = match c {
            c if c.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' | ')' | ',' => {
                at += 1;
                match c {
                    '(' => Token::Open,
                    ')' => Token::Close,
                    _ => Token::Comma,
                }
            }
            '\'' => Token::Literal(Literal::Text(quoted(&chars, &mut at)?)),
            '-' | '0'..='9' => {
                let word = take_while(&chars, &mut at, |c| {
                    c.is_ascii_alphanumeric() || "-+.:".contains(c)
                });
                Token::Literal(bare(&word).ok_or_else(|| error("not a number or a time", start))?)
            }
            c if c.is_ascii_alphabetic() || c == '_' => {
                let word = take_while(&chars, &mut at, |c| {
                    c.is_ascii_alphanumeric() || "_/.".contains(c)
                });
                if word.eq_ignore_ascii_case("datetime") && chars.get(at) == Some(&'\'') {
                    let text = quoted(&chars, &mut at)?;
                    Token::Literal(Literal::Moment(
                        moment(&text).ok_or_else(|| error("not a time", start))?,
                    ))
                } else {
                    named(word)
                }
            }
            _ => return Err(error("an unexpected character", start)),
        };
        out.push((token, start + 1));
    }
    Ok(out)
}

fn named(word: String) -> Token {
    match word.as_str() {
        "null" => Token::Literal(Literal::Null),
        "true" => Token::Literal(Literal::Bool(true)),
        "false" => Token::Literal(Literal::Bool(false)),
        _ => Token::Word(word),
    }
}

/// The text between apostrophes; two in a row stand for one.
fn quoted(chars: &[char], at: &mut usize) -> Result<String, FilterError> {
    let start = *at;
    let mut text = String::new();
    *at += 1;
    loop {
        match (chars.get(*at), chars.get(*at + 1)) {
            (Some('\''), Some('\'')) => {
                text.push('\'');
                *at += 2;
            }
            (Some('\''), _) => {
                *at += 1;
                return Ok(text);
            }
            (Some(&c), _) => {
                text.push(c);
                *at += 1;
            }
            (None, _) => return Err(error("a text without its closing apostrophe", start)),
        }
    }
}

/// A number, with or without one of OData's type letters, or a time without its quotes (OData 4).
fn bare(word: &str) -> Option<Literal> {
    let digits = word.trim_end_matches(['L', 'l', 'F', 'f', 'D', 'd', 'M', 'm']);
    match digits.parse::<f64>() {
        Ok(number) if number.is_finite() => Some(Literal::Number(number)),
        _ => moment(word).map(Literal::Moment),
    }
}

/// RFC 3339, or the same without an offset, which means UTC. Years that RFC 3339 cannot write are none.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .or_else(|| {
            PrimitiveDateTime::parse(text, &Iso8601::DEFAULT)
                .ok()
                .map(PrimitiveDateTime::assume_utc)
        })
        .filter(|moment| (0..=9999).contains(&moment.year()))
        .map(Timestamp)
}

fn take_while(chars: &[char], at: &mut usize, keep: impl Fn(char) -> bool) -> String {
    let start = *at;
    while chars.get(*at).is_some_and(|&c| keep(c)) {
        *at += 1;
    }
    chars[start..*at].iter().collect()
}

pub(super) fn error(reason: &str, index: usize) -> FilterError {
    FilterError {
        reason: reason.into(),
        position: index + 1,
    }
}
