//! Callables that a pickle has no good reason to call while it is loaded.
//!
//! A payload is code and may do anything once it runs. But people judge it by its function, and a call made while it is
//! loaded comes before that: it is told.

use std::collections::BTreeSet;

use crate::inspect::{
    pickle::{Call, Node, NodeId, Tree},
    shown,
};

/// Names told at most.
const TOLD: usize = 5;
/// Getattr chains are followed so far.
const DEPTH: usize = 8;

/// The dangerous callables that loading the pickle would call, or hand to what it calls; sorted.
pub(super) fn callables(tree: &Tree) -> Vec<String> {
    let mut found = BTreeSet::new();
    for node in tree.nodes() {
        let Node::Call(call) = node else { continue };
        found.extend(dotted(tree, call.callable, DEPTH).filter(|name| is_dangerous(name)));
        // cloudpickle hands names to its own functions to rebuild what a function refers to; others may call them.
        let is_cloudpickle = tree
            .name(call.callable)
            .is_some_and(|name| name.module.starts_with("cloudpickle"));
        if !is_cloudpickle {
            let args = tree.items(call.args).iter();
            found.extend(
                args.filter_map(|arg| tree.name(*arg))
                    .map(ToString::to_string)
                    .filter(|name| is_dangerous(name)),
            );
        }
    }
    if tree.cut {
        // What was not kept may be the call; then a name is told for being there.
        found.extend(
            tree.names
                .iter()
                .map(ToString::to_string)
                .filter(|name| is_dangerous(name)),
        );
    }
    found
        .into_iter()
        .take(TOLD)
        .map(|name| shown(&name))
        .collect()
}

/// The dotted name that a callable stands for, through `getattr` and imports.
fn dotted(tree: &Tree, callable: NodeId, depth: usize) -> Option<String> {
    if let Some(name) = tree.name(callable) {
        return Some(name.to_string());
    }
    let Call { callable, args, .. } = tree.call(callable)?;
    let maker = dotted(tree, *callable, depth.checked_sub(1)?)?;
    match (maker.as_str(), tree.items(*args)) {
        ("builtins.getattr" | "__builtin__.getattr", [of, attribute, ..]) => Some(format!(
            "{}.{}",
            dotted(tree, *of, depth - 1)?,
            tree.text(*attribute)?
        )),
        (
            "builtins.__import__" | "importlib.import_module" | "cloudpickle.cloudpickle.subimport",
            [module, ..],
        ) => tree.text(*module).map(str::to_owned),
        _ => None,
    }
}

/// Whether calling it while loading can reach beyond the pickle.
fn is_dangerous(dotted: &str) -> bool {
    const MODULES: &[&str] = &[
        "_posixsubprocess",
        "code",
        "commands",
        "ctypes",
        "importlib",
        "nt",
        "os",
        "pdb",
        "pip",
        "posix",
        "pty",
        "runpy",
        "shutil",
        "socket",
        "subprocess",
        "sys",
        "timeit",
        "webbrowser",
    ];
    const BUILTINS: &[&str] = &[
        "__import__",
        "breakpoint",
        "compile",
        "eval",
        "exec",
        "execfile",
        "input",
        "open",
    ];
    /// Data of these modules that does get pickled.
    const DATA: &[&str] = &[
        "os.PathLike",
        "os.stat_result",
        "os.statvfs_result",
        "os.terminal_size",
        "os.times_result",
        "os.uname_result",
        "shutil.Error",
        "shutil.SameFileError",
        "socket.AddressFamily",
        "socket.SocketKind",
        "socket.gaierror",
        "subprocess.CalledProcessError",
        "subprocess.CompletedProcess",
        "subprocess.TimeoutExpired",
    ];
    let Some((module, name)) = dotted.split_once('.') else {
        return false;
    };
    match module {
        "builtins" | "__builtin__" => BUILTINS.contains(&name),
        _ => MODULES.contains(&module) && !DATA.contains(&dotted),
    }
}
