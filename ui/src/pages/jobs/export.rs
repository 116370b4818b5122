use leptos::prelude::*;
use longshore_model::{command::ExportValue, preview::ExportFormat};

use crate::{
    components::{Button, Icon, Tone},
    here::Here,
    state::use_state,
};

/// Writes the chosen file's value in another format. Both are offered for any value: whether they are exact is known once
/// all of it was read, and then the answer says why not.
#[component]
pub fn Export(
    /// The file's path among the task's results.
    chosen: RwSignal<Option<String>>,
) -> impl IntoView {
    let state = use_state();
    let here = Here::new();
    let save = move |format: ExportFormat| {
        let (Some((job, task)), Some(path)) = (state.open.ids(), chosen.get_untracked()) else {
            return;
        };
        let asked = ExportValue {
            job,
            task,
            path,
            format,
        };
        here.ask(asked, move |reply| match reply {
            Ok(Some(path)) => state
                .toasts
                .tell(Tone::Ok, format!("Saved as {path}"), None),
            Ok(None) => {} // the dialog was closed
            Err(report) => state.toasts.report(&report),
        });
    };
    view! {
        <div class="result-tools" role="group" aria-label="Save the value">
            <Button icon=Icon::Download text="Save as JSON" testid="export-json" on_click=move || save(ExportFormat::Json) />
            <Button icon=Icon::Download text="Save as CSV" testid="export-csv" on_click=move || save(ExportFormat::Csv) />
        </div>
    }
}
