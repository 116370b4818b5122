//! Arrays and scalars of numpy, by the functions that numpy pickles them with: `_reconstruct` and a state (protocols
//! before 5), `_frombuffer` (protocol 5), `scalar`.

mod array;
mod dtype;
mod plot;

use longshore_model::preview::Value;

use crate::inspect::pickle::{Call, Tree};

use super::{
    byte_string::ByteString,
    cell::Cell,
    value::{ITEMS, Show},
};
pub(super) use array::NdArray;
pub(super) use dtype::Dtype;

/// An array, if the call makes one.
pub(super) fn array(show: &mut Show<'_>, call: &Call) -> Option<Value> {
    let tree = show.tree;
    let array = NdArray::made_by(tree, call)?;
    // A small pickle may hold one large array many times.
    let plotted = show.budget.numbers(array.kept());
    let head: Vec<String> = (0..array.length().min(ITEMS as u64))
        .map(|index| array.cell(tree, index))
        .take_while(|cell| *cell != Cell::NotKept)
        .map(|cell| cell.shown())
        .collect();
    show.budget.cells(head.len());
    Some(Value::Array {
        dtype: array.dtype.name(),
        head,
        bytes: array.bytes(),
        plot: plotted.then(|| plot::of(&array)).flatten(),
        shape: array.shape,
    })
}

/// A scalar: `scalar(dtype, bytes)`.
pub(super) fn scalar(tree: &Tree, call: &Call) -> Option<Value> {
    let (dtype, cell) = scalar_cell(tree, call)?;
    Some(Value::Array {
        dtype: dtype.name(),
        shape: vec![],
        head: vec![cell.shown()],
        bytes: dtype.size as u64,
        plot: None,
    })
}

/// What a scalar holds, and of which type.
pub(super) fn scalar_cell(tree: &Tree, call: &Call) -> Option<(Dtype, Cell)> {
    let maker = tree.name(call.callable)?;
    if !maker.to_string().ends_with("multiarray.scalar") {
        return None;
    }
    let [dtype, data] = tree.items(call.args)[..] else {
        return None;
    };
    let dtype = Dtype::of(tree, dtype)?;
    let cell = dtype.cell(&ByteString::of(tree, data)?.head)?;
    Some((dtype, cell))
}
