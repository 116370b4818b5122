use leptos::prelude::*;
use longshore_model::job::JobState;

use crate::{
    components::{Icon, Note, Tone},
    state::use_state,
    words::{said_report, t},
};

/// Why none of the job's tasks runs, while some wait.
#[component]
pub fn WaitingNote() -> impl IntoView {
    let open = use_state().open;
    let why = Memo::new(move |_| {
        open.detail.with(|detail| {
            let summary = &detail.as_ref()?.summary;
            // Before, there is more to tell; after, nothing.
            matches!(summary.state, JobState::Queued | JobState::Running)
                .then(|| summary.waiting.clone())
                .flatten()
        })
    });
    view! {
        <div class="waiting" aria-live="polite">
            {move || {
                why.get()
                    .map(|report| said_report(*report))
                    .map(|report| {
                        view! {
                            <Note tone=Tone::Warn icon=Icon::Clock testid="job-waiting">
                                <p>
                                    {t!("job-waiting")}
                                    " "
                                    <b>{report.title}</b>
                                </p>
                                <p class="guidance">{report.guidance}</p>
                            </Note>
                        }
                    })
            }}
        </div>
    }
}
