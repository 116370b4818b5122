//! The shape of a payload: `(function, args, kwargs)`.

use longshore_model::Report;

use crate::inspect::{
    covalent,
    pickle::{Node, NodeId, Tree},
    refusal, shown,
};

use super::{code, dangerous};

/// The function, when the pickle has the shape of a payload.
pub(super) fn function(tree: &Tree) -> Option<NodeId> {
    match tree.node(tree.root) {
        Node::Tuple(items) if items.length == 3 => items.kept.first().copied(),
        _ => None,
    }
}

/// What the payload is, for people; a refusal when it is none.
pub(super) fn title(tree: &Tree) -> Result<String, Report> {
    let Some(function) = function(tree) else {
        return Err(not_a_call(tree));
    };
    let [_, args, kwargs] = tree.items(tree.root) else {
        return Err(not_a_call(tree));
    };
    let Some(title) = title_of(tree, function) else {
        return Err(no_payload("the first of its three objects is no function"));
    };
    if !matches!(
        tree.node(*args),
        Node::Tuple(_) | Node::List(_) | Node::Call(_) | Node::Cut
    ) {
        return Err(no_payload(
            "the second of its three objects is no list of arguments",
        ));
    }
    if !matches!(
        tree.node(*kwargs),
        Node::Dict(_) | Node::Call(_) | Node::Cut
    ) {
        return Err(no_payload(
            "the third of its three objects is no dict of keyword arguments",
        ));
    }
    if tree.nodes().any(|node| {
        matches!(
            node,
            Node::Persistent(_) | Node::Buffer | Node::Extension(_)
        )
    }) {
        return Err(no_payload(
            "it refers to objects that were kept outside the file",
        ));
    }
    Ok(title)
}

fn title_of(tree: &Tree, function: NodeId) -> Option<String> {
    match tree.node(function) {
        Node::Cut => Some("Function".into()),
        Node::Global(name) => Some(shown(&format!("Function {name}"))),
        Node::Call(_) if covalent::is_wrapper(tree, function) => Some("Covalent function".into()),
        Node::Call(call) => Some(
            match code::made_function(tree, call).and_then(|code| code.name) {
                Some(name) => shown(&format!("Function {name}")),
                None => match tree.name(call.callable) {
                    Some(class) if call.instance => shown(&format!("Object of {class}")),
                    Some(maker) => shown(&format!("Function made by {maker}")),
                    None => "Function".into(),
                },
            },
        ),
        _ => None,
    }
}

fn not_a_call(tree: &Tree) -> Report {
    let mut report = refusal::bad(
        "It is a result, not a payload: it holds one object instead of a function with its arguments.",
        "Make a payload with cloudpickle.dump((function, args, kwargs), file).",
    );
    let calls = dangerous::callables(tree);
    if !calls.is_empty() {
        report.title = format!(
            "It is no payload, and loading it would call {}.",
            calls.join(", ")
        );
        report.guidance =
            "Nothing in it was run. Do not load it unless you know who made it.".into();
    }
    report
}

fn no_payload(why: &str) -> Report {
    refusal::bad(
        format!("It is no payload: {why}."),
        "A payload is a pickle of (function, args, kwargs). Make it with cloudpickle.dump.",
    )
}
