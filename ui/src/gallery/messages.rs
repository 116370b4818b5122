use leptos::{context::Provider, prelude::*};
use longshore_model::{Code, Report};

use super::section::{Case, Section};
use crate::{
    app::toast_list::ToastList,
    components::{Button, Empty, Icon, Note, ReportNote, Tone},
    state::{
        State,
        route::Route,
        toasts::{Toast, Toasts},
        use_state,
    },
};

const TONES: [(Tone, &str); 4] = [
    (Tone::Ok, "Every check passed."),
    (Tone::Run, "A pickle is code: it runs when it is loaded."),
    (Tone::Warn, "The pool has no node that could run this."),
    (Tone::Wait, "Older results are kept in storage."),
];

/// Notes in every colour, and a report of what went wrong.
#[component]
pub fn Notes() -> impl IntoView {
    let report = Report {
        request_id: Some("7c1e5a52-0c7f-4d0e-9a55-5f0f6f1f2d10".into()),
        ..Report::new(
            Code::Service,
            "The Batch service refused the job.",
            "Its quota of active jobs is used up. Delete jobs that have ended, or ask for a higher quota.",
        )
    };
    view! {
        <Section name="notes" title="Notes">
            {TONES.into_iter().map(|(tone, text)| view! { <Note tone=tone>{text}</Note> }).collect_view()}
            <ReportNote report=report on_retry=|| () />
        </Section>
    }
}

/// Messages that pass, here for as long as they are looked at.
#[component]
pub fn ToastSamples() -> impl IntoView {
    let toast = |number, tone, title: &str| Toast {
        number,
        tone,
        title: title.into(),
        body: String::new(),
        leads_to: None,
        undo: None,
    };
    let list = vec![
        Toast {
            leads_to: Some(Route::Gallery),
            ..toast(1, Tone::Ok, "tide.py has succeeded")
        },
        Toast {
            undo: Some(Callback::new(|()| ())),
            ..toast(2, Tone::Wait, "Removed from the list")
        },
        Toast {
            body: "Check the connection and try again.".into(),
            ..toast(3, Tone::Bad, "The service could not be reached.")
        },
        toast(4, Tone::Warn, "sweep.py has failed"),
    ];
    let state = State {
        toasts: Toasts::standing(list),
        ..use_state()
    };
    view! {
        <Section name="toasts" title="Toasts">
            <div>
                <Provider value=state>
                    <ToastList />
                </Provider>
            </div>
        </Section>
    }
}

/// What stands where nothing is.
#[component]
pub fn Empties() -> impl IntoView {
    view! {
        <Section name="empty" title="Empty">
            <Case label="With a way out" stretched=true>
                <Empty icon=Icon::List title="No jobs yet" text="What you submit is listed here, and stays here.">
                    <Button icon=Icon::Crate text="Submit payloads" />
                </Empty>
            </Case>
            <Case label="Nothing to do" stretched=true>
                <Empty icon=Icon::Clock title="Not started yet" text="What the task writes will appear here." />
            </Case>
        </Section>
    }
}
