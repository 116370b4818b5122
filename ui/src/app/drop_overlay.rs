use leptos::prelude::*;

use crate::{
    components::{Icon, Picture},
    pages::submit::Accepted,
    state::use_state,
    words::t,
};

/// Covers the window while files are over it, and names what may be dropped.
#[component]
pub fn DropOverlay() -> impl IntoView {
    let state = use_state();
    let account = move || {
        state
            .accounts
            .active()
            .map(|account| account.name)
            .unwrap_or_default()
    };
    let shown = move || {
        state.dragging.get().then(|| {
            view! {
                <div class="overlay" data-testid="drop-overlay" role="status">
                    <div class="target">
                        <Picture icon=Icon::Crane />
                        <h2>{t!("frame-drop")}</h2>
                        <p class="dim">{move || t!("frame-drop-note", account = account())}</p>
                        <Accepted />
                    </div>
                </div>
            }
        })
    };
    view! { {shown} }
}
