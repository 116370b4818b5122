//! JSON (RFC 8259). Its numbers have any number of digits, and integers keep theirs.

use std::{collections::HashSet, fmt::Write as _};

use num_bigint::BigInt;

use crate::{
    inspect::pickle::{Items, Node, NodeId, Pairs, Tree},
    preview::{
        cell::Cell,
        number,
        numpy::{self, NdArray},
    },
};

use super::{Exact, LONGEST, TOO_LARGE, certain};

/// Deepest value: readers of JSON give up at 128 and later.
const DEPTH: usize = 100;

/// The value of a pickle.
pub(super) fn text(tree: &Tree) -> Exact<String> {
    let mut writer = Writer {
        tree,
        out: String::new(),
        way: Vec::new(),
    };
    match writer.value(tree.root) {
        Ok(()) => {
            writer.out.push('\n');
            Ok(writer.out)
        }
        Err(Why::TooLarge) => Err(TOO_LARGE.into()),
        Err(Why::TooDeep) => Err(format!("It is nested deeper than {DEPTH} levels.")),
        Err(Why::NoWord(what)) => Err(format!("{} is {what}.", writer.place())),
    }
}

/// Why a value cannot be written.
enum Why {
    TooLarge,
    TooDeep,
    /// It is something that JSON has no word for.
    NoWord(String),
}

impl From<String> for Why {
    fn from(what: String) -> Self {
        Self::NoWord(what)
    }
}

/// A step from a container to what it holds.
enum Step {
    At(usize),
    Key(NodeId),
}

struct Writer<'a> {
    tree: &'a Tree,
    out: String,
    way: Vec<Step>,
}

impl Writer<'_> {
    fn value(&mut self, id: NodeId) -> Result<(), Why> {
        // A pickle may hold one value many times over, and itself.
        if self.out.len() > LONGEST {
            return Err(Why::TooLarge);
        }
        if self.way.len() > DEPTH {
            return Err(Why::TooDeep);
        }
        let tree = self.tree;
        match tree.node(id) {
            Node::Cut => Err(Why::TooLarge),
            Node::None => self.said("null"),
            Node::Bool(value) => self.said(if *value { "true" } else { "false" }),
            Node::Int(value) => self.said(&value.to_string()),
            Node::Long(bytes) => self.said(&number::integer(bytes)),
            Node::Digits(digits) => {
                // Protocol 0 lets zeros stand before a number, JSON does not.
                let number: BigInt = digits
                    .parse()
                    .map_err(|_| no_word("a number that cannot be read"))?;
                self.said(&number.to_string())
            }
            Node::Float(value) => self.float(*value),
            Node::Text(text) if !text.whole => Err(Why::TooLarge),
            Node::Text(text) => self.text(&text.head),
            Node::Tuple(items) | Node::List(items) => self.array(items),
            Node::Dict(pairs) => self.object(pairs),
            Node::Call(call) => {
                if let Some((_, cell)) = numpy::scalar_cell(tree, call) {
                    return self.cell(&cell);
                }
                if let Some(array) = NdArray::made_by(tree, call) {
                    return self.elements(&array, 0, 0);
                }
                let class = tree.name(call.callable).map_or_else(
                    || "an object".to_owned(),
                    |name| format!("an object made by {name}"),
                );
                Err(Why::NoWord(class))
            }
            Node::Bytes(_) => Err(no_word("bytes")),
            Node::Set(_) => Err(no_word("a set")),
            Node::FrozenSet(_) => Err(no_word("a frozenset")),
            Node::Global(name) => Err(Why::NoWord(format!("{name}, by name only"))),
            Node::Persistent(_) | Node::Extension(_) | Node::Buffer => {
                Err(no_word("something that is kept outside the pickle"))
            }
        }
    }

    fn said(&mut self, word: &str) -> Result<(), Why> {
        self.out.push_str(word);
        Ok(())
    }

    fn float(&mut self, value: f64) -> Result<(), Why> {
        if !value.is_finite() {
            let word = number::float(value);
            return Err(Why::NoWord(format!("{word}, for which JSON has no word")));
        }
        self.said(&number::float(value))
    }

    fn text(&mut self, text: &str) -> Result<(), Why> {
        let quoted = serde_json::to_string(certain(text)?).map_err(|error| error.to_string())?;
        self.said(&quoted)
    }

    fn array(&mut self, items: &Items) -> Result<(), Why> {
        if items.kept.len() as u64 != items.length {
            return Err(Why::TooLarge);
        }
        self.out.push('[');
        for (at, item) in items.kept.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.way.push(Step::At(at));
            self.value(*item)?;
            self.way.pop();
        }
        self.said("]")
    }

    fn object(&mut self, pairs: &Pairs) -> Result<(), Why> {
        if pairs.kept.len() as u64 != pairs.length {
            return Err(Why::TooLarge);
        }
        let mut keys = HashSet::new();
        self.out.push('{');
        for (at, (key, value)) in pairs.kept.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            let Some(name) = self.tree.text(*key) else {
                return Err(no_word("a dict with a key that is no text"));
            };
            if !keys.insert(name) {
                return Err(no_word("a dict with one key twice"));
            }
            self.text(name)?;
            self.out.push(':');
            self.way.push(Step::Key(*key));
            self.value(*value)?;
            self.way.pop();
        }
        self.said("}")
    }

    /// The elements of an array from `first` on, as lists of its extents from `axis` on.
    fn elements(&mut self, array: &NdArray<'_>, axis: usize, first: u64) -> Result<(), Why> {
        if self.out.len() > LONGEST {
            return Err(Why::TooLarge);
        }
        let Some(extent) = array.shape.get(axis) else {
            return self.cell(&array.cell(self.tree, first));
        };
        if axis >= DEPTH {
            return Err(Why::TooDeep);
        }
        let below = array.shape[axis + 1..]
            .iter()
            .fold(1_u64, |length, extent| length.saturating_mul(*extent));
        self.out.push('[');
        for at in 0..*extent {
            if at > 0 {
                self.out.push(',');
            }
            let first = first.saturating_add(at.saturating_mul(below));
            self.elements(array, axis + 1, first)?;
        }
        self.said("]")
    }

    fn cell(&mut self, cell: &Cell) -> Result<(), Why> {
        match cell {
            Cell::NotKept => Err(Why::TooLarge),
            Cell::Bool(value) => self.said(if *value { "true" } else { "false" }),
            Cell::Int(digits) => self.said(digits),
            Cell::Float { value, .. } => self.float(*value),
            Cell::Text(text) => self.text(text),
            Cell::Missing => Err(no_word("an array with elements that are missing")),
            Cell::Moment(_) => Err(no_word("a date, for which JSON has no word")),
            Cell::Other(_) => Err(no_word(
                "an array or number of a type that JSON has no word for",
            )),
        }
    }

    /// Where the writer stands, as Python would write it.
    fn place(&self) -> String {
        let mut place = String::from("The value");
        for (at, step) in self.way.iter().enumerate() {
            if at == 0 {
                place.push_str(" at ");
            }
            // Writing to a String cannot fail.
            let _ = match step {
                Step::At(at) => write!(place, "[{at}]"),
                Step::Key(key) => {
                    let key = self.tree.text(*key).unwrap_or_default();
                    let short: String = key.chars().take(40).collect();
                    write!(place, "[{short:?}]")
                }
            };
        }
        place
    }
}

fn no_word(what: &str) -> Why {
    Why::NoWord(what.to_owned())
}
