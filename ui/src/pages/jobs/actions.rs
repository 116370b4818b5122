use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    command::{CancelJob, DeleteJob, Download, RunAgain},
    format::{bytes, count},
    job::JobState,
};

use crate::{
    backend::call,
    components::{Button, Confirm, Icon, Kind, Tone},
    state::{State, route::Route, use_state},
};

/// What can be done with the open job now.
#[component]
pub fn Actions() -> impl IntoView {
    let state = use_state();
    let open = state.open;
    let standing = Memo::new(move |_| {
        open.detail.with(|detail| {
            detail
                .as_ref()
                .map(|detail| (detail.summary.state, detail.summary.tasks.failed))
        })
    });
    let deleting = RwSignal::new(false);
    let buttons = move || {
        let (job, failed) = standing.get()?;
        let ended = job.ended();
        let cancelling = job == JobState::Cancelling;
        let cancel_text = if cancelling {
            "Cancelling …"
        } else {
            "Cancel"
        };
        Some(view! {
            {(ended && failed > 0)
                .then(|| {
                    view! {
                        <Button
                            icon=Icon::Again
                            text="Run failed again"
                            testid="run-failed-again"
                            on_click=move || run_again(state, true, Vec::new())
                        />
                    }
                })}
            {ended
                .then(|| {
                    view! {
                        <Button
                            icon=Icon::Again
                            text="Run again"
                            testid="run-again"
                            on_click=move || run_again(state, false, Vec::new())
                        />
                    }
                })}
            <Button icon=Icon::Download text="Download" testid="download" on_click=move || download(state, Vec::new()) />
            {if ended {
                view! {
                    <Button
                        kind=Kind::Danger
                        icon=Icon::Trash
                        text="Delete"
                        testid="delete-job"
                        on_click=move || deleting.set(true)
                    />
                }
            } else {
                view! {
                    <Button
                        kind=Kind::Danger
                        icon=Icon::Stop
                        text=cancel_text
                        testid="cancel-job"
                        disabled=cancelling
                        on_click=move || cancel(state)
                    />
                }
            }}
        })
    };
    let question = Signal::derive(move || {
        let name = open
            .detail
            .with(|detail| detail.as_ref().map(|detail| detail.summary.name.clone()));
        format!("Delete {}?", name.unwrap_or_default())
    });
    view! {
        <div class="actions">{buttons}</div>
        <Confirm
            open=deleting
            title=question
            text="The job leaves the history, with its results here and what it left in storage. Files you downloaded stay where they are."
            action="Delete"
            testid="confirm-delete"
            on_confirm=move || delete(state)
        />
    }
}

/// Submits the open job's payloads again and goes to the new job.
pub fn run_again(state: State, only_failed: bool, packages: Vec<String>) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    spawn_local(async move {
        match call(RunAgain {
            id,
            only_failed,
            packages,
        })
        .await
        {
            Ok(id) => state.go_to_new_job(id),
            Err(report) => state.toasts.report(&report),
        }
    });
}

/// Copies results of the open job into a folder of its own in the downloads folder; all tasks when none is named.
pub fn download(state: State, tasks: Vec<String>) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    spawn_local(async move {
        let folder = String::new();
        match call(Download { id, tasks, folder }).await {
            Ok(done) => {
                let mut text = format!(
                    "{}, {}, in {}{}",
                    count(done.files, "file", "files"),
                    bytes(done.bytes),
                    done.folder,
                    done.already()
                );
                let left_out = u64::try_from(done.left_out.len()).unwrap_or(0);
                let tone = match done.left_out.first() {
                    Some((task, why)) => {
                        let tasks = count(left_out, "task", "tasks");
                        text += &format!("; {tasks} left out ({task}: {why})");
                        Tone::Warn
                    }
                    None => Tone::Ok,
                };
                state.toasts.tell(tone, text, None);
            }
            Err(report) => state.toasts.report(&report),
        }
    });
}

/// Asks the open job to stop. It is shown as stopping at once; that it has stopped, only the service can say.
fn cancel(state: State) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    state.open.detail.update(|detail| {
        if let Some(detail) = detail {
            detail.summary.state = JobState::Cancelling;
        }
    });
    spawn_local(async move {
        if let Err(report) = call(CancelJob { id }).await {
            state.toasts.report(&report);
            state.open.load();
        }
    });
}

fn delete(state: State) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    spawn_local(async move {
        match call(DeleteJob { id }).await {
            Ok(()) => {
                state.go(Route::Jobs(None));
                state.jobs.refresh_soon();
            }
            Err(report) => state.toasts.report(&report),
        }
    });
}
