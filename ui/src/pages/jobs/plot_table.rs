use leptos::prelude::*;
use longshore_model::command::SaveText;

use crate::{
    components::{Button, Icon},
    state::use_state,
    words::t,
};

/// What a plot was drawn from, to read and to take along: the table, and both as files.
#[component]
pub fn PlotTable(
    /// What the files are named after, beside the job.
    of: &'static str,
    /// The numbers as CSV.
    csv: impl Fn() -> String + Copy + Send + Sync + 'static,
    /// The plot as SVG.
    svg: impl Fn() -> String + Copy + Send + Sync + 'static,
    /// The table.
    children: Children,
) -> impl IntoView {
    let state = use_state();
    let save = move |text: String, extension: &str| {
        let job = state.open.id.get_untracked().unwrap_or_default();
        let name = format!("{job}-{of}.{extension}");
        state.save(SaveText { name, text }, || {});
    };
    view! {
        <details class="plot-table" data-testid=format!("table-of-{of}")>
            <summary>{t!("as-a-table")}</summary>
            {children()}
            <div class="result-tools" role="group" aria-label=t!("export-plot")>
                <Button
                    icon=Icon::Download
                    text=t!("export-csv")
                    testid="save-plot-csv"
                    on_click=move || save(csv(), "csv")
                />
                <Button
                    icon=Icon::Download
                    text=t!("export-svg")
                    testid="save-plot-svg"
                    on_click=move || save(svg(), "svg")
                />
            </div>
        </details>
    }
}
