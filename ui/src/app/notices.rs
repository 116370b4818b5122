use leptos::prelude::*;

use crate::{
    components::{Button, Dialog, Kind, Picture},
    format,
    state::{toasts::Told, use_state},
    words::t,
};

/// What was told since the window was opened, newest first.
#[component]
pub fn Notices() -> impl IntoView {
    let state = use_state();
    let toasts = state.toasts;
    let list = move || {
        if !toasts.history.get() {
            return ().into_any();
        }
        let told = toasts.told.get();
        if told.is_empty() {
            return view! { <p class="dim">{t!("notices-none")}</p> }.into_any();
        }
        let lines = told
            .into_iter()
            .rev()
            .map(|told| view! { <Line told=told /> })
            .collect_view();
        view! { <ul class="told">{lines}</ul> }.into_any()
    };
    view! {
        <Dialog open=toasts.history title=t!("notices-title") testid="notices">
            {list}
            <div class="dialog-actions">
                <Button text=t!("close") testid="close-notices" on_click=move || toasts.history.set(false) />
            </div>
        </Dialog>
    }
}

#[component]
fn Line(told: Told) -> impl IntoView {
    let state = use_state();
    let Told { at, toast } = told;
    let show = toast.leads_to.map(|route| {
        view! {
            <Button
                kind=Kind::Link
                text=t!("show")
                testid="show-notice"
                on_click=move || {
                    state.toasts.history.set(false);
                    state.go(route.clone());
                }
            />
        }
    });
    view! {
        <li class=toast.tone.class() data-testid="notice">
            <Picture icon=toast.tone.icon() />
            <div>
                <b>{toast.title}</b>
                {(!toast.body.is_empty()).then(|| view! { <p>{toast.body}</p> })}
                <small>{move || format::ago(state.now.get(), at)}</small>
            </div>
            {show}
        </li>
    }
}
