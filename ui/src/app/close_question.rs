use leptos::prelude::*;
use longshore_model::closing::CloseAnswer;

use crate::{components::Confirm, state::use_state};

/// Asks before the window closes while tasks run on this computer.
#[component]
pub fn CloseQuestion() -> impl IntoView {
    let closing = use_state().closing;
    // However the dialog goes away, the window is kept; *Close anyway* says otherwise after that.
    Effect::new(move |was_open: Option<bool>| {
        let open = closing.open.get();
        if was_open == Some(true) && !open {
            closing.answer(CloseAnswer::Keep);
        }
        open
    });
    view! {
        <Confirm
            open=closing.open
            title=Signal::derive(move || closing.running.get().title())
            text=Signal::derive(move || closing.running.get().consequence())
            action="Close anyway"
            keep="Keep open"
            testid="confirm-close"
            on_confirm=move || closing.answer(CloseAnswer::Close)
        />
    }
}
