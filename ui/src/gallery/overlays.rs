use leptos::prelude::*;

use super::section::{Case, Section};
use crate::{
    app::palette::Line,
    components::{Button, Confirm, Dialog, Icon},
    state::{
        palette::{Act, Entry},
        route::Route,
    },
};

/// Lines of the command palette, the second of which Enter would run.
#[component]
pub fn Entries() -> impl IntoView {
    let entry = |icon, title: &str, hint: &str| Entry {
        title: title.into(),
        hint: hint.into(),
        icon,
        act: Act::Go(Route::Gallery),
    };
    let entries = [
        entry(Icon::Crate, "Submit", "Ctrl N"),
        entry(Icon::List, "Jobs", "Ctrl J"),
        entry(
            Icon::Play,
            "a-job-with-a-rather-long-name-that-does-not-fit-beside-what-is-said-of-it-at-the-end-of-the-line.py",
            "Succeeded",
        ),
    ];
    let here = Memo::new(|_| 1);
    let lines = entries
        .into_iter()
        .enumerate()
        .map(|(number, entry)| view! { <Line number=number entry=entry here=here run=|_| () /> })
        .collect_view();
    view! {
        <Section name="entries" title="Command palette">
            <div class="entries palette">
                <ul role="listbox" aria-label="Sample of entries">{lines}</ul>
            </div>
        </Section>
    }
}

/// What lies above the page, and what opens it.
#[component]
pub fn Overlays() -> impl IntoView {
    let (dialog, confirm) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <Section name="overlays" title="Dialogs">
            <Case label="Closed until asked for">
                <Button text="Open a dialog" testid="open-sample-dialog" on_click=move || dialog.set(true) />
                <Button text="Ask a question" testid="open-sample-confirm" on_click=move || confirm.set(true) />
            </Case>
            <Dialog open=dialog title="A dialog" testid="sample-dialog">
                <p class="body-text">"The keyboard stays inside until it is closed, and then goes back to where it was."</p>
                <div class="dialog-actions">
                    <Button text="Close" testid="close-sample-dialog" on_click=move || dialog.set(false) />
                </div>
            </Dialog>
            <Confirm
                open=confirm
                title="Delete 3 jobs?"
                text="They leave the history, with their results here and what they left in storage."
                action="Delete"
                testid="sample-confirm"
                on_confirm=|| ()
            />
        </Section>
    }
}
