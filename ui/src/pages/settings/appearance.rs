use leptos::prelude::*;
use longshore_model::preferences::{Contrast, Language, Theme};

use super::{choice::Choice, switch::Switch};
use crate::{state::use_state, words::t};

/// How the window looks and speaks.
#[component]
pub fn Appearance() -> impl IntoView {
    let state = use_state();
    let preferences = state.preferences;
    let platform = Memo::new(move |_| {
        state
            .info
            .with(|info| info.as_ref().map(|all| all.platform.clone()))
    });
    // The one of macOS is the system's, and always there.
    let menu_bar = move || {
        let optional = platform.get().is_some_and(|system| system != "macos");
        optional.then(|| view! { <MenuBar /> })
    };
    let tray = move || {
        let known = platform.get().is_some_and(|system| system == "linux");
        known.then(|| view! { <TrayIcon /> })
    };
    view! {
        <section class="card form">
            <h2>{t!("setting-appearance")}</h2>
            <Choice
                title=t!("setting-theme")
                about=t!("setting-theme-about")
                items=vec![Theme::System, Theme::Light, Theme::Dark]
                label=|theme| theme_name(theme).to_owned()
                testid=|theme| format!("theme-{theme:?}").to_lowercase()
                chosen=Signal::derive(move || preferences.with(|all| all.theme))
                on_choose=move |theme| state.set_preferences(|all| all.theme = theme)
                group="theme-select"
            />
            <Choice
                title=t!("setting-contrast")
                about=t!("setting-contrast-about")
                items=vec![Contrast::System, Contrast::More]
                label=|contrast| contrast_name(contrast).to_owned()
                testid=|contrast| format!("contrast-{contrast:?}").to_lowercase()
                chosen=Signal::derive(move || preferences.with(|all| all.contrast))
                on_choose=move |contrast| state.set_preferences(|all| all.contrast = contrast)
                group="contrast-select"
            />
            <Choice
                title=t!("setting-language")
                about=t!("setting-language-about")
                items=vec![Language::System, Language::English, Language::German]
                label=|language| language_name(language).to_owned()
                testid=|language| format!("language-{language:?}").to_lowercase()
                chosen=Signal::derive(move || preferences.with(|all| all.language))
                on_choose=move |language| state.set_preferences(|all| all.language = language)
                group="language-select"
            />
            {menu_bar}
            {tray}
        </section>
    }
}

#[component]
fn MenuBar() -> impl IntoView {
    let state = use_state();
    view! {
        <Switch
            title=t!("setting-menu-bar")
            about=t!("setting-menu-bar-about")
            testid="menu-bar"
            on=Signal::derive(move || state.preferences.with(|all| all.menu_bar))
            on_change=move |on| state.set_preferences(|all| all.menu_bar = on)
        />
    }
}

#[component]
fn TrayIcon() -> impl IntoView {
    let state = use_state();
    view! {
        <Switch
            title=t!("setting-tray")
            about=t!("setting-tray-about")
            testid="tray"
            on=Signal::derive(move || state.preferences.with(|all| all.tray))
            on_change=move |on| state.set_preferences(|all| all.tray = on)
        />
    }
}

fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::System => t!("setting-theme-system"),
        Theme::Light => t!("setting-theme-light"),
        Theme::Dark => t!("setting-theme-dark"),
    }
}

fn contrast_name(contrast: Contrast) -> &'static str {
    match contrast {
        Contrast::System => t!("setting-theme-system"),
        Contrast::More => t!("setting-contrast-high"),
    }
}

/// Each language by its own name: who cannot read this one finds theirs.
fn language_name(language: Language) -> &'static str {
    match language {
        Language::System => t!("setting-theme-system"),
        Language::English => "English",
        Language::German => "Deutsch",
    }
}
