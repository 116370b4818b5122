//! From words to a [`Filter`], by recursive descent: `or` binds weaker than `and`, `and` weaker than `not`.

use std::{iter::Peekable, str::FromStr, vec};

use super::{
    Filter, FilterError, Literal, Operator,
    lexer::{self, Placed, Token},
};

/// How deep parentheses and `not` may nest. The service does not document its bound; no client comes near this one.
const MAX_DEPTH: usize = 32;

/// The longest filter, in bytes: more than a request line usually carries.
const MAX_LEN: usize = 8_192;

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        if text.len() > MAX_LEN {
            return Err(lexer::error("too long a text", MAX_LEN));
        }
        let mut parser = Parser {
            end: text.chars().count(),
            tokens: lexer::tokens(text)?.into_iter().peekable(),
        };
        let filter = parser.any(0)?;
        match parser.tokens.next() {
            None => Ok(filter),
            Some((_, position)) => Err(lexer::error("something after the end", position - 1)),
        }
    }
}

struct Parser {
    tokens: Peekable<vec::IntoIter<Placed>>,
    /// Where the text ends, to name a place when a word is missing.
    end: usize,
}

impl Parser {
    fn any(&mut self, depth: usize) -> Result<Filter, FilterError> {
        let mut filter = self.all(depth)?;
        while self.accept_word("or") {
            filter = filter.or(self.all(depth)?);
        }
        Ok(filter)
    }

    fn all(&mut self, depth: usize) -> Result<Filter, FilterError> {
        let mut filter = self.one(depth)?;
        while self.accept_word("and") {
            filter = filter.and(self.one(depth)?);
        }
        Ok(filter)
    }

    fn one(&mut self, depth: usize) -> Result<Filter, FilterError> {
        let (token, position) = self.next("a condition")?;
        if depth >= MAX_DEPTH {
            return Err(lexer::error("conditions nested too deep", position - 1));
        }
        match token {
            Token::Open => {
                let inner = self.any(depth + 1)?;
                self.expect(&Token::Close, "a closing parenthesis")?;
                Ok(inner)
            }
            // With the parentheses that may follow it is one level: so deep is what is written of a filter, too.
            Token::Word(word) if word == "not" => match self.tokens.peek() {
                Some((Token::Open, _)) => Ok(self.one(depth)?.negated()),
                _ => Ok(self.one(depth + 1)?.negated()),
            },
            Token::Word(word) if word.eq_ignore_ascii_case("startswith") => self.starts_with(),
            Token::Word(path) if is_reserved(&path) => {
                Err(lexer::error("a condition is missing", position - 1))
            }
            Token::Word(path) => {
                let operator = self.operator()?;
                let literal = self.literal()?;
                Ok(Filter::Compare {
                    path,
                    operator,
                    literal,
                })
            }
            Token::Literal(literal) => {
                let operator = self.operator()?;
                Ok(Filter::Compare {
                    path: self.path()?,
                    operator: operator.mirrored(),
                    literal,
                })
            }
            Token::Close | Token::Comma => {
                Err(lexer::error("a condition is missing", position - 1))
            }
        }
    }

    fn starts_with(&mut self) -> Result<Filter, FilterError> {
        self.expect(&Token::Open, "an opening parenthesis")?;
        let path = self.path()?;
        self.expect(&Token::Comma, "a comma")?;
        let position = self.here();
        let Literal::Text(prefix) = self.literal()? else {
            return Err(lexer::error("startswith takes a text", position));
        };
        self.expect(&Token::Close, "a closing parenthesis")?;
        Ok(Filter::StartsWith { path, prefix })
    }

    fn operator(&mut self) -> Result<Operator, FilterError> {
        let (token, position) = self.next("an operator")?;
        match &token {
            Token::Word(word) => Operator::named(word),
            _ => None,
        }
        .ok_or_else(|| lexer::error("an unknown operator", position - 1))
    }

    fn path(&mut self) -> Result<String, FilterError> {
        match self.next("a property")? {
            (Token::Word(path), _) if !is_reserved(&path) => Ok(path),
            (_, position) => Err(lexer::error("a property is missing", position - 1)),
        }
    }

    fn literal(&mut self) -> Result<Literal, FilterError> {
        match self.next("a value")? {
            (Token::Literal(literal), _) => Ok(literal),
            (_, position) => Err(lexer::error("a value is missing", position - 1)),
        }
    }

    fn accept_word(&mut self, wanted: &str) -> bool {
        self.tokens
            .next_if(|(token, _)| matches!(token, Token::Word(word) if word == wanted))
            .is_some()
    }

    fn expect(&mut self, wanted: &Token, what: &str) -> Result<(), FilterError> {
        match self.next(what)? {
            (token, _) if token == *wanted => Ok(()),
            (_, position) => Err(lexer::error(&format!("{what} is missing"), position - 1)),
        }
    }

    fn next(&mut self, what: &str) -> Result<Placed, FilterError> {
        let end = self.end;
        self.tokens
            .next()
            .ok_or_else(|| lexer::error(&format!("{what} is missing"), end))
    }

    fn here(&mut self) -> usize {
        self.tokens
            .peek()
            .map_or(self.end, |(_, position)| position - 1)
    }
}

/// Whether a word would be read as something else where a condition begins.
fn is_reserved(word: &str) -> bool {
    matches!(word, "and" | "or" | "not") || word.eq_ignore_ascii_case("startswith")
}

impl Operator {
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "lt" => Self::Lt,
            "le" => Self::Le,
            "gt" => Self::Gt,
            "ge" => Self::Ge,
            _ => return None,
        })
    }

    /// The operator that says the same with its two sides exchanged.
    fn mirrored(self) -> Self {
        match self {
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            same => same,
        }
    }
}
