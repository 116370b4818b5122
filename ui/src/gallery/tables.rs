use leptos::prelude::*;
use longshore_model::job::JobState;

use super::section::Section;
use crate::components::{Icon, JobChip, Picture};

/// A row of the sample.
struct Row {
    name: &'static str,
    id: &'static str,
    state: JobState,
    took: &'static str,
    /// The open one.
    open: bool,
    /// One of those chosen by their boxes.
    picked: bool,
}

/// The table of jobs: plain, open and chosen rows.
#[component]
pub fn Tables() -> impl IntoView {
    let row = |name, id, state, took| Row {
        name,
        id,
        state,
        took,
        open: false,
        picked: false,
    };
    let rows = [
        row("tide.py", "longshore-01k9w3a", JobState::Succeeded, "12 s"),
        Row {
            open: true,
            ..row(
                "the open one",
                "longshore-01k9w3b",
                JobState::Failed,
                "3 min",
            )
        },
        Row {
            picked: true,
            ..row(
                "chosen by its box",
                "longshore-01k9w3c",
                JobState::Running,
                "1 h 4 min",
            )
        },
    ];
    let rows = rows
        .into_iter()
        .map(|row| {
            view! {
                <tr class:on=row.open class:picked=row.picked aria-selected=if row.open { "true" } else { "false" } tabindex="0">
                    <td class="pick">
                        <input type="checkbox" class="check" aria-label=format!("Choose {}", row.name) prop:checked=row.picked />
                    </td>
                    <td class="name">
                        <b>{row.name}</b>
                        <span class="mono dim">{row.id}</span>
                    </td>
                    <td><JobChip state=Signal::stored(row.state) /></td>
                    <td class="num">{row.took}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Section name="tables" title="Tables">
            <table class="fixed jobs" role="grid" aria-label="Sample of a table" aria-multiselectable="true">
                <colgroup>
                    <col class="c-pick" />
                    <col class="c-name" />
                    <col class="c-state" />
                    <col class="c-when" />
                </colgroup>
                <thead>
                    <tr>
                        <th scope="col" class="pick">
                            <input type="checkbox" class="check" aria-label="Choose all" />
                        </th>
                        <th scope="col">"Name"</th>
                        <th scope="col">"State"</th>
                        <th scope="col" class="num" aria-sort="descending">
                            <button type="button" class="sort on">"Took"<Picture icon=Icon::Down /></button>
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Section>
    }
}
