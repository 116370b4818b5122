use leptos::prelude::*;

use crate::{
    browser,
    components::{Button, Confirm, Icon, Kind},
    state::{bulk::Deed, use_state},
    words::t,
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
    let title = Signal::derive(move || match deed.get() {
        Deed::Cancel => t!("bulk-cancel-question", count = number.get()),
        _ => t!("bulk-delete-question", count = number.get()),
    });
    let text = Signal::derive(move || {
        let text = match deed.get() {
            Deed::Cancel => t!("bulk-cancel-text"),
            _ => t!("bulk-delete-text"),
        };
        text.to_owned()
    });
    let action = Signal::derive(move || match deed.get() {
        Deed::Cancel => t!("bulk-cancel").to_owned(),
        _ => t!("delete").to_owned(),
    });
    let buttons = move || {
        if let Some(progress) = bulk.progress.get() {
            let (done, total) = (progress.done, progress.total);
            return view! {
                <progress max=total.max(1) value=done aria-label=t!("bulk-progress")></progress>
                <span class="dim num">{t!("n-of-m", n = done, m = total)}</span>
                <Button text=t!("stop") testid="bulk-stop" on_click=move || bulk.stop() />
            }
            .into_any();
        }
        view! {
            <Button icon=Icon::Again text=t!("run-again") testid="bulk-run-again" on_click=move || start(Deed::RunAgain) />
            <Button text=t!("run-failed-again") testid="bulk-run-failed" on_click=move || start(Deed::RunFailedAgain) />
            <Button icon=Icon::Download text=t!("download") testid="bulk-download" on_click=move || start(Deed::Download) />
            <Button kind=Kind::Danger icon=Icon::Stop text=t!("cancel") testid="bulk-cancel" on_click=move || ask(Deed::Cancel) />
            <Button kind=Kind::Danger icon=Icon::Trash text=t!("delete") testid="bulk-delete" on_click=move || ask(Deed::Delete) />
        }
        .into_any()
    };
    let bar = move || {
        jobs.selection.any().then(|| {
            view! {
                <div class="bulk" role="toolbar" aria-label=t!("bulk-bar") data-testid="bulk-bar">
                    <b role="status">{move || t!("bulk-chosen", count = number.get())}</b>
                    {buttons}
                    <Button
                        kind=Kind::Quiet
                        icon=Icon::Cross
                        text=t!("choose-none")
                        only_icon=true
                        testid="bulk-none"
                        on_click=move || {
                            jobs.selection.clear();
                            browser::focus_if_lost("[data-testid=job-row][tabindex='0']");
                        }
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
