use leptos::{html, prelude::*};

use super::{Button, Kind};

use crate::words::t;

/// A native dialog: the browser keeps the focus inside and gives it back.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// What tests know it by.
    testid: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = element.get() {
            match (open, dialog.open()) {
                // It can only fail on an element that is not in the page, and this one is.
                (true, false) => drop(dialog.show_modal()),
                (false, true) => dialog.close(),
                _ => {}
            }
        }
    });
    let heading = format!("{testid}-title");
    let labelled = heading.clone();
    view! {
        <dialog
            node_ref=element
            class="dialog"
            data-testid=testid
            aria-labelledby=labelled
            on:close=move |_| open.set(false)
        >
            <h2 id=heading>{move || title.get()}</h2>
            {children()}
        </dialog>
    }
}

/// Asks before something is taken away.
#[component]
pub fn Confirm(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The word on the button that does it.
    #[prop(into)]
    action: Signal<String>,
    /// The word on the button that does not.
    #[prop(default = t!("keep"))]
    keep: &'static str,
    /// What tests know it by; its buttons are `confirm` and `keep` within.
    testid: &'static str,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog open=open title=title testid=testid>
            <p class="body-text">{move || text.get()}</p>
            <div class="dialog-actions">
                <Button text=keep testid="keep" on_click=move || open.set(false) />
                <Button
                    kind=Kind::Danger
                    text=action
                    testid="confirm"
                    on_click=move || {
                        open.set(false);
                        on_confirm.run(());
                    }
                />
            </div>
        </Dialog>
    }
}
