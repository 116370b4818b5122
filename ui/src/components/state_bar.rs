use leptos::prelude::*;
use longshore_model::job::Counts;

use crate::{format::permille, words::t};

/// A job's tasks at a glance: how many of them ended well, run, failed.
#[component]
pub fn StateBar(
    /// The numbers.
    #[prop(into)]
    counts: Signal<Counts>,
    /// Whether it is the large one.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let width = move |part: fn(&Counts) -> u64| {
        let counts = counts.get();
        per_cent(permille(part(&counts), counts.total))
    };
    let words = move || {
        let Counts {
            total,
            waiting,
            running,
            succeeded,
            failed,
            cancelled,
        } = counts.get();
        let rest = [
            (running > 0).then(|| t!("bar-running", count = running)),
            (failed > 0).then(|| t!("bar-failed", count = failed)),
            (cancelled > 0).then(|| t!("bar-cancelled", count = cancelled)),
            (waiting > 0).then(|| t!("bar-waiting", count = waiting)),
        ];
        let first = t!("bar-succeeded", succeeded = succeeded, total = total);
        let parts: Vec<_> = [first]
            .into_iter()
            .chain(rest.into_iter().flatten())
            .collect();
        parts.join(", ")
    };
    view! {
        <div class="bar" class:large=large role="img" aria-label=words title=words>
            <i class="b-ok" style:width=move || width(|c| c.succeeded)></i>
            <i class="b-run" style:width=move || width(|c| c.running)></i>
            <i class="b-bad" style:width=move || width(|c| c.failed)></i>
            <i class="b-stop" style:width=move || width(|c| c.cancelled)></i>
        </div>
    }
}

/// How much of something is done.
#[component]
pub fn Progress(
    /// Done.
    #[prop(into)]
    done: Signal<u64>,
    /// In all.
    #[prop(into)]
    total: Signal<u64>,
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let share = Memo::new(move |_| permille(done.get(), total.get()));
    view! {
        <div
            class="bar large"
            role="progressbar"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || share.get() / 10
        >
            <i class="b-run" style:width=move || per_cent(share.get())></i>
        </div>
    }
}

fn per_cent(permille: u64) -> String {
    format!("{}.{}%", permille / 10, permille % 10)
}
