//! What a pickle builds, as far as it can be told without building it.

use std::{collections::BTreeSet, fmt, ops::Range, sync::Arc};

/// A node of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(super) u32);

impl NodeId {
    /// The node that stands for everything that was not kept.
    pub const CUT: Self = Self(0);
}

/// One object of a pickle. Objects are shared and may hold themselves.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Not kept: the pickle goes beyond the limits here.
    Cut,
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A larger one, little-endian in two's complement.
    Long(Box<[u8]>),
    /// A larger one, in decimal (protocol 0).
    Digits(Box<str>),
    /// A float.
    Float(f64),
    /// A text.
    Text(Box<Text>),
    /// A bytes object or bytearray.
    Bytes(Box<Bytes>),
    /// A tuple.
    Tuple(Items),
    /// A list.
    List(Items),
    /// A set.
    Set(Items),
    /// A frozenset.
    FrozenSet(Items),
    /// A dict.
    Dict(Pairs),
    /// A class or function, by name.
    Global(Arc<Name>),
    /// A call that Python would make.
    Call(Box<Call>),
    /// Something kept outside the pickle, by its id.
    Persistent(NodeId),
    /// Something registered with `copyreg`, by its code.
    Extension(u32),
    /// A buffer kept outside the pickle.
    Buffer,
}

/// A text, or its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text as far as it was kept; what is not Unicode is replaced.
    pub head: Box<str>,
    /// Characters in all.
    pub characters: u64,
    /// Whether the head is all of it.
    pub whole: bool,
    /// Where the text's bytes lie in the pickle.
    pub span: Range<u64>,
}

/// A bytes object, or its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bytes {
    /// The bytes as far as they were kept.
    pub head: Box<[u8]>,
    /// Bytes in all.
    pub length: u64,
}

/// The first items of a container.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Items {
    /// The first.
    pub kept: Vec<NodeId>,
    /// How many there are.
    pub length: u64,
}

/// The first pairs of a dict.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The first.
    pub kept: Vec<(NodeId, NodeId)>,
    /// How many there are.
    pub length: u64,
}

/// The name of a class or function.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Its module, dotted.
    pub module: Box<str>,
    /// Its qualified name in the module.
    pub name: Box<str>,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.module, self.name)
    }
}

/// A call that Python would make to build an object, and what it would then put into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// What is called, or the class that is instantiated.
    pub callable: NodeId,
    /// Its arguments: a tuple, as a rule.
    pub args: NodeId,
    /// Keyword arguments (`NEWOBJ_EX`).
    pub kwargs: Option<NodeId>,
    /// Whether the class is instantiated without calling it (`NEWOBJ`).
    pub instance: bool,
    /// What the object's state is set to.
    pub state: Option<NodeId>,
    /// Items appended to it.
    pub items: Items,
    /// Pairs set in it.
    pub pairs: Pairs,
}

/// What a pickle builds.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
    /// The object it stands for.
    pub root: NodeId,
    /// Its protocol; for those before 2, which do not say it, the lowest with all its instructions.
    pub protocol: u8,
    /// Where it ends: the offset after its `STOP`.
    pub end: u64,
    /// Every class and function that it names, called or not, kept in the tree or not.
    pub names: BTreeSet<Arc<Name>>,
    /// How many names could not be told, or not be kept.
    pub unknown_names: u64,
    /// Whether objects or contents of texts were not kept. Long containers do not count: they tell their length.
    pub cut: bool,
}

impl Tree {
    /// A node.
    pub fn node(&self, id: NodeId) -> &Node {
        self.nodes.get(id.0 as usize).unwrap_or(&Node::Cut)
    }

    /// All nodes that were kept, each once.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter()
    }

    /// A text that was kept whole.
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.node(id) {
            Node::Text(text) if text.whole => Some(&text.head),
            _ => None,
        }
    }

    /// A class or function.
    pub fn name(&self, id: NodeId) -> Option<&Name> {
        match self.node(id) {
            Node::Global(name) => Some(name),
            _ => None,
        }
    }

    /// A call.
    pub fn call(&self, id: NodeId) -> Option<&Call> {
        match self.node(id) {
            Node::Call(call) => Some(call),
            _ => None,
        }
    }

    /// The kept items of a tuple, list or set; none of anything else.
    pub fn items(&self, id: NodeId) -> &[NodeId] {
        match self.node(id) {
            Node::Tuple(items) | Node::List(items) | Node::Set(items) | Node::FrozenSet(items) => {
                &items.kept
            }
            _ => &[],
        }
    }

    /// The value of a text key in a dict.
    pub fn get(&self, dict: NodeId, key: &str) -> Option<NodeId> {
        let Node::Dict(pairs) = self.node(dict) else {
            return None;
        };
        pairs
            .kept
            .iter()
            .rev()
            .find(|(k, _)| self.text(*k) == Some(key))
            .map(|(_, value)| *value)
    }
}
