use leptos::prelude::*;

use crate::{
    components::{Button, Dialog},
    state::use_state,
};

/// All keys, in a dialog.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let state = use_state();
    let rows = move || {
        let keys = [
            (state.chord("K"), "Find anything to do, or a job"),
            (state.chord("N"), "Submit payloads"),
            (state.chord("J"), "Jobs"),
            (
                state.chord("F"),
                "Search jobs, or find in the output that is open",
            ),
            (state.chord(","), "Settings"),
            ("Alt 1 … 4".to_owned(), "Submit, Jobs, Accounts, Settings"),
            ("↑ ↓".to_owned(), "Move through a list"),
            ("← →".to_owned(), "Move through tabs"),
            ("Enter".to_owned(), "Open a job, or a task's output"),
            (
                "Space".to_owned(),
                "Choose a job; with Shift and an arrow, several",
            ),
            (state.chord("A"), "Choose all jobs of the list"),
            (
                "Esc".to_owned(),
                "Clear a search or a choice, close the newest message, or the open job",
            ),
            (state.chord("+ −"), "Larger, smaller"),
            ("?".to_owned(), "These shortcuts"),
        ];
        keys.into_iter()
            .map(|(key, what)| view! { <dt><kbd>{key}</kbd></dt><dd>{what}</dd> })
            .collect_view()
    };
    view! {
        <Dialog open=state.shortcuts title="Keyboard shortcuts" testid="shortcuts">
            <dl class="keys">{rows}</dl>
            <div class="dialog-actions">
                <Button text="Close" testid="close-shortcuts" on_click=move || state.shortcuts.set(false) />
            </div>
        </Dialog>
    }
}
