use leptos::prelude::*;

use crate::{
    components::{Button, Icon, Kind, Picture},
    state::use_state,
    words::t,
};

/// Messages that pass, in a place of their own above the status bar: they cover nothing. Read out politely.
#[component]
pub fn ToastList() -> impl IntoView {
    let state = use_state();
    let toasts = state.toasts;
    view! {
        <div class="toasts" role="status" aria-live="polite" data-testid="toasts">
            <For each=move || toasts.list().get() key=|toast| toast.number let:toast>
                <div class=format!("toast {}", toast.tone.class()) data-testid="toast" data-toast=toast.number>
                    <Picture icon=toast.tone.icon() />
                    <div class="said">
                        <b>{toast.title.clone()}</b>
                        {(!toast.body.is_empty()).then(|| view! { <p>{toast.body.clone()}</p> })}
                    </div>
                    {toast
                        .leads_to
                        .clone()
                        .map(|route| {
                            view! {
                                <Button
                                    kind=Kind::Link
                                    text=t!("show")
                                    testid="show-toast"
                                    on_click=move || {
                                        state.go(route.clone());
                                        toasts.close(toast.number);
                                    }
                                />
                            }
                        })}
                    {toast
                        .undo
                        .map(|undo| {
                            view! {
                                <Button
                                    kind=Kind::Link
                                    text=t!("undo")
                                    testid="undo"
                                    on_click=move || {
                                        undo.run(());
                                        toasts.close(toast.number);
                                    }
                                />
                            }
                        })}
                    <Button
                        kind=Kind::Quiet
                        icon=Icon::Cross
                        text=t!("close")
                        only_icon=true
                        testid="close-toast"
                        on_click=move || toasts.close(toast.number)
                    />
                </div>
            </For>
        </div>
    }
}
