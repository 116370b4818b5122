use leptos::prelude::*;
use longshore_model::{
    job::{Counts, JobState},
    task::TaskState,
};

use super::section::{Case, Section};
use crate::components::{Dot, JobChip, Progress, StateBar, TaskChip, Tone};

/// States: chips, dots, bars.
#[component]
pub fn States() -> impl IntoView {
    let tasks = TaskState::ALL;
    let tones = [
        (Tone::Ok, "well"),
        (Tone::Run, "going on"),
        (Tone::Warn, "look at it"),
        (Tone::Bad, "went wrong"),
        (Tone::Wait, "nothing to say"),
    ];
    let mixed = Counts {
        total: 24,
        waiting: 5,
        running: 4,
        succeeded: 11,
        failed: 3,
        cancelled: 1,
    };
    let well = Counts {
        total: 8,
        succeeded: 8,
        ..Counts::default()
    };
    let counts = [mixed, well, Counts::default()];
    view! {
        <Section name="states" title="States">
            <Case label="Jobs">
                {JobState::ALL.into_iter().map(|state| view! { <JobChip state=Signal::stored(state) /> }).collect_view()}
            </Case>
            <Case label="Tasks">
                {tasks.into_iter().map(|state| view! { <TaskChip state=Signal::stored(state) /> }).collect_view()}
            </Case>
            <Case label="Dots">
                {tones
                    .into_iter()
                    .map(|(tone, words)| view! { <Dot tone=Signal::stored(tone) /> <span>{words}</span> })
                    .collect_view()}
            </Case>
            <Case label="Bars" stretched=true>
                {counts.into_iter().map(|counts| view! { <StateBar counts=Signal::stored(counts) /> }).collect_view()}
                <StateBar counts=Signal::stored(mixed) large=true />
            </Case>
            <Case label="Progress" stretched=true>
                <Progress done=Signal::stored(38_u64) total=Signal::stored(100_u64) label="A third of it" />
                <progress max="24" value="9" aria-label="Done of many"></progress>
            </Case>
        </Section>
    }
}
