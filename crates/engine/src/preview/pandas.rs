//! DataFrames and Series of pandas, by how pandas 2 and 3 pickle them: a manager of blocks, which are arrays, with an
//! index for each axis. What lies otherwise is shown as any object is.

mod arrow;
mod column;
mod frame;
mod index;

use longshore_model::preview::{Column as Heading, Table, Value};

use crate::inspect::pickle::Call;

use super::value::Show;
pub(super) use frame::Frame;

/// Rows of a table that are shown.
const ROWS: u64 = 50;
/// Columns of a table that are shown.
const COLUMNS: usize = 40;

/// A table, if the call makes one.
pub(super) fn table(show: &mut Show<'_>, call: &Call) -> Option<Value> {
    let tree = show.tree;
    if !Frame::may_be_made_by(tree, call) || !show.budget.table() {
        return None;
    }
    let frame = Frame::made_by(tree, call)?;
    let index = frame.index.columns.len();
    let shown: Vec<_> = frame.all_columns().take(index + COLUMNS).collect();
    let mut numeric = vec![false; shown.len()];
    let rows = (0..frame.index.length.min(ROWS)).map(|row| {
        let cells = shown
            .iter()
            .zip(&mut numeric)
            .map(|((_, column), numeric)| {
                let cell = column.cell(tree, row);
                *numeric |= cell.is_number();
                cell.in_table()
            });
        cells.collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let columns = shown
        .iter()
        .zip(numeric)
        .map(|((name, column), numeric)| Heading {
            name: name.clone(),
            dtype: column.dtype(),
            numeric,
        });
    let table = Table {
        columns: columns.collect(),
        index,
        rows,
        row_count: Some(frame.index.length),
        column_count: frame.columns.len() as u64,
    };
    show.budget.cells(table.rows.len() * table.columns.len());
    Some(Value::Table {
        class: frame.class,
        table,
    })
}
