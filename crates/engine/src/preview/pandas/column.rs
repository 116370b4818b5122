//! A column: an array of numpy, or one of pandas' own arrays around some.

use std::rc::Rc;

use crate::{
    inspect::pickle::{NodeId, Tree},
    preview::{cell::Cell, numpy::NdArray},
};

use super::{arrow::Texts, index::Index};

/// Where the elements of a column are.
pub(in crate::preview) enum Column<'a> {
    /// Elements of an array.
    Elements {
        array: NdArray<'a>,
        meaning: Meaning,
    },
    /// The numbers of a range.
    Range { start: i64, step: i64, length: u64 },
    /// Numbers of categories; a negative one is of none.
    Codes {
        codes: NdArray<'a>,
        categories: Box<Column<'a>>,
    },
    /// Another from element `start` on: one row of a block.
    Part { whole: Rc<Column<'a>>, start: u64 },
    /// Elements, those with a true mask missing.
    Masked {
        array: NdArray<'a>,
        mask: NdArray<'a>,
    },
    /// Texts that pyarrow keeps.
    Texts(Texts<'a>),
    /// Nothing is known of it.
    NotKept,
}

/// What the elements of an array are to pandas.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::preview) enum Meaning {
    /// What they are to numpy.
    Plain,
    /// Moments of a zone, kept as UTC.
    Zoned,
    /// Texts, or nothing.
    Texts,
}

impl<'a> Column<'a> {
    /// A node that is one.
    pub(super) fn of(tree: &'a Tree, id: NodeId) -> Option<Self> {
        Self::categorical(tree, id).or_else(|| Self::plain(tree, id))
    }

    /// A node that is one, and not of categories.
    pub(super) fn plain(tree: &'a Tree, id: NodeId) -> Option<Self> {
        if let Some(array) = NdArray::of(tree, id) {
            return Some(Self::Elements {
                array,
                meaning: Meaning::Plain,
            });
        }
        let call = tree.call(id)?;
        let state = call.state?;
        match &*tree.name(call.callable)?.name {
            "__pyx_unpickle_NDArrayBacked" => {
                let (class, dtype, array) = backed(tree, id)?;
                let dtype = tree.call(dtype).and_then(|call| tree.name(call.callable));
                let meaning = match (class, dtype.map(|name| &*name.name)) {
                    ("Categorical", _) => return None,
                    ("StringArray", _) => Meaning::Texts,
                    (_, Some("DatetimeTZDtype")) => Meaning::Zoned,
                    _ => Meaning::Plain,
                };
                Some(Self::Elements { array, meaning })
            }
            "IntegerArray" | "FloatingArray" | "BooleanArray" => Some(Self::Masked {
                array: NdArray::of(tree, tree.get(state, "_data")?)?,
                mask: NdArray::of(tree, tree.get(state, "_mask")?)?,
            }),
            "ArrowStringArray" => {
                let texts = Texts::of(tree, tree.get(state, "_pa_array")?)?;
                Some(Self::Texts(texts))
            }
            _ => None,
        }
    }

    /// A node that is one of categories. Those are plain: pandas has no others, and so a pickle that says so has an end.
    fn categorical(tree: &'a Tree, id: NodeId) -> Option<Self> {
        let (class, dtype, codes) = backed(tree, id)?;
        if class != "Categorical" {
            return None;
        }
        let categories = tree.get(tree.call(dtype)?.state?, "categories")?;
        Some(Self::Codes {
            codes,
            categories: Box::new(Index::plain(tree, categories)?),
        })
    }

    /// How many elements it has; `None` when that is not known.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Elements { array, .. } | Self::Masked { array, .. } => Some(array.length()),
            Self::Range { length, .. } => Some(*length),
            Self::Codes { codes, .. } => Some(codes.length()),
            Self::Texts(texts) => Some(texts.length),
            Self::Part { .. } | Self::NotKept => None,
        }
    }

    /// The type of its elements as pandas writes it.
    pub(super) fn dtype(&self) -> String {
        match self {
            Self::Elements { array, meaning } => match meaning {
                Meaning::Plain => array.dtype.name(),
                Meaning::Zoned => array.dtype.name().replace(']', ", UTC]"),
                Meaning::Texts => "str".into(),
            },
            Self::Range { .. } => "int64".into(),
            Self::Codes { .. } => "category".into(),
            // Int64 is int64 with a mask.
            Self::Masked { array, .. } => {
                let name = array.dtype.name();
                let mut letters = name.chars();
                letters.next().map_or(String::new(), |first| {
                    first.to_uppercase().chain(letters).collect()
                })
            }
            Self::Texts(_) => "str".into(),
            Self::Part { whole, .. } => whole.dtype(),
            Self::NotKept => String::new(),
        }
    }

    /// The element of a row.
    pub(in crate::preview) fn cell(&self, tree: &Tree, row: u64) -> Cell {
        match self {
            Self::Elements { array, meaning } => match array.cell(tree, row) {
                // The zone's own time is not known here: UTC is said, and it is no longer the value itself.
                Cell::Moment(text) if *meaning == Meaning::Zoned => Cell::Other(format!("{text}Z")),
                Cell::Float { value, .. } if *meaning == Meaning::Texts && value.is_nan() => {
                    Cell::Missing
                }
                cell => cell,
            },
            Self::Range { start, step, .. } => {
                let number = i128::from(*start) + i128::from(*step) * i128::from(row);
                Cell::Int(number.to_string())
            }
            Self::Codes { codes, categories } => match codes.cell(tree, row) {
                Cell::Int(code) => code
                    .parse()
                    .map_or(Cell::Missing, |code| categories.cell(tree, code)),
                _ => Cell::NotKept,
            },
            Self::Masked { array, mask } => match mask.cell(tree, row) {
                Cell::Bool(true) => Cell::Missing,
                Cell::Bool(false) => array.cell(tree, row),
                _ => Cell::NotKept,
            },
            Self::Texts(texts) => texts.cell(row),
            Self::Part { whole, start } => whole.cell(tree, start.saturating_add(row)),
            Self::NotKept => Cell::NotKept,
        }
    }
}

/// An array around one of numpy: its class, its type and that array, which are its state.
fn backed(tree: &Tree, id: NodeId) -> Option<(&str, NodeId, NdArray<'_>)> {
    let call = tree.call(id)?;
    if &*tree.name(call.callable)?.name != "__pyx_unpickle_NDArrayBacked" {
        return None;
    }
    let class = tree.name(*tree.items(call.args).first()?)?;
    let [dtype, array, ..] = tree.items(call.state?)[..] else {
        return None;
    };
    Some((&class.name, dtype, NdArray::of(tree, array)?))
}
