use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    command::{ChooseTasks, RunAgain},
    task::TaskSelection,
};

use super::actions::download;
use crate::{
    backend::call,
    browser,
    components::{Button, Icon, Kind, Tone},
    state::{State, route::Route, use_state},
    words::t,
};

/// What can be done with the chosen tasks of the open job; not there while none is chosen.
#[component]
pub fn TaskBar() -> impl IntoView {
    let state = use_state();
    let open = state.open;
    let number = Memo::new(move |_| {
        let total = open.tasks.with(|rows| rows.total());
        open.selection.picked.with(|picked| picked.count(total))
    });
    let submitting = RwSignal::new(false);
    let chosen = move || open.selection.told(open.query(0, 0));
    let bar = move || {
        open.selection.any().then(|| {
            view! {
                <div class="bulk" role="toolbar" aria-label=t!("tasks-chosen") data-testid="task-bar">
                    <b role="status">{move || t!("bulk-chosen", count = number.get())}</b>
                    <Button
                        icon=Icon::Again
                        text=t!("run-again")
                        testid="tasks-run-again"
                        disabled=submitting
                        on_click=move || run_again(state, chosen(), number.get_untracked(), submitting)
                    />
                    <Button icon=Icon::Download text=t!("download") testid="tasks-download" on_click=move || download(state, chosen()) />
                    <Button text=t!("tasks-copy-ids") testid="tasks-copy-ids" on_click=move || copy_ids(state, chosen(), number.get_untracked()) />
                    <Button
                        kind=Kind::Quiet
                        icon=Icon::Cross
                        text=t!("choose-none")
                        only_icon=true
                        testid="tasks-none"
                        on_click=move || clear(state)
                    />
                </div>
            }
        })
    };
    view! { {bar} }
}

/// Chooses none. The bar goes, and the keyboard, if it was there, goes back to the list.
fn clear(state: State) {
    state.open.selection.clear();
    browser::focus_if_lost("[data-testid=task-row][tabindex='0']");
}

/// Submits them as one new job, to which a message leads: the rest of this one may still be looked at.
fn run_again(state: State, tasks: TaskSelection, count: u64, submitting: RwSignal<bool>) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    submitting.set(true);
    spawn_local(async move {
        let again = RunAgain {
            id: id.clone(),
            tasks,
            packages: Vec::new(),
        };
        match call(again).await {
            Ok(new) => {
                let told = t!("tasks-run-again", count = count);
                state
                    .toasts
                    .tell(Tone::Ok, told, Some(Route::Jobs(Some(new))));
                // Another job's tasks may have been chosen meanwhile.
                if state.open.id.with_untracked(|open| *open == Some(id)) {
                    clear(state);
                }
            }
            Err(report) => state.toasts.report(&report),
        }
        // The bar may be gone by now, with the job it belongs to.
        let _ = submitting.try_set(false);
    });
}

fn copy_ids(state: State, tasks: TaskSelection, count: u64) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    let copied = browser::copy_promised(async {
        let ids = call(ChooseTasks { id, tasks }).await?;
        Ok(ids.join("\n"))
    });
    spawn_local(async move {
        match copied.await {
            Ok(true) => {
                let told = t!("tasks-ids-copied", count = count);
                state.toasts.tell(Tone::Ok, told, None);
            }
            Ok(false) => state.toasts.tell(Tone::Warn, t!("clipboard-refused"), None),
            Err(report) => state.toasts.report(&report),
        }
    });
}
