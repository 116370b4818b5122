use leptos::prelude::*;

use crate::{
    components::{Button, Dialog},
    state::use_state,
    words::t,
};

/// All keys, in a dialog.
#[component]
pub fn Shortcuts() -> impl IntoView {
    let state = use_state();
    let rows = move || {
        let keys = [
            (state.chord("K"), t!("keys-palette")),
            (state.chord("N"), t!("keys-submit")),
            (state.chord("J"), t!("frame-jobs")),
            (state.chord("F"), t!("keys-search")),
            (state.chord(","), t!("frame-settings")),
            ("Alt 1 … 4".to_owned(), t!("keys-screens")),
            ("↑ ↓".to_owned(), t!("keys-list")),
            ("← →".to_owned(), t!("keys-tabs")),
            (t!("key-enter").to_owned(), t!("keys-open")),
            (t!("key-space").to_owned(), t!("keys-choose")),
            (state.chord("A"), t!("keys-choose-all")),
            (t!("key-escape").to_owned(), t!("keys-close")),
            ("P".to_owned(), t!("keys-pin")),
            (state.chord("+ −"), t!("keys-zoom")),
            ("?".to_owned(), t!("keys-these")),
        ];
        keys.into_iter()
            .map(|(key, what)| view! { <dt><kbd>{key}</kbd></dt><dd>{what}</dd> })
            .collect_view()
    };
    view! {
        <Dialog open=state.shortcuts title=t!("keys-title") testid="shortcuts">
            <dl class="keys">{rows}</dl>
            <div class="dialog-actions">
                <Button text=t!("close") testid="close-shortcuts" on_click=move || state.shortcuts.set(false) />
            </div>
        </Dialog>
    }
}
