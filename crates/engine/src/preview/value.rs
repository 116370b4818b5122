//! A pickle's tree as values to show.

use std::fs::File;

use longshore_model::preview::Value;

use crate::inspect::pickle::{Items, Node, NodeId, Pairs, Tree};

use super::{budget::Budget, limits, number, objects};

/// Deepest value that is shown. Trees may hold themselves: this ends the walk.
pub(super) const DEPTH: usize = 10;
/// Items of one container.
pub(super) const ITEMS: usize = 100;
/// Characters of a text.
pub(super) const CHARACTERS: usize = 4000;
/// Characters of the name of a class, a function or an attribute.
const NAME: usize = 200;
/// Bytes of a bytes object.
const BYTES: usize = 64;

/// The value that a pickle stands for. `file` is what the pickle was read from.
pub(super) fn of(tree: &Tree, file: &mut File) -> Value {
    Show {
        tree,
        file: Some(file),
        budget: &mut Budget::default(),
        shallow: false,
    }
    .value(tree.root, DEPTH)
}

/// A walk over one tree.
pub(super) struct Show<'a> {
    pub(super) tree: &'a Tree,
    /// The file that the tree was read from; nothing when it lies within another pickle.
    pub(super) file: Option<&'a mut File>,
    /// How much may still be shown.
    pub(super) budget: &'a mut Budget,
    /// Whether arrays, tables and pickles within are not looked into.
    pub(super) shallow: bool,
}

impl Show<'_> {
    /// A node without what it holds.
    pub(super) fn shallow(tree: &Tree, id: NodeId) -> Value {
        Show {
            tree,
            file: None,
            budget: &mut Budget::default(),
            shallow: true,
        }
        .value(id, 1)
    }

    /// A node, and what it holds down to a depth.
    pub(super) fn value(&mut self, id: NodeId, depth: usize) -> Value {
        let tree = self.tree;
        if !self.budget.value() {
            return Value::Deeper;
        }
        match tree.node(id) {
            Node::Cut | Node::Buffer => Value::Deeper,
            Node::None => Value::None,
            Node::Bool(value) => Value::Bool { value: *value },
            Node::Int(value) => Value::Int {
                value: value.to_string(),
            },
            Node::Long(bytes) => self.integer(&number::integer(bytes)),
            Node::Digits(digits) => self.integer(digits),
            Node::Float(value) => Value::Float {
                value: number::float(*value),
            },
            Node::Text(text) => Value::Str {
                value: self.budget.text(&text.head, CHARACTERS),
                length: text.characters,
            },
            Node::Bytes(bytes) => bytes_value(&bytes.head, bytes.length),
            Node::Tuple(items) => self.sequence("tuple", items, depth),
            Node::List(items) => self.sequence("list", items, depth),
            Node::Set(items) => self.sequence("set", items, depth),
            Node::FrozenSet(items) => self.sequence("frozenset", items, depth),
            Node::Dict(pairs) => self.dict(pairs, depth),
            Node::Global(name) => self.name(&name.to_string()),
            Node::Call(call) => match depth.checked_sub(1) {
                Some(depth) => objects::value(self, call, depth),
                None => Value::Deeper,
            },
            Node::Persistent(id) => match depth.checked_sub(1) {
                Some(depth) => object(
                    "an object kept elsewhere",
                    vec![("id".into(), self.value(*id, depth))],
                ),
                None => Value::Deeper,
            },
            Node::Extension(code) => Value::Name {
                name: format!("copyreg extension {code}"),
            },
        }
    }

    /// A large integer, whole: the beginning of one is another.
    fn integer(&mut self, digits: &str) -> Value {
        match self.budget.whole(digits) {
            true => Value::Int {
                value: digits.to_owned(),
            },
            false => Value::Deeper,
        }
    }

    /// A reference by name.
    pub(super) fn name(&self, name: &str) -> Value {
        Value::Name {
            name: head(name, NAME),
        }
    }

    /// An object that is best shown by one text.
    pub(super) fn in_words(&mut self, class: &str, words: &str) -> Value {
        let value = Value::Str {
            value: self.budget.text(words, CHARACTERS),
            length: words.chars().count() as u64,
        };
        object(class, vec![("value".into(), value)])
    }

    /// The name of a class: what it is called by, or one that cloudpickle makes anew from its parts.
    pub(super) fn class(&self, class: NodeId) -> String {
        head(&objects::class_name(self.tree, class), NAME)
    }

    pub(super) fn sequence(&mut self, kind: &str, items: &Items, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else {
            return Value::Deeper;
        };
        let shown = items
            .kept
            .iter()
            .take(ITEMS)
            .map(|item| self.value(*item, depth))
            .collect();
        Value::Sequence {
            kind: kind.into(),
            items: shown,
            length: items.length,
        }
    }

    pub(super) fn dict(&mut self, pairs: &Pairs, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else {
            return Value::Deeper;
        };
        let shown = pairs
            .kept
            .iter()
            .take(ITEMS)
            .map(|(key, value)| (self.value(*key, depth), self.value(*value, depth)));
        Value::Dict {
            items: shown.collect(),
            length: pairs.length,
        }
    }

    /// Attributes by their names; keys that are no texts are no attributes.
    pub(super) fn attributes(&mut self, pairs: &Pairs, depth: usize) -> Vec<(String, Value)> {
        let tree = self.tree;
        let named = pairs
            .kept
            .iter()
            .filter_map(|(key, value)| Some((tree.text(*key)?, *value)));
        named
            .take(ITEMS)
            .map(|(name, value)| (head(name, NAME), self.value(value, depth)))
            .collect()
    }

    /// The value of a pickle that lies within this one.
    pub(super) fn within(
        &mut self,
        object: crate::inspect::Transported<'_>,
        depth: usize,
    ) -> Option<Value> {
        if !self.budget.within(object.length()) {
            return None;
        }
        let inner = object.open(self.file.as_deref_mut(), &limits()).ok()?;
        Some(
            Show {
                tree: &inner,
                file: None,
                budget: self.budget,
                shallow: false,
            }
            .value(inner.root, depth),
        )
    }
}

/// The beginning of a name. There are no more of them than values, so they take nothing from what texts may.
pub(super) fn head(name: &str, characters: usize) -> String {
    name.chars().take(characters).collect()
}

pub(super) fn bytes_value(head: &[u8], length: u64) -> Value {
    Value::Bytes {
        head: crate::inspect::hex(&head[..head.len().min(BYTES)]),
        length,
    }
}

/// An object of which all attributes are shown.
pub(super) fn object(class: impl Into<String>, attributes: Vec<(String, Value)>) -> Value {
    let length = attributes.len() as u64;
    Value::Object {
        class: class.into(),
        attributes,
        length,
    }
}
