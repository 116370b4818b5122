use leptos::prelude::*;

use crate::{
    components::Progress,
    state::{progress, use_state},
    words::t,
};

/// Bytes on their way to storage. The job's Cancel stops them.
#[component]
pub fn StagingProgress() -> impl IntoView {
    let state = use_state();
    let transfer = Memo::new(move |_| {
        let told = state.open.detail.with(|detail| {
            detail
                .as_ref()
                .map(|detail| (detail.summary.id.clone(), detail.transfer))
        });
        let (id, last) = told?;
        state
            .jobs
            .transfers
            .with(|transfers| transfers.get(&id).copied())
            .or(last)
    });
    let text = move || {
        transfer
            .get()
            .map_or_else(|| t!("staging-preparing").to_owned(), progress::transfer)
    };
    view! {
        <div class="staging" data-testid="staging">
            <Progress
                done=Signal::derive(move || transfer.get().unwrap_or_default().done)
                total=Signal::derive(move || transfer.get().unwrap_or_default().total)
                label=t!("staging")
            />
            <p class="small dim tabular">{text}</p>
        </div>
    }
}
