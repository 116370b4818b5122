use leptos::prelude::*;

/// Samples of one kind; a picture is taken of each section.
#[component]
pub fn Section(
    /// What tests know it by: `gallery-` and this.
    name: &'static str,
    /// Its heading.
    title: &'static str,
    /// The samples.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card form" aria-label=title data-testid=format!("gallery-{name}")>
            <h2>{title}</h2>
            {children()}
        </section>
    }
}

/// One or a few samples with what they have in common.
#[component]
pub fn Case(
    /// What they show.
    label: &'static str,
    /// Whether a sample takes all the width there is.
    #[prop(optional)]
    stretched: bool,
    /// The samples.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="case">
            <small>{label}</small>
            <div class:stretched=stretched>{children()}</div>
        </div>
    }
}
