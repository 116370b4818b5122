use serde::{Deserialize, Serialize};

/// The first rows and columns of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The first columns; those of the index come before the others.
    pub columns: Vec<Column>,
    /// How many of them are the index.
    pub index: usize,
    /// The first rows, a text for each of `columns`.
    pub rows: Vec<Vec<String>>,
    /// Rows in all; `None` when only the beginning of the file was read.
    pub row_count: Option<u64>,
    /// Columns in all, the index apart.
    pub column_count: u64,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name; may be empty.
    pub name: String,
    /// The type of its elements, such as `float64`; empty when it has none.
    pub dtype: String,
    /// Whether numbers stand in it.
    pub numeric: bool,
}
