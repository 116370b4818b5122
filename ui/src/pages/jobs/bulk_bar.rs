use leptos::prelude::*;
use longshore_model::format::{count, grouped};

use crate::{
    components::{Button, Confirm, Icon, Kind},
    state::{bulk::Deed, use_state},
};

/// What can be done with the chosen jobs; not there while none is chosen.
#[component]
pub fn BulkBar() -> impl IntoView {
    let state = use_state();
    let (jobs, bulk) = (state.jobs, state.bulk);
    let number = Memo::new(move |_| {
        let total = jobs.rows.with(|rows| rows.total());
        jobs.selection.picked.with(|picked| picked.count(total))
    });
    // What is asked about before it is done.
    let asking = RwSignal::new(false);
    let deed = RwSignal::new(Deed::Delete);
    let ask = move |what: Deed| {
        deed.set(what);
        asking.set(true);
    };
    let start = move |deed: Deed| {
        let list = jobs.filter.with_untracked(|filter| filter.query(0, 0));
        bulk.start(state, deed, jobs.selection.told(list));
    };
    let jobs_words = move || count(number.get(), "job", "jobs");
    let title = Signal::derive(move || match deed.get() {
        Deed::Cancel => format!("Cancel {}?", jobs_words()),
        _ => format!("Delete {}?", jobs_words()),
    });
    let text = Signal::derive(move || {
        match deed.get() {
        Deed::Cancel => "Their tasks are stopped; results that are here already stay. Jobs that have ended stay as they are.".to_owned(),
        _ => "They leave the history, with their results here and what they left in storage. Files you downloaded stay \
              where they are, and so do jobs that have not ended."
            .to_owned(),
    }
    });
    let action = Signal::derive(move || match deed.get() {
        Deed::Cancel => "Cancel them".to_owned(),
        _ => "Delete".to_owned(),
    });
    let buttons = move || {
        if let Some(progress) = bulk.progress.get() {
            let (done, total) = (progress.done, progress.total);
            return view! {
                <progress max=total.max(1) value=done aria-label="Jobs done"></progress>
                <span class="dim num">{format!("{} of {}", grouped(done), grouped(total))}</span>
                <Button text="Stop" testid="bulk-stop" on_click=move || bulk.stop() />
            }
            .into_any();
        }
        view! {
            <Button icon=Icon::Again text="Run again" testid="bulk-run-again" on_click=move || start(Deed::RunAgain) />
            <Button text="Run failed again" testid="bulk-run-failed" on_click=move || start(Deed::RunFailedAgain) />
            <Button icon=Icon::Download text="Download" testid="bulk-download" on_click=move || start(Deed::Download) />
            <Button kind=Kind::Danger icon=Icon::Stop text="Cancel" testid="bulk-cancel" on_click=move || ask(Deed::Cancel) />
            <Button kind=Kind::Danger icon=Icon::Trash text="Delete" testid="bulk-delete" on_click=move || ask(Deed::Delete) />
        }
        .into_any()
    };
    let bar = move || {
        jobs.selection.any().then(|| {
            view! {
                <div class="bulk" role="toolbar" aria-label="Chosen jobs" data-testid="bulk-bar">
                    <b role="status">{move || format!("{} chosen", grouped(number.get()))}</b>
                    {buttons}
                    <Button
                        kind=Kind::Quiet
                        icon=Icon::Cross
                        text="Choose none"
                        only_icon=true
                        testid="bulk-none"
                        on_click=move || jobs.selection.clear()
                    />
                </div>
            }
        })
    };
    view! {
        {bar}
        <Confirm
            open=asking
            title=title
            text=text
            action=action
            testid="confirm-bulk"
            on_confirm=move || start(deed.get_untracked())
        />
    }
}
