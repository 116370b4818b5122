//! Functions pickled by value: their code objects, as cloudpickle takes them apart.

use crate::inspect::pickle::{Call, Node, NodeId, Tree};

/// A code object: the arguments of `types.CodeType`.
pub(super) struct Code<'a> {
    /// How many arguments there are; it changes with Python's version.
    pub(super) arity: u64,
    /// Bytecode, when it was kept whole.
    pub(super) bytecode: Option<&'a [u8]>,
    /// Names used by the bytecode, by index; `None` where unknown.
    pub(super) names: Vec<Option<&'a str>>,
    /// The function's name.
    pub(super) name: Option<&'a str>,
}

/// Arguments since Python 3.11, where a qualified name and an exception table were added.
pub(super) const ARITY_3_11: u64 = 18;
/// Arguments of Python 3.8 to 3.10.
pub(super) const ARITY_3_8: u64 = 16;

/// All code objects in a pickle.
pub(super) fn all(tree: &Tree) -> impl Iterator<Item = Code<'_>> {
    tree.nodes().filter_map(|node| match node {
        Node::Call(call) => code(tree, call),
        _ => None,
    })
}

/// The code of a function that cloudpickle rebuilds with this call.
pub(super) fn made_function<'a>(tree: &'a Tree, call: &Call) -> Option<Code<'a>> {
    let maker = tree.name(call.callable)?;
    let makes = maker.module.starts_with("cloudpickle")
        && matches!(&*maker.name, "_make_function" | "_make_skel_func");
    makes.then_some(())?;
    code(tree, tree.call(*tree.items(call.args).first()?)?)
}

/// A call's code object, if it makes one.
fn code<'a>(tree: &'a Tree, call: &Call) -> Option<Code<'a>> {
    if !is_code_type(tree, call.callable) {
        return None;
    }
    let Node::Tuple(args) = tree.node(call.args) else {
        return None;
    };
    // argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize, flags, code, consts, names, varnames, filename, name
    let [_, _, _, _, _, _, bytecode, _, names, _, _, name, ..] = args.kept[..] else {
        return None;
    };
    Some(Code {
        arity: args.length,
        bytecode: match tree.node(bytecode) {
            Node::Bytes(bytes) if bytes.head.len() as u64 == bytes.length => Some(&bytes.head),
            _ => None,
        },
        names: tree
            .items(names)
            .iter()
            .map(|name| tree.text(*name))
            .collect(),
        name: tree.text(name),
    })
}

/// `types.CodeType`, by name or through cloudpickle's `_builtin_type("CodeType")`.
fn is_code_type(tree: &Tree, callable: NodeId) -> bool {
    match tree.node(callable) {
        Node::Global(name) => {
            matches!(&*name.module, "types" | "builtins")
                && matches!(&*name.name, "CodeType" | "code")
        }
        Node::Call(call) => {
            tree.name(call.callable)
                .is_some_and(|name| &*name.name == "_builtin_type")
                && tree
                    .items(call.args)
                    .first()
                    .and_then(|arg| tree.text(*arg))
                    == Some("CodeType")
        }
        _ => false,
    }
}

/// Modules that the bytecode imports when it runs.
pub(super) fn imports<'a>(code: &Code<'a>, import_name: u8, extended_arg: u8) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut extended = 0;
    for [opcode, argument] in code.bytecode.unwrap_or_default().as_chunks::<2>().0 {
        let index = extended << 8 | usize::from(*argument);
        extended = if *opcode == extended_arg {
            index & 0xFF_FFFF
        } else {
            0
        };
        if *opcode == import_name {
            found.extend(code.names.get(index).copied().flatten());
        }
    }
    found
}
