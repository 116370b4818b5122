use leptos::prelude::*;
use longshore_model::preview::Table;

use crate::words::t;

/// The first rows of a table.
#[component]
pub fn ValueTable(
    /// The rows.
    table: Table,
) -> impl IntoView {
    let note = left_out(&table);
    let Table {
        columns,
        index,
        rows,
        ..
    } = table;
    let class = |at: usize| if columns[at].numeric { "num" } else { "" };
    let headings = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let dtype = (!column.dtype.is_empty())
                .then(|| view! { <span class="dtype">{column.dtype.clone()}</span> });
            // A heading without a name is none, to those who hear it.
            if column.name.is_empty() && at < index {
                return view! { <td class="index">{dtype}</td> }
                    .into_any();
            }
            let class = class(at);
            view! { <th scope="col" class=class class:index={at < index}>{column.name.clone()} {dtype}</th> }
                .into_any()
        })
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|row| {
            let cells = row
                .into_iter()
                .take(columns.len())
                .enumerate()
                .map(|(at, cell)| {
                    let class = class(at);
                    if at < index {
                        view! { <th scope="row" class=class class:index=true>{cell}</th> }
                            .into_any()
                    } else {
                        view! { <td class=class>{cell}</td> }.into_any()
                    }
                })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="value-table" data-testid="preview-table" role="region" aria-label=t!("table") tabindex="0">
            <table>
                <thead><tr>{headings}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {note.map(|note| view! { <p class="small dim left-out">{note}</p> })}
    }
}

/// How large a table is.
pub fn extent(table: &Table) -> String {
    let columns = t!("count-columns", count = table.column_count);
    match table.row_count {
        Some(rows) => format!("{} × {columns}", t!("count-rows", count = rows)),
        None => columns,
    }
}

/// What is not shown of a table, if anything.
fn left_out(table: &Table) -> Option<String> {
    let rows = table.rows.len() as u64;
    let columns = (table.columns.len() - table.index) as u64;
    let of_rows = match table.row_count {
        Some(all) if rows == all => None,
        Some(all) => Some(t!("table-rows", shown = rows, all = all)),
        None => Some(t!("table-first-rows", count = rows)),
    };
    let of_columns = (columns < table.column_count)
        .then(|| t!("table-columns", shown = columns, all = table.column_count));
    let shown: Vec<String> = of_rows.into_iter().chain(of_columns).collect();
    (!shown.is_empty()).then(|| t!("table-shown", parts = shown.join(", ")))
}

#[cfg(test)]
mod tests {
    use longshore_model::preview::Column;

    use super::*;

    #[test]
    fn what_is_left_out_of_a_table_is_told() {
        let column = Column {
            name: "x".into(),
            dtype: String::new(),
            numeric: true,
        };
        let mut table = Table {
            columns: vec![column.clone(), column],
            index: 1,
            rows: vec![vec!["0".into(), "1".into()]],
            row_count: Some(1),
            column_count: 1,
        };
        assert_eq!(left_out(&table), None);
        assert_eq!(extent(&table), "1 row × 1 column");
        (table.row_count, table.column_count) = (Some(2_000), 3);
        assert_eq!(
            left_out(&table).as_deref(),
            Some("Shown: 1 of 2,000 rows, 1 of 3 columns.")
        );
        (table.row_count, table.column_count) = (None, 1);
        assert_eq!(left_out(&table).as_deref(), Some("Shown: the first 1 row."));
    }
}
