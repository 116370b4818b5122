use leptos::prelude::*;

use super::{Icon, Picture};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// One of several.
    #[default]
    Plain,
    /// The one most people want here.
    Main,
    /// Beside the point.
    Quiet,
    /// It takes something away.
    Danger,
    /// Words within a sentence.
    Link,
}

impl Kind {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn",
            Self::Main => "btn main",
            Self::Quiet => "btn quiet",
            Self::Danger => "btn danger",
            Self::Link => "link",
        }
    }
}

/// A button.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    kind: Kind,
    /// A picture before its words.
    #[prop(optional)]
    icon: Option<Icon>,
    /// Its words; with `only_icon` they are its name and its tooltip.
    #[prop(into)]
    text: Signal<String>,
    /// Whether the words are not shown.
    #[prop(optional)]
    only_icon: bool,
    /// Whether it cannot be used now.
    #[prop(into, default = false.into())]
    disabled: Signal<bool>,
    /// What tests know it by.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// Whether it submits the form it is in.
    #[prop(optional)]
    submits: bool,
    /// What it does.
    #[prop(into, default = Callback::new(|()| ()))]
    on_click: Callback<()>,
) -> impl IntoView {
    let hidden_words = move || only_icon.then(|| text.get());
    view! {
        <button
            type=if submits { "submit" } else { "button" }
            class=kind.class()
            class:square=only_icon
            data-testid=testid
            aria-label=hidden_words
            title=hidden_words
            disabled=move || disabled.get()
            on:click=move |_| on_click.run(())
        >
            {icon.map(|icon| view! { <Picture icon=icon /> })}
            {(!only_icon).then(|| view! { <span>{move || text.get()}</span> })}
        </button>
    }
}
