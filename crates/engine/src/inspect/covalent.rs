//! Objects that Covalent transports: pickles of their own, as base64 in the `_object` of a `TransportableObject`
//! (covalent 0.240, `covalent/_workflow/transport.py`).

use std::io::{BufReader, Read, Seek, SeekFrom};

use base64::{engine::general_purpose::STANDARD, read::DecoderReader};

use super::pickle::{self, Call, Limits, Node, NodeId, PickleError, Text, Tree};

/// A `TransportableObject` in a pickle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Transported<'a> {
    object: &'a Text,
    /// The Python it was made by, such as `3.11.7`.
    pub(crate) python: Option<&'a str>,
}

impl<'a> Transported<'a> {
    /// The object, if the call makes one.
    pub(crate) fn of(tree: &'a Tree, call: &Call) -> Option<Self> {
        let class = tree.name(call.callable)?;
        if class.module.split('.').next() != Some("covalent")
            || &*class.name != "TransportableObject"
        {
            return None;
        }
        let state = call.state?;
        let Node::Text(object) = tree.node(tree.get(state, "_object")?) else {
            return None;
        };
        let python = tree
            .get(state, "_header")
            .and_then(|header| tree.get(header, "py_version"));
        Some(Self {
            object,
            python: python.and_then(|version| tree.text(version)),
        })
    }

    /// All of them in a pickle.
    pub(crate) fn all(tree: &'a Tree) -> impl Iterator<Item = Self> {
        tree.nodes().filter_map(|node| match node {
            Node::Call(call) => Self::of(tree, call),
            _ => None,
        })
    }

    /// How long it is in the pickle, in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.object.span.end - self.object.span.start
    }

    /// Where it lies in the pickle.
    pub(super) fn start(&self) -> u64 {
        self.object.span.start
    }

    /// Reads the pickle within. Streamed from `outer`, the file that the tree was read from, when the tree holds only
    /// its head.
    ///
    /// # Errors
    /// What is wrong with the pickle within; offsets are its own. Damaged base64 is an I/O error.
    pub(crate) fn open<R: Read + Seek>(
        &self,
        outer: Option<&mut R>,
        limits: &Limits,
    ) -> Result<Tree, PickleError> {
        if self.object.whole {
            let decoded = DecoderReader::new(self.object.head.as_bytes(), &STANDARD);
            return pickle::read_from(BufReader::new(decoded), limits);
        }
        let Some(outer) = outer else {
            return Err(std::io::Error::other("it is larger than what is kept of it").into());
        };
        outer.seek(SeekFrom::Start(self.object.span.start))?;
        let encoded = BufReader::new(outer.take(self.object.span.end - self.object.span.start));
        pickle::read_from(
            BufReader::new(DecoderReader::new(encoded, &STANDARD)),
            limits,
        )
    }
}

/// Whether a callable is Covalent's wrapper around an electron: `functools.partial(wrapper_fn, function, …)`.
pub(super) fn is_wrapper(tree: &Tree, function: NodeId) -> bool {
    let Some(call) = tree.call(function) else {
        return false;
    };
    let is_partial = tree
        .name(call.callable)
        .is_some_and(|name| name.to_string() == "functools.partial");
    let wrapped = tree
        .items(call.args)
        .first()
        .and_then(|first| tree.name(*first));
    is_partial
        && wrapped
            .is_some_and(|name| name.module.starts_with("covalent.") && &*name.name == "wrapper_fn")
}

/// The electron's own function among the arguments that the wrapper is given.
pub(super) fn wrapped(tree: &Tree, wrapper: NodeId) -> Option<Transported<'_>> {
    // The state of a partial: (function, args, keywords, attributes).
    let args = *tree.items(tree.call(wrapper)?.state?).get(1)?;
    Transported::of(tree, tree.call(*tree.items(args).first()?)?)
}

/// Whether a pickle is the step that `DepsPip` runs before a function: a bare `pip install`.
pub(super) fn runs_pip(tree: &Tree) -> bool {
    tree.names
        .iter()
        .any(|name| name.module.starts_with("covalent.") && &*name.name == "apply_pip_deps")
}
