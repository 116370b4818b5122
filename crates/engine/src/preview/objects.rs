//! Objects: those of well-known classes by what they mean, all others by their attributes.

use longshore_model::preview::Value;

use crate::inspect::{
    Transported,
    pickle::{Call, Items, Node, NodeId, Tree},
};

use super::{
    byte_string::ByteString,
    estimator, number, numpy, pandas, time,
    value::{Show, bytes_value},
};

/// Longest path that is put together, in bytes: more than any system takes.
const PATH: usize = 16 << 10;

/// The object that a call makes. `depth` is what its attributes may still take.
pub(super) fn value(show: &mut Show<'_>, call: &Call, depth: usize) -> Value {
    let tree = show.tree;
    if !show.shallow
        && let Some(object) = Transported::of(tree, call)
        && let Some(value) = show.within(object, depth)
    {
        return value;
    }
    if let Some(name) = tree.name(call.callable) {
        let known = known(show, call, &name.to_string(), depth);
        if let Some(value) = known {
            return value;
        }
    }
    if let Some(bytes) = ByteString::made_by(tree, call) {
        return bytes_value(&bytes.head, bytes.length);
    }
    if !show.shallow
        && let Some(value) = numpy::array(show, call)
            .or_else(|| pandas::table(show, call))
            .or_else(|| estimator::value(show, call, depth))
    {
        return value;
    }
    of_class(show, call, depth)
}

/// Objects of the standard library.
fn known(show: &mut Show<'_>, call: &Call, name: &str, depth: usize) -> Option<Value> {
    let tree = show.tree;
    let args = tree.items(call.args);
    let text = |at: usize| args.get(at).and_then(|arg| tree.text(*arg));
    Some(match name {
        "collections.OrderedDict" | "collections.defaultdict" => show.dict(&call.pairs, depth),
        "collections.Counter" => match tree.node(*args.first()?) {
            Node::Dict(pairs) => show.dict(pairs, depth),
            _ => return None,
        },
        "collections.deque" => show.sequence("deque", &call.items, depth),
        "builtins.set" | "__builtin__.set" => {
            show.sequence("set", items_of(tree, *args.first()?)?, depth)
        }
        "builtins.frozenset" | "__builtin__.frozenset" => {
            show.sequence("frozenset", items_of(tree, *args.first()?)?, depth)
        }
        "builtins.complex" | "__builtin__.complex" => {
            match (tree.node(*args.first()?), tree.node(*args.get(1)?)) {
                (Node::Float(real), Node::Float(imaginary)) => {
                    let (real, imaginary) = (number::float(*real), number::float(*imaginary));
                    show.in_words("complex", &number::complex(&real, &imaginary))
                }
                _ => return None,
            }
        }
        "datetime.datetime" | "datetime.date" | "datetime.time" | "datetime.timedelta"
        | "datetime.timezone" => show.in_words(name, &time::in_words(tree, call)?),
        "decimal.Decimal" | "fractions.Fraction" if args.len() == 1 => {
            show.in_words(name, text(0)?)
        }
        "fractions.Fraction" => match (tree.node(*args.first()?), tree.node(*args.get(1)?)) {
            (Node::Int(over), Node::Int(under)) => show.in_words(name, &format!("{over}/{under}")),
            _ => return None,
        },
        "uuid.UUID" => show.in_words(name, &uuid(tree, call)?),
        "copyreg._reconstructor" | "copy_reg._reconstructor" | "copyreg.__newobj__" => {
            let made = Call {
                callable: *args.first()?,
                args: NodeId::CUT,
                ..call.clone()
            };
            value(show, &made, depth)
        }
        name if name.starts_with("pathlib.") => show.in_words(name, &path(tree, args)?),
        name if name.ends_with("multiarray.scalar") => numpy::scalar(tree, call)?,
        name if name.ends_with("._make_function") => {
            let code = tree.call(*args.first()?)?;
            let function = tree
                .items(code.args)
                .get(11)
                .and_then(|name| tree.text(*name))?;
            show.name(function)
        }
        _ => return None,
    })
}

/// An object of any other class: its attributes, and what it was made with when it has none.
fn of_class(show: &mut Show<'_>, call: &Call, depth: usize) -> Value {
    let tree = show.tree;
    let class = show.class(call.callable);
    let mut attributes = vec![];
    let mut length = 0;
    let states = match call.state.map(|state| (state, tree.node(state))) {
        // (attributes, slots), as objects with slots are pickled
        Some((_, Node::Tuple(both)))
            if both.length == 2 && both.kept.iter().all(|part| is_state(tree, *part)) =>
        {
            both.kept.clone()
        }
        Some((state, _)) => vec![state],
        None => vec![],
    };
    for state in states {
        match tree.node(state) {
            Node::Dict(pairs) => {
                attributes.extend(show.attributes(pairs, depth));
                length += pairs.length;
            }
            Node::None => {}
            _ => {
                attributes.push(("state".into(), show.value(state, depth)));
                length += 1;
            }
        }
    }
    let made_with = [call.args]
        .into_iter()
        .chain(call.kwargs)
        .filter(|args| !is_empty(tree, *args));
    for (args, name) in made_with.zip(["arguments", "keywords"]) {
        attributes.push((name.into(), show.value(args, depth)));
        length += 1;
    }
    if call.items.length > 0 {
        attributes.push(("items".into(), show.sequence("list", &call.items, depth)));
        length += 1;
    }
    if call.pairs.length > 0 {
        attributes.push(("items".into(), show.dict(&call.pairs, depth)));
        length += 1;
    }
    Value::Object {
        class,
        attributes,
        length,
    }
}

/// A class by its name, or one that cloudpickle makes anew from its parts.
pub(super) fn class_name(tree: &Tree, class: NodeId) -> String {
    if let Some(name) = tree.name(class) {
        return name.to_string();
    }
    let made = tree.call(class).filter(|call| {
        tree.name(call.callable).is_some_and(|name| {
            matches!(&*name.name, "_make_skeleton_class" | "_make_skeleton_enum")
        })
    });
    let name = made
        .and_then(|call| tree.items(call.args).get(1))
        .and_then(|name| tree.text(*name));
    name.unwrap_or("object").to_owned()
}

/// A path by its parts, of which a pickle may name one text many times.
fn path(tree: &Tree, parts: &[NodeId]) -> Option<String> {
    let mut path = String::new();
    for part in parts {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(tree.text(*part)?);
        if path.len() > PATH {
            break;
        }
    }
    Some(path.replacen("//", "/", 1))
}

fn is_state(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.node(node), Node::Dict(_) | Node::None)
}

fn is_empty(tree: &Tree, args: NodeId) -> bool {
    match tree.node(args) {
        Node::Tuple(items) | Node::List(items) => items.length == 0,
        Node::Dict(pairs) => pairs.length == 0,
        Node::Cut => true,
        _ => false,
    }
}

fn items_of(tree: &Tree, id: NodeId) -> Option<&Items> {
    match tree.node(id) {
        Node::List(items) | Node::Tuple(items) | Node::Set(items) => Some(items),
        _ => None,
    }
}

fn uuid(tree: &Tree, call: &Call) -> Option<String> {
    let number = match tree.node(tree.get(call.state?, "int")?) {
        Node::Int(value) => u128::try_from(*value).ok()?,
        Node::Digits(digits) => digits.parse().ok()?,
        // A seventeenth byte holds the sign.
        Node::Long(long) if long.len() <= 17 => {
            let mut bytes = [0; 16];
            let kept = long.len().min(16);
            bytes[..kept].copy_from_slice(&long[..kept]);
            u128::from_le_bytes(bytes)
        }
        _ => return None,
    };
    let hex = format!("{number:032x}");
    Some(
        [
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        ]
        .join("-"),
    )
}
