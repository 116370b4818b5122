//! The pin of a job: in its row, and in the head of the open one.

use leptos::{ev::MouseEvent, prelude::*, task::spawn_local};
use longshore_model::job::JobSummary;

use crate::{
    components::{Icon, Picture},
    state::{State, use_state},
    words::t,
};

/// Pins a job that is not pinned, and the other way round; `moved` is told the row it then has, where that is known.
pub fn turn(state: State, job: &JobSummary, moved: impl FnOnce(u64) + 'static) {
    let (id, pinned) = (job.id.clone(), !job.pinned);
    spawn_local(async move {
        match state.jobs.pin(id, pinned).await {
            Ok(Some(row)) => moved(row),
            Ok(None) => {}
            Err(report) => state.toasts.report(&report),
        }
    });
}

/// A pin that is filled when the job is pinned. Its name says what it does.
#[component]
pub fn PinButton(
    /// The job; none while it is not known yet.
    #[prop(into)]
    job: Signal<Option<JobSummary>>,
    /// Whether it is part of a row, which is one stop of the tab key and has a key for it.
    #[prop(optional)]
    in_row: bool,
    /// What tests know it by.
    testid: &'static str,
) -> impl IntoView {
    let state = use_state();
    let pinned = move || job.with(|job| job.as_ref().is_some_and(|job| job.pinned));
    let words = Memo::new(move |_| {
        job.with(|job| {
            job.as_ref().map(|job| match job.pinned {
                true => t!("unpin-job", name = job.name.as_str()),
                false => t!("pin-job", name = job.name.as_str()),
            })
        })
    });
    let click = move |event: MouseEvent| {
        // Beneath it is a row that would open.
        event.stop_propagation();
        job.with_untracked(|job| {
            if let Some(job) = job {
                turn(state, job, |_| ());
            }
        });
    };
    view! {
        <button
            type="button"
            class="pin"
            class:on=pinned
            data-testid=testid
            tabindex=in_row.then_some("-1")
            aria-label=move || words.get()
            title=move || words.get()
            on:click=click
        >
            <Picture icon=Icon::Pin />
        </button>
    }
}
