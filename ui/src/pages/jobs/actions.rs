use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    command::{CancelJob, DeleteJob, Download, RunAgain},
    job::JobState,
    task::TaskSelection,
};

use crate::{
    backend::call,
    components::{Button, Confirm, Icon, Kind, Tone},
    format::bytes,
    state::{State, route::Route, use_state},
    words::t,
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
            t!("job-cancelling")
        } else {
            t!("cancel")
        };
        Some(view! {
            {(ended && failed > 0)
                .then(|| {
                    view! {
                        <Button
                            icon=Icon::Again
                            text=t!("run-failed-again")
                            testid="run-failed-again"
                            on_click=move || run_again(state, TaskSelection::unsuccessful(), Vec::new())
                        />
                    }
                })}
            {ended
                .then(|| {
                    view! {
                        <Button
                            icon=Icon::Again
                            text=t!("run-again")
                            testid="run-again"
                            on_click=move || run_again(state, TaskSelection::all(), Vec::new())
                        />
                    }
                })}
            <Button icon=Icon::Download text=t!("download") testid="download" on_click=move || download(state, TaskSelection::all()) />
            {if ended {
                view! {
                    <Button
                        kind=Kind::Danger
                        icon=Icon::Trash
                        text=t!("delete")
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
        t!("job-delete-question", name = name.unwrap_or_default())
    });
    view! {
        <div class="actions">{buttons}</div>
        <Confirm
            open=deleting
            title=question
            text=t!("job-delete-text")
            action=t!("delete")
            testid="confirm-delete"
            on_confirm=move || delete(state)
        />
    }
}

/// Submits payloads of the open job again and goes to the new job.
pub fn run_again(state: State, tasks: TaskSelection, packages: Vec<String>) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    spawn_local(async move {
        match call(RunAgain {
            id,
            tasks,
            packages,
        })
        .await
        {
            Ok(id) => state.go_to_new_job(id),
            Err(report) => state.toasts.report(&report),
        }
    });
}

/// Copies results of the open job into a folder of its own in the downloads folder.
pub fn download(state: State, tasks: TaskSelection) {
    let Some(id) = state.open.id.get_untracked() else {
        return;
    };
    spawn_local(async move {
        let folder = String::new();
        match call(Download { id, tasks, folder }).await {
            Ok(done) => {
                let mut text = t!(
                    "downloaded",
                    files = t!("count-files", count = done.files),
                    bytes = bytes(done.bytes),
                    folder = done.folder.as_str()
                );
                if done.unchanged > 0 {
                    text += "; ";
                    text += &t!("downloaded-already", count = done.unchanged);
                }
                let left_out = u64::try_from(done.left_out.len()).unwrap_or(0);
                let tone = match done.left_out.first() {
                    Some((task, why)) => {
                        text += "; ";
                        text += &t!(
                            "downloaded-left-out",
                            count = left_out,
                            task = task.as_str(),
                            why = why.as_str()
                        );
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
