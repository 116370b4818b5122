//! What names rows and columns.

use crate::{
    inspect::pickle::{Node, NodeId, Tree},
    preview::{cell::Cell, numpy::NdArray},
};

use super::column::Column;

/// Most levels of an index.
const LEVELS: usize = 16;

/// An index: a column, or one for each level.
pub(in crate::preview) struct Index<'a> {
    /// Columns by their names, which may be empty.
    pub(in crate::preview) columns: Vec<(String, Column<'a>)>,
    /// How many rows it names.
    pub(in crate::preview) length: u64,
    /// Whether each of its names is a text that is not cut, or is not there.
    pub(super) plainly_named: bool,
}

impl<'a> Index<'a> {
    /// `_new_Index(class, {…})` and its like.
    pub(super) fn of(tree: &'a Tree, id: NodeId) -> Option<Self> {
        let (class, parts) = parts_of(tree, id)?;
        if class == "MultiIndex" {
            return Self::levels(tree, parts);
        }
        let column = one_level(tree, class, parts, Column::of)?;
        Some(Self {
            length: column.length()?,
            plainly_named: is_plain(tree, tree.get(parts, "name")),
            columns: vec![(label(tree, tree.get(parts, "name")), column)],
        })
    }

    /// The column of an index that has neither levels nor categories.
    pub(super) fn plain(tree: &'a Tree, id: NodeId) -> Option<Column<'a>> {
        let (class, parts) = parts_of(tree, id)?;
        one_level(tree, class, parts, Column::plain)
    }

    /// What the row (or column) at this place is called.
    pub(super) fn name(&self, tree: &Tree, at: u64) -> String {
        let cells = self
            .columns
            .iter()
            .map(|(_, column)| column.cell(tree, at).in_table());
        cells.collect::<Vec<_>>().join(", ")
    }

    /// Whether each row (or column) is called by one text that is not cut.
    pub(super) fn is_of_texts(&self, tree: &Tree) -> bool {
        let [(_, column)] = &self.columns[..] else {
            return false;
        };
        (0..self.length).all(|at| column.cell(tree, at).is_plain_name())
    }

    fn levels(tree: &'a Tree, parts: NodeId) -> Option<Self> {
        let part = |key| Some(tree.items(tree.get(parts, key)?));
        let (levels, codes, names) = (part("levels")?, part("codes")?, part("names")?);
        if levels.len() != codes.len() || levels.is_empty() || levels.len() > LEVELS {
            return None;
        }
        let mut columns = Vec::new();
        let mut length = u64::MAX;
        for (at, (level, codes)) in levels.iter().zip(codes).enumerate() {
            let categories = Box::new(Self::plain(tree, *level)?);
            let codes = NdArray::of(tree, *codes)?;
            length = length.min(codes.length());
            let name = label(tree, names.get(at).copied());
            columns.push((name, Column::Codes { codes, categories }));
        }
        Some(Self {
            columns,
            length,
            plainly_named: names.iter().all(|name| is_plain(tree, Some(*name))),
        })
    }
}

/// `_new_Index(class, {…})` and its like: the class and the parts.
fn parts_of(tree: &Tree, id: NodeId) -> Option<(&str, NodeId)> {
    let call = tree.call(id)?;
    let maker = tree.name(call.callable)?;
    let known = matches!(&*maker.name, "_new_Index" | "_new_DatetimeIndex");
    let [class, parts] = tree.items(call.args)[..] else {
        return None;
    };
    let known = known && maker.module.starts_with("pandas.");
    known.then_some((&tree.name(class)?.name, parts))
}

fn one_level<'a>(
    tree: &'a Tree,
    class: &str,
    parts: NodeId,
    read: impl FnOnce(&'a Tree, NodeId) -> Option<Column<'a>>,
) -> Option<Column<'a>> {
    match class {
        "RangeIndex" => range(tree, parts),
        // Their data are the ends of intervals, and numbers of periods.
        "MultiIndex" | "IntervalIndex" | "PeriodIndex" => None,
        _ => read(tree, tree.get(parts, "data")?),
    }
}

fn range<'a>(tree: &Tree, parts: NodeId) -> Option<Column<'a>> {
    let number = |key| match tree.node(tree.get(parts, key)?) {
        Node::Int(number) => Some(*number),
        _ => None,
    };
    let (start, stop, step) = (number("start")?, number("stop")?, number("step")?);
    if step == 0 {
        return None;
    }
    let (span, wide) = (i128::from(stop) - i128::from(start), i128::from(step));
    // Rounded up: the last step may be a part of one.
    let length = (span + wide - wide.signum()) / wide;
    Some(Column::Range {
        start,
        step,
        length: u64::try_from(length.max(0)).ok()?,
    })
}

/// Whether a name is a text that is not cut, or is not there.
pub(super) fn is_plain(tree: &Tree, name: Option<NodeId>) -> bool {
    name.map(|name| Cell::of_object(tree, name))
        .is_none_or(|name| name == Cell::Missing || name.is_plain_name())
}

/// The name of an index (or a Series), if it has one.
pub(super) fn label(tree: &Tree, name: Option<NodeId>) -> String {
    match name.map(|name| Cell::of_object(tree, name)) {
        None | Some(Cell::Missing) => String::new(),
        Some(name) => name.in_table(),
    }
}
