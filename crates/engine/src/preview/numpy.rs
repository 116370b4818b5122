//! Arrays and scalars of numpy, by the functions that numpy pickles them with: `_reconstruct` and a state (protocols
//! before 5), `_frombuffer` (protocol 5), `scalar`.

mod dtype;

use longshore_model::preview::Value;

use crate::inspect::pickle::{Call, Node, NodeId, Tree};

use super::{
    byte_string::ByteString,
    value::{ITEMS, Show},
};
use dtype::Dtype;

/// An array, if the call makes one.
pub(super) fn array(show: &mut Show<'_>, call: &Call) -> Option<Value> {
    let tree = show.tree;
    let maker = tree.name(call.callable)?;
    if !maker.module.starts_with("numpy.") {
        return None;
    }
    let args = tree.items(call.args);
    let (shape, dtype, fortran, data) = match &*maker.name {
        "_frombuffer" => {
            let [data, dtype, shape, order] = args[..] else {
                return None;
            };
            (shape, dtype, tree.text(order) == Some("F"), data)
        }
        "_reconstruct" => {
            let [_, shape, dtype, fortran, data] = tree.items(call.state?)[..] else {
                return None;
            };
            (shape, dtype, *tree.node(fortran) == Node::Bool(true), data)
        }
        _ => return None,
    };
    let shape = extents(tree, shape)?;
    let dtype = Dtype::of(tree, dtype)?;
    let head = match tree.node(data) {
        Node::List(items) => items
            .kept
            .iter()
            .take(ITEMS)
            .map(|item| in_short(&show.value(*item, 1)))
            .collect(),
        _ => ByteString::of(tree, data).map_or(vec![], |bytes| {
            elements(&bytes.head, &dtype, &shape, fortran)
        }),
    };
    Some(Value::Array {
        dtype: dtype.name(),
        shape,
        head,
    })
}

/// A scalar: `scalar(dtype, bytes)`.
pub(super) fn scalar(tree: &Tree, call: &Call) -> Option<Value> {
    let [dtype, data] = tree.items(call.args)[..] else {
        return None;
    };
    let dtype = Dtype::of(tree, dtype)?;
    let text = dtype.element(&ByteString::of(tree, data)?.head)?;
    Some(Value::Array {
        dtype: dtype.name(),
        shape: vec![],
        head: vec![text],
    })
}

fn extents(tree: &Tree, shape: NodeId) -> Option<Vec<u64>> {
    let Node::Tuple(items) = tree.node(shape) else {
        return None;
    };
    let extent = |id: &NodeId| match tree.node(*id) {
        Node::Int(extent) => u64::try_from(*extent).ok(),
        _ => None,
    };
    items.kept.iter().map(extent).collect()
}

/// The first elements in the order of their indices, as far as their bytes were kept.
fn elements(bytes: &[u8], dtype: &Dtype, shape: &[u64], fortran: bool) -> Vec<String> {
    let count = shape
        .iter()
        .try_fold(1_u64, |count, extent| count.checked_mul(*extent))
        .unwrap_or(u64::MAX);
    let element = |index: u64| {
        let place = usize::try_from(if fortran {
            fortran_place(index, shape)
        } else {
            index
        })
        .ok()?;
        let start = place.checked_mul(dtype.size)?;
        dtype.element(bytes.get(start..start.checked_add(dtype.size)?)?)
    };
    (0..count.min(ITEMS as u64)).map_while(element).collect()
}

/// Where the element with this index lies when the first extent varies fastest.
fn fortran_place(index: u64, shape: &[u64]) -> u64 {
    let mut index = index;
    // From the last extent, which varies fastest in the index, to the first.
    let mut digits: Vec<u64> = shape
        .iter()
        .rev()
        .map(|extent| {
            let digit = index % extent.max(&1);
            index /= extent.max(&1);
            digit
        })
        .collect();
    digits.reverse();
    digits
        .iter()
        .zip(shape)
        .rev()
        .fold(0, |place: u64, (digit, extent)| {
            place.saturating_mul(*extent).saturating_add(*digit)
        })
}

/// An element that is an object.
fn in_short(value: &Value) -> String {
    match value {
        Value::None => "None".into(),
        Value::Bool { value } => if *value { "True" } else { "False" }.into(),
        Value::Int { value } | Value::Float { value } => value.clone(),
        Value::Str { value, .. } => format!("{value:?}"),
        Value::Name { name } => name.clone(),
        Value::Object { class, .. } => format!("<{class}>"),
        Value::Sequence { kind, .. } => format!("<{kind}>"),
        Value::Bytes { .. } => "<bytes>".into(),
        Value::Dict { .. } => "<dict>".into(),
        Value::Array { .. } => "<array>".into(),
        Value::Deeper => "…".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::fortran_place;

    #[test]
    fn the_first_extent_varies_fastest_in_fortran_order() {
        let places: Vec<u64> = (0..6).map(|index| fortran_place(index, &[2, 3])).collect();
        assert_eq!(places, [0, 2, 4, 1, 3, 5]);
    }
}
