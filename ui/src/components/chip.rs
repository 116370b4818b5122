use leptos::prelude::*;
use longshore_model::{job::JobState, task::TaskState};

use super::{Icon, Picture, Tone};
use crate::words::names;

/// A state: colour, shape and word.
#[component]
pub fn Chip(
    /// Its colour.
    #[prop(into)]
    tone: Signal<Tone>,
    /// Its shape.
    #[prop(into)]
    icon: Signal<Icon>,
    /// Its word.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <span class=move || format!("chip {}", tone.get().class())>
            <Picture icon=icon />
            {move || text.get()}
        </span>
    }
}

/// A job's state.
#[component]
pub fn JobChip(
    /// The state.
    #[prop(into)]
    state: Signal<JobState>,
) -> impl IntoView {
    let tone = Signal::derive(move || Tone::of_job(state.get()).0);
    let icon = Signal::derive(move || Tone::of_job(state.get()).1);
    view! { <Chip tone=tone icon=icon text=Signal::derive(move || names::job_state(state.get()).to_owned()) /> }
}

/// A task's state.
#[component]
pub fn TaskChip(
    /// The state.
    #[prop(into)]
    state: Signal<TaskState>,
) -> impl IntoView {
    let tone = Signal::derive(move || Tone::of_task(state.get()).0);
    let icon = Signal::derive(move || Tone::of_task(state.get()).1);
    view! { <Chip tone=tone icon=icon text=Signal::derive(move || names::task_state(state.get()).to_owned()) /> }
}

/// A spot of colour; the words beside it say the same.
#[component]
pub fn Dot(
    /// Its colour.
    #[prop(into)]
    tone: Signal<Tone>,
) -> impl IntoView {
    view! { <span class=move || format!("dot {}", tone.get().class()) aria-hidden="true"></span> }
}
