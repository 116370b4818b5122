use leptos::prelude::*;

/// A setting that is on or off.
#[component]
pub fn Switch(
    /// What is set.
    title: &'static str,
    /// A line about it.
    about: &'static str,
    /// What tests know it by.
    testid: &'static str,
    /// Whether it is on.
    on: Signal<bool>,
    /// Sets it.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="setting">
            <span>
                <b>{title}</b>
                <span class="dim block">{about}</span>
            </span>
            <input
                type="checkbox"
                class="switch"
                role="switch"
                data-testid=testid
                prop:checked=on
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
        </label>
    }
}
