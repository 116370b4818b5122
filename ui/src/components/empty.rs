use leptos::prelude::*;

use super::{Icon, Picture};

/// What stands where nothing is yet: what would be here, and how it gets here.
#[component]
pub fn Empty(
    /// A picture of it.
    icon: Icon,
    /// What is not here.
    #[prop(into)]
    title: Signal<String>,
    /// Why, or what to do.
    #[prop(into)]
    text: Signal<String>,
    /// A button, perhaps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Picture icon=icon />
            <h2>{move || title.get()}</h2>
            <p class="dim">{move || text.get()}</p>
            {children.map(|children| children())}
        </div>
    }
}
