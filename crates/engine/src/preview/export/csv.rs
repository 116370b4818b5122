//! CSV (RFC 4180): tables of pandas, with their index, and arrays of one or two dimensions, without a heading.

use crate::{
    inspect::pickle::Tree,
    preview::{cell::Cell, number, numpy::NdArray, pandas::Frame},
};

use super::{Exact, LONGEST, TOO_LARGE, certain};

/// The value of a pickle.
pub(super) fn text(tree: &Tree) -> Exact<String> {
    let call = tree.call(tree.root);
    if let Some(frame) = call.and_then(|call| Frame::made_by(tree, call)) {
        return of_frame(tree, &frame);
    }
    match call.and_then(|call| NdArray::made_by(tree, call)) {
        Some(array) => of_array(tree, &array),
        None => Err("CSV is for tables, and for arrays of one or two dimensions.".into()),
    }
}

fn of_frame(tree: &Tree, frame: &Frame<'_>) -> Exact<String> {
    if !frame.plainly_named {
        return Err("Its columns are not each named by one short text.".into());
    }
    let mut sheet = Sheet::new();
    let names: Vec<&str> = frame.all_columns().map(|(name, _)| &**name).collect();
    for name in &names {
        certain(name).map_err(|what| format!("A column's name is {what}."))?;
    }
    sheet.row(names.iter().copied())?;
    let mut seen: Vec<Seen> = names.iter().map(|_| Seen::default()).collect();
    for row in 0..frame.index.length {
        let mut fields = Vec::with_capacity(names.len());
        for ((name, column), seen) in frame.all_columns().zip(&mut seen) {
            let cell = match column.cell(tree, row) {
                // That is how pandas says that a number is missing, and how it reads an empty field.
                Cell::Float { value, .. } if value.is_nan() => Cell::Missing,
                cell => cell,
            };
            let field = seen
                .field(cell)
                .map_err(|why| why.told(&format!("Column {name:?}")))?;
            fields.push(field);
        }
        sheet.row(fields.iter().map(|field| &**field))?;
    }
    sheet.text()
}

fn of_array(tree: &Tree, array: &NdArray<'_>) -> Exact<String> {
    let (rows, width) = match array.shape[..] {
        [rows] => (rows, 1),
        [rows, width] => (rows, width),
        _ => return Err("It is an array of neither one nor two dimensions.".into()),
    };
    if width == 0 {
        return Err("It has no columns.".into());
    }
    let mut sheet = Sheet::new();
    let mut seen = Seen::default();
    for row in 0..rows {
        let mut fields = Vec::new();
        for at in 0..width {
            let index = row.saturating_mul(width).saturating_add(at);
            let cell = array.cell(tree, index);
            fields.push(seen.field(cell).map_err(|why| why.told("The array"))?);
        }
        sheet.row(fields.iter().map(|field| &**field))?;
    }
    sheet.text()
}

/// Why a cell cannot be written.
enum Why {
    TooLarge,
    Because(&'static str),
}

impl Why {
    fn told(self, what: &str) -> String {
        match self {
            Self::TooLarge => TOO_LARGE.into(),
            Self::Because(reason) => format!("{what} {reason}."),
        }
    }
}

/// What a field is, which CSV itself does not say: a column must be all of one kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bool,
    Int,
    Float,
    Text,
    Moment,
}

/// What was seen of a column.
#[derive(Default)]
struct Seen {
    kind: Option<Kind>,
    missing: bool,
    empty: bool,
}

impl Seen {
    /// The field for the next cell.
    fn field(&mut self, cell: Cell) -> Result<String, Why> {
        let (kind, field) = match cell {
            Cell::NotKept => return Err(Why::TooLarge),
            Cell::Other(_) => return Err(Why::Because("holds what CSV has no text for")),
            Cell::Missing => {
                self.missing = true;
                self.no_doubt()?;
                return Ok(String::new());
            }
            Cell::Bool(value) => (Kind::Bool, if value { "True" } else { "False" }.into()),
            Cell::Int(digits) => (Kind::Int, digits),
            // All digits: those of a shorter type may be too few once it is read as a longer one.
            Cell::Float { value, .. } => (Kind::Float, number::float(value)),
            Cell::Moment(moment) => (Kind::Moment, moment),
            Cell::Text(text) => {
                certain(&text).map_err(|_| {
                    Why::Because("holds a text with characters that are not Unicode")
                })?;
                self.empty |= text.is_empty();
                (Kind::Text, text)
            }
        };
        if self.kind.is_some_and(|before| before != kind) {
            return Err(Why::Because(
                "mixes kinds of values, which CSV does not tell apart",
            ));
        }
        self.kind = Some(kind);
        self.no_doubt()?;
        Ok(field)
    }

    fn no_doubt(&self) -> Result<(), Why> {
        if self.missing && self.empty {
            return Err(Why::Because(
                "has both missing values and empty texts, which CSV does not tell apart",
            ));
        }
        Ok(())
    }
}

/// The rows as they are written.
struct Sheet {
    writer: csv::Writer<Vec<u8>>,
    /// Bytes of all fields, with one for what follows each.
    size: usize,
}

impl Sheet {
    fn new() -> Self {
        Self {
            writer: csv::Writer::from_writer(Vec::new()),
            size: 0,
        }
    }

    fn row<'f>(&mut self, fields: impl Iterator<Item = &'f str>) -> Exact<()> {
        let fields: Vec<&str> = fields.collect();
        self.size += fields.iter().map(|field| field.len() + 1).sum::<usize>();
        if self.size > LONGEST {
            return Err(TOO_LARGE.into());
        }
        self.writer
            .write_record(fields)
            .map_err(|error| error.to_string())
    }

    fn text(self) -> Exact<String> {
        let bytes = self
            .writer
            .into_inner()
            .map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| error.to_string())
    }
}
