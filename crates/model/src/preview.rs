//! A result or payload, read without running it.

mod export;
mod plot;
mod table;

use serde::{Deserialize, Serialize};

pub use export::ExportFormat;
pub use plot::Plot;
pub use table::{Column, Table};

/// What a file shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "preview", rename_all = "snake_case")]
pub enum Preview {
    /// A pickled value.
    Value {
        /// The value.
        value: Value,
    },
    /// A JSON document; its arrays are `list` and its objects are dicts here.
    Json {
        /// The document.
        value: Value,
    },
    /// The first rows of a CSV or TSV file.
    Table {
        /// The rows.
        table: Table,
    },
    /// Text (also logs, and JSON or CSV that cannot be read as such), its beginning when long.
    Text {
        /// The text.
        text: String,
        /// Whether more follows in the file.
        cut: bool,
    },
    /// A picture that the window can show.
    Image {
        /// `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
        media_type: String,
        /// The picture, base64.
        data: String,
    },
    /// A failure that the runner wrote down.
    Exception {
        /// Its class.
        class: String,
        /// Its message.
        message: String,
        /// Its traceback.
        traceback: String,
    },
    /// Nothing that can be shown: why.
    None {
        /// A sentence.
        reason: String,
    },
}

/// A value of Python, as far as it can be told without running anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool {
        /// Which.
        value: bool,
    },
    /// An integer of any size, in decimal.
    Int {
        /// Digits with sign.
        value: String,
    },
    /// A float, as Python's `repr` shows it.
    Float {
        /// Its text.
        value: String,
    },
    /// A text, its beginning when long.
    Str {
        /// The text.
        value: String,
        /// Characters in all.
        length: u64,
    },
    /// Bytes, the beginning as hex.
    Bytes {
        /// Hex.
        head: String,
        /// Bytes in all.
        length: u64,
    },
    /// A list, tuple, set or frozenset.
    Sequence {
        /// `list`, `tuple`, `set` or `frozenset`.
        kind: String,
        /// The first items.
        items: Vec<Value>,
        /// Items in all.
        length: u64,
    },
    /// A dict.
    Dict {
        /// The first pairs.
        items: Vec<(Value, Value)>,
        /// Pairs in all.
        length: u64,
    },
    /// A numpy array.
    Array {
        /// Such as `float64`.
        dtype: String,
        /// Its shape.
        shape: Vec<u64>,
        /// The first elements in the order of their indices, flat, as text.
        head: Vec<String>,
        /// Bytes that its elements take in all; of objects, their addresses.
        bytes: u64,
        /// Its course, for numbers in one dimension.
        plot: Option<Plot>,
    },
    /// A DataFrame or Series of pandas.
    Table {
        /// `module.Class`.
        class: String,
        /// Its index and columns, the first rows.
        table: Table,
    },
    /// An estimator of scikit-learn.
    Estimator {
        /// `module.Class`.
        class: String,
        /// The scikit-learn it was made with.
        version: String,
        /// What it was set up with.
        parameters: Vec<(String, Value)>,
        /// What it has learned, and what it keeps for itself.
        fitted: Vec<(String, Value)>,
        /// Bytes that the arrays which are shown of it take in all.
        bytes: u64,
    },
    /// An object of a class: its name and the attributes that can be told.
    Object {
        /// `module.Class`.
        class: String,
        /// First attributes.
        attributes: Vec<(String, Value)>,
        /// Attributes in all.
        length: u64,
    },
    /// A reference to a class or function by name.
    Name {
        /// `module.name`.
        name: String,
    },
    /// More than is shown at this depth.
    Deeper,
}
