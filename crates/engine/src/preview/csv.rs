//! CSV and TSV files as a table.

use longshore_model::preview::{Column, Preview, Table};

use crate::inspect::Opened;

use super::text;

/// Rows that are shown.
const ROWS: usize = 100;
/// Columns that are shown.
const COLUMNS: usize = 50;
/// Characters of one cell that are shown.
const CHARACTERS: usize = 200;

/// The table, if the beginning of the file reads as one.
pub(super) fn preview(opened: &mut Opened, extension: &str) -> Option<Preview> {
    let (text, cut) = text::beginning(opened).ok()?;
    // What the cut tore is no row.
    let text = match text.rfind('\n').filter(|_| cut) {
        Some(end) => &text[..=end],
        None => &text,
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if extension == "tsv" {
            b'\t'
        } else {
            delimiter(text)
        })
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut width = 0;
    let (mut rows, mut count): (Vec<Vec<String>>, u64) = (Vec::new(), 0);
    for record in reader.records() {
        let record = record.ok()?;
        width = width.max(record.len());
        // One more than is shown, for the names.
        if rows.len() <= ROWS {
            rows.push(record.iter().take(COLUMNS).map(shown).collect());
        }
        count += 1;
    }
    if rows.is_empty() {
        return None;
    }
    let is_number = |cell: &String| cell.trim().parse::<f64>().is_ok();
    let named = !rows.first()?.iter().any(is_number);
    let names = if named { rows.remove(0) } else { Vec::new() };
    rows.truncate(ROWS);
    let columns = (0..width.min(COLUMNS)).map(|at| {
        let mut cells = rows.iter().filter_map(|row| row.get(at));
        Column {
            name: names.get(at).cloned().unwrap_or_default(),
            dtype: String::new(),
            numeric: !rows.is_empty() && cells.all(|cell| cell.is_empty() || is_number(cell)),
        }
    });
    let columns: Vec<Column> = columns.collect();
    rows.iter_mut()
        .for_each(|row| row.resize(columns.len(), String::new()));
    Some(Preview::Table {
        table: Table {
            columns,
            index: 0,
            rows,
            row_count: (!cut).then(|| count - u64::from(named)),
            column_count: width as u64,
        },
    })
}

/// The separator that stands most often in the first line; some write `;` or tabs into a `.csv`.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    // The last of equals is taken.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

fn shown(cell: &str) -> String {
    match cell.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
