use leptos::prelude::*;
use longshore_model::{command::ExportValue, preview::ExportFormat};

use crate::{
    components::{Button, Icon},
    state::use_state,
    words::t,
};

/// Writes the chosen file's value in another format. Both are offered for any value: whether they are exact is known once
/// all of it was read, and then the answer says why not.
#[component]
pub fn Export(
    /// The file's path among the task's results.
    chosen: RwSignal<Option<String>>,
) -> impl IntoView {
    let state = use_state();
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
        state.save(asked, || {});
    };
    view! {
        <div class="result-tools" role="group" aria-label=t!("export")>
            <Button icon=Icon::Download text=t!("export-json") testid="export-json" on_click=move || save(ExportFormat::Json) />
            <Button icon=Icon::Download text=t!("export-csv") testid="export-csv" on_click=move || save(ExportFormat::Csv) />
        </div>
    }
}
