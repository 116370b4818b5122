//! An array and its elements.

use crate::{
    inspect::pickle::{Call, Items, Node, NodeId, Tree},
    preview::{byte_string::ByteString, cell::Cell},
};

use super::Dtype;

/// Most dimensions of an array (`NPY_MAXDIMS` of numpy 2).
const DIMENSIONS: u64 = 64;

/// An array of numpy in a pickle.
pub(in crate::preview) struct NdArray<'a> {
    pub(in crate::preview) dtype: Dtype,
    pub(in crate::preview) shape: Vec<u64>,
    /// Whether the first extent varies fastest.
    fortran: bool,
    data: Data<'a>,
}

/// Where elements are.
enum Data<'a> {
    Bytes(ByteString<'a>),
    Objects(&'a Items),
    /// Not in this pickle.
    Elsewhere,
}

impl<'a> NdArray<'a> {
    /// A node that is one.
    pub(in crate::preview) fn of(tree: &'a Tree, id: NodeId) -> Option<Self> {
        Self::made_by(tree, tree.call(id)?)
    }

    /// The array that a call makes.
    pub(in crate::preview) fn made_by(tree: &'a Tree, call: &Call) -> Option<Self> {
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
        Some(Self {
            shape: extents(tree, shape)?,
            dtype: Dtype::of(tree, dtype)?,
            fortran,
            data: match tree.node(data) {
                Node::List(items) => Data::Objects(items),
                _ => ByteString::of(tree, data).map_or(Data::Elsewhere, Data::Bytes),
            },
        })
    }

    /// Elements in all.
    pub(in crate::preview) fn length(&self) -> u64 {
        self.shape
            .iter()
            .try_fold(1_u64, |length, extent| length.checked_mul(*extent))
            .unwrap_or(u64::MAX)
    }

    /// Bytes that its elements take; of objects, their addresses.
    pub(in crate::preview) fn bytes(&self) -> u64 {
        self.length().saturating_mul(self.dtype.size as u64)
    }

    /// Elements of which the bytes were kept.
    pub(in crate::preview) fn kept(&self) -> usize {
        match &self.data {
            Data::Bytes(bytes) => bytes.head.len() / self.dtype.size.max(1),
            _ => 0,
        }
    }

    /// The element with this index in C order.
    pub(in crate::preview) fn cell(&self, tree: &Tree, index: u64) -> Cell {
        let found = match &self.data {
            Data::Bytes(bytes) => self
                .range(index)
                .and_then(|range| self.dtype.cell(bytes.head.get(range)?)),
            Data::Objects(objects) => self
                .place(index)
                .and_then(|place| objects.kept.get(place))
                .map(|id| Cell::of_object(tree, *id)),
            Data::Elsewhere => None,
        };
        found.unwrap_or(Cell::NotKept)
    }

    /// The numbers as far as they were kept, in the order they lie in; of types that are no real numbers, none.
    pub(in crate::preview) fn numbers(&self) -> impl Iterator<Item = f64> {
        let bytes = match &self.data {
            Data::Bytes(bytes) => &*bytes.head,
            _ => &[],
        };
        let length = usize::try_from(self.length()).unwrap_or(usize::MAX);
        bytes
            .chunks_exact(self.dtype.size.max(1))
            .take(length)
            .map_while(|bytes| self.dtype.number(bytes))
    }

    fn place(&self, index: u64) -> Option<usize> {
        usize::try_from(if self.fortran {
            fortran_place(index, &self.shape)
        } else {
            index
        })
        .ok()
    }

    fn range(&self, index: u64) -> Option<std::ops::Range<usize>> {
        let start = self.place(index)?.checked_mul(self.dtype.size)?;
        Some(start..start.checked_add(self.dtype.size)?)
    }
}

fn extents(tree: &Tree, shape: NodeId) -> Option<Vec<u64>> {
    let Node::Tuple(items) = tree.node(shape) else {
        return None;
    };
    if items.length > DIMENSIONS {
        return None;
    }
    let extent = |id: &NodeId| match tree.node(*id) {
        Node::Int(extent) => u64::try_from(*extent).ok(),
        _ => None,
    };
    items.kept.iter().map(extent).collect()
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

#[cfg(test)]
mod tests {
    use super::fortran_place;

    #[test]
    fn the_first_extent_varies_fastest_in_fortran_order() {
        let places: Vec<u64> = (0..6).map(|index| fortran_place(index, &[2, 3])).collect();
        assert_eq!(places, [0, 2, 4, 1, 3, 5]);
    }
}
