use longshore_model::preview::{Plot, Table, Value};
use pretty_assertions::assert_eq;

use super::{brief, fixture, value};

/// What a fixture holds under a name.
fn held(file: &str, name: &str) -> Value {
    let Value::Dict { items, .. } = value(&fixture(file)) else {
        panic!()
    };
    let named = |key: &Value| matches!(key, Value::Str { value, .. } if value == name);
    items.into_iter().find(|(key, _)| named(key)).unwrap().1
}

fn table(file: &str, name: &str) -> Table {
    match held(file, name) {
        Value::Table { table, .. } => table,
        other => panic!("{other:?}"),
    }
}

fn rows(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.join(" | ")).collect()
}

fn headings(table: &Table) -> Vec<String> {
    let heading = |column: &longshore_model::preview::Column| {
        let numeric = if column.numeric { "#" } else { "" };
        format!("{numeric}{}: {}", column.name, column.dtype)
    };
    table.columns.iter().map(heading).collect()
}

const FILES: [&str; 4] = [
    "frames-pandas-2.pkl",
    "frames-pandas-3.pkl",
    "frames-pandas-3-arrow.pkl",
    "frames-pandas-3-protocol-2.pkl",
];

#[test]
fn a_dataframe_is_a_table_by_whichever_pandas_it_was_made() {
    for file in FILES {
        let shown = table(file, "frame");
        assert_eq!(
            rows(&shown),
            [
                "r0 | 1 | 0.5 | a | 2026-11-23T09:30:00 | u | True | 4 | 1",
                "r1 | 2 | nan | – | – | v | False | 5 | –",
                "r2 | 3 | 0.1 | c | 2026-11-25T00:00:00.250 | u | True | 6 | 3",
            ],
            "{file}"
        );
        let mut headings = headings(&shown);
        // They differ by how texts and moments are kept.
        headings.retain(|heading| {
            !["row", "tag", "when"]
                .iter()
                .any(|name| heading.starts_with(name))
        });
        assert_eq!(
            headings,
            [
                "#step: int64",
                "#loss: float64",
                "kind: category",
                "done: bool",
                "#more: int64",
                "#maybe: Int64"
            ],
            "{file}"
        );
        assert_eq!(
            (shown.index, shown.row_count, shown.column_count),
            (1, Some(3), 8)
        );
    }
}

#[test]
fn series_and_indexes_of_every_kind_are_told() {
    for file in FILES {
        assert_eq!(rows(&table(file, "series")), ["0 | 1.5", "1 | 2.5"]);
        assert_eq!(
            headings(&table(file, "series")),
            ["#: int64", "#loss: float64"]
        );
        assert_eq!(rows(&table(file, "levels")), ["a | 1 | 1", "b | 2 | 2"]);
        assert_eq!(table(file, "levels").columns[1].name, "number");
        assert_eq!(rows(&table(file, "zoned")), ["2026-01-01T00:00:00Z | 7"]);
        assert_eq!(
            rows(&table(file, "range")),
            ["9 | True", "6 | False", "3 | True"]
        );
        assert_eq!(table(file, "empty").row_count, Some(0));
    }
}

#[test]
fn a_table_that_is_not_understood_is_shown_as_an_object() {
    let shown = brief(&held(FILES[1], "periods"));
    assert!(shown.starts_with("<pandas.Series "), "{shown}");
}

#[test]
fn numbers_in_one_dimension_have_a_course() {
    let plot = |name| match held("numbers.pkl", name) {
        Value::Array { plot, bytes, .. } => (plot, bytes),
        other => panic!("{other:?}"),
    };
    let (Some(wave), 8_000) = plot("wave") else {
        panic!()
    };
    assert_eq!(
        (wave.steps.len(), wave.seen, wave.undefined),
        (120, 1_000, 1)
    );
    assert!(wave.lowest < -0.99 && wave.highest > 0.99);
    let one = |value| Some((value, value));
    assert_eq!(
        plot("counts").0,
        Some(Plot {
            steps: vec![one(3.0), one(1.0), one(2.0)],
            lowest: 1.0,
            highest: 3.0,
            seen: 3,
            undefined: 0,
        })
    );
    assert_eq!(plot("flat").0.unwrap().highest, 0.0);
    assert_eq!(plot("matrix"), (None, 32));
}
