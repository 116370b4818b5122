use longshore_model::preview::{Column, Preview, Table, Value};
use pretty_assertions::assert_eq;

use super::{brief, of};

fn table(name: &str, content: impl AsRef<[u8]>) -> Table {
    match of(name, content) {
        Preview::Table { table } => table,
        other => panic!("{other:?}"),
    }
}

fn json(content: &str) -> Value {
    match of("metrics.json", content) {
        Preview::Json { value } => value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn csv_is_a_table_named_by_its_first_row() {
    let column = |name: &str, numeric| Column {
        name: name.into(),
        dtype: String::new(),
        numeric,
    };
    let expected = Table {
        columns: vec![column("step", true), column("note", false)],
        index: 0,
        rows: vec![
            vec!["1".into(), "a, \"b\"\nc".into()],
            vec!["2.5".into(), String::new()],
        ],
        row_count: Some(2),
        column_count: 2,
    };
    let text = "\u{feff}step,note\r\n1,\"a, \"\"b\"\"\nc\"\r\n2.5\r\n";
    assert_eq!(table("outputs/log.csv", text), expected);
    assert_eq!(
        table("log.tsv", text.replace(',', "\t")).columns,
        expected.columns
    );
    assert_eq!(
        table("log.csv", text.replace(',', ";")).columns,
        expected.columns
    );
}

#[test]
fn csv_without_a_heading_has_columns_without_names() {
    let table = table("points.csv", "1,2\n3,4\n");
    assert_eq!((table.columns[0].name.as_str(), table.rows.len()), ("", 2));
}

#[test]
fn of_a_long_csv_whole_rows_of_the_beginning_are_shown() {
    let table = table(
        "long.csv",
        format!("a,b\n{}", "12345678,12345678\n".repeat(100_000)),
    );
    assert_eq!((table.rows.len(), table.row_count), (100, None));
    assert!(
        table
            .rows
            .iter()
            .all(|row| row == &["12345678", "12345678"])
    );
}

#[test]
fn json_is_a_tree() {
    assert_eq!(
        brief(&json(
            r#"{"loss": [0.5, 1e300, -7], "note": "é", "done": true, "next": null}"#
        )),
        "{\"loss\"/4: list[0.5, 1e+300, -7]/3, \"note\"/4: \"é\"/1, \"done\"/4: true, \"next\"/4: None}/4"
    );
    let Value::Sequence { items, length, .. } = json(&format!("[{}0]", "0,".repeat(500_000)))
    else {
        panic!()
    };
    assert_eq!((items.len(), length), (100, 500_001));
}

#[test]
fn what_is_no_json_or_csv_in_spite_of_its_name_is_text() {
    let deep = "[".repeat(100_000);
    for (name, content) in [("a.json", "{oh"), ("a.json", "1 2"), ("a.json", &deep)] {
        assert!(matches!(of(name, content), Preview::Text { .. }));
    }
    assert!(matches!(of("a.csv", b"\xff\0"), Preview::None { .. }));
}
