//! A table: columns of one length beside an index.

use std::rc::Rc;

use crate::{
    inspect::pickle::{Call, Node, NodeId, Tree},
    preview::{cell::Cell, numpy::NdArray},
};

use super::{
    column::Column,
    index::{Index, is_plain, label},
};

/// Most columns of a table that is understood.
const COLUMNS: u64 = 1 << 16;
/// Most blocks of one: each may hold a copy of its head.
const BLOCKS: usize = 2048;

/// A DataFrame, or a Series as a table of one column.
pub(in crate::preview) struct Frame<'a> {
    /// `module.Class`.
    pub(in crate::preview) class: String,
    pub(in crate::preview) index: Index<'a>,
    /// Columns by their names.
    pub(in crate::preview) columns: Vec<(String, Column<'a>)>,
    /// Whether all names, of the index too, are texts that are not cut.
    pub(in crate::preview) plainly_named: bool,
}

impl<'a> Frame<'a> {
    /// Whether the call is of a class that is a table: more is not looked at.
    pub(in crate::preview) fn may_be_made_by(tree: &Tree, call: &Call) -> bool {
        tree.name(call.callable).is_some_and(|name| {
            name.module.split('.').next() == Some("pandas")
                && matches!(&*name.name, "DataFrame" | "Series")
        })
    }

    /// The table that a call makes.
    pub(in crate::preview) fn made_by(tree: &'a Tree, call: &Call) -> Option<Self> {
        if !Self::may_be_made_by(tree, call) {
            return None;
        }
        let name = tree.name(call.callable)?;
        let state = call.state?;
        let manager = tree.call(tree.get(state, "_mgr")?)?;
        let class = name.to_string();
        match &*name.name {
            "DataFrame" => Self::of_blocks(tree, class, manager),
            "Series" => {
                let name = tree.get(state, "_name");
                Self::of_one(tree, class, manager, name)
            }
            _ => None,
        }
    }

    /// The index and the columns, by their names.
    pub(in crate::preview) fn all_columns(&self) -> impl Iterator<Item = &(String, Column<'a>)> {
        self.index.columns.iter().chain(&self.columns)
    }

    /// `BlockManager(blocks, [columns, index])`.
    fn of_blocks(tree: &'a Tree, class: String, manager: &Call) -> Option<Self> {
        let [blocks, axes] = tree.items(manager.args)[..] else {
            return None;
        };
        let [names, index] = tree.items(axes)[..] else {
            return None;
        };
        let (names, index) = (Index::of(tree, names)?, Index::of(tree, index)?);
        if names.length > COLUMNS {
            return None;
        }
        let mut columns = Vec::new();
        for at in 0..names.length {
            columns.push((names.name(tree, at), Column::NotKept));
        }
        let blocks = tree.items(blocks);
        if blocks.len() > BLOCKS {
            return None;
        }
        let mut placed = 0;
        for block in blocks {
            let [values, places, _] = tree.items(tree.call(*block)?.args)[..] else {
                return None;
            };
            let whole = Rc::new(Column::of(tree, values)?);
            let places = placement(tree, places)?;
            // Each column lies in one block.
            placed += places.len();
            if placed > columns.len() {
                return None;
            }
            for (row, place) in places.into_iter().enumerate() {
                let start = (row as u64).checked_mul(index.length)?;
                let whole = Rc::clone(&whole);
                columns.get_mut(place)?.1 = Column::Part { whole, start };
            }
        }
        Some(Self {
            class,
            plainly_named: names.is_of_texts(tree) && index.plainly_named,
            index,
            columns,
        })
    }

    /// `SingleBlockManager`, whose state is `([index], [values], …)`.
    fn of_one(tree: &'a Tree, class: String, manager: &Call, name: Option<NodeId>) -> Option<Self> {
        let [axes, values, ..] = tree.items(manager.state?)[..] else {
            return None;
        };
        let ([index], [values]) = (tree.items(axes), tree.items(values)) else {
            return None;
        };
        let index = Index::of(tree, *index)?;
        Some(Self {
            class,
            plainly_named: index.plainly_named && is_plain(tree, name),
            index,
            columns: vec![(label(tree, name), Column::of(tree, *values)?)],
        })
    }
}

/// Which columns a block holds: a slice, or an array of their numbers.
fn placement(tree: &Tree, places: NodeId) -> Option<Vec<usize>> {
    let call = tree.call(places)?;
    if &*tree.name(call.callable)?.name == "slice" {
        let [start, stop, step] = tree.items(call.args)[..] else {
            return None;
        };
        let number = |id| match tree.node(id) {
            Node::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        };
        let (start, stop, step) = (number(start)?, number(stop)?, number(step)?);
        let within = stop as u64 <= COLUMNS && step > 0;
        return within.then(|| (start..stop).step_by(step).collect());
    }
    let array = NdArray::of(tree, places).filter(|array| array.length() <= COLUMNS)?;
    let place = |at| match array.cell(tree, at) {
        Cell::Int(place) => place.parse().ok(),
        _ => None,
    };
    (0..array.length()).map(place).collect()
}
