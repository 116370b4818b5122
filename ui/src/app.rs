//! The window's frame: where one is, which account works, what just happened. The pages are inside it.

mod account_switcher;
mod close_question;
mod drop_overlay;
mod keys;
mod notices;
pub mod palette;
mod rail;
mod shortcuts;
mod status_bar;
pub mod toast_list;

use leptos::prelude::*;

use crate::{
    browser,
    components::ReportNote,
    pages::{accounts::AccountsPage, jobs::JobsPage, settings::SettingsPage, submit::SubmitPage},
    state::{State, route::Route, use_state},
    words::Tongue,
};
pub use account_switcher::{Face, StandingLine};
use close_question::CloseQuestion;
use drop_overlay::DropOverlay;
use notices::Notices;
use palette::PaletteDialog;
use rail::Rail;
use shortcuts::Shortcuts;
use status_bar::StatusBar;
use toast_list::ToastList;

/// The whole window.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    provide_context(state);
    state.start();
    keys::listen(state);

    // Words are looked up as they are drawn: another language is the same state, drawn anew. Who has just chosen it goes on
    // from there.
    let tongue = Memo::new(move |spoken: Option<&Tongue>| {
        let tongue = state.preferences.with(|all| browser::speak(all.language));
        if spoken.is_some_and(|spoken| *spoken != tongue) {
            browser::focus_if_lost("input[name=language-select]:checked");
        }
        tongue
    });
    // The bar is the system's, in the words that are spoken. On macOS there is one in any case.
    let menu_bar = Memo::new(move |_| {
        let info = state.info.get()?;
        let set = state.preferences.with(|all| all.menu_bar);
        Some((set || info.platform == "macos", tongue.get()))
    });
    Effect::new(move |before: Option<bool>| {
        let shown = menu_bar.get().is_some_and(|(shown, _)| shown);
        // A window begins without one.
        if shown || before == Some(true) {
            state.set_menu_bar(shown);
        }
        shown
    });
    let tray = Memo::new(move |_| {
        tongue.track();
        let wanted = state.info.with(Option::is_some) && state.preferences.with(|all| all.tray);
        wanted.then(|| State::tray_words(state.jobs.running.get()))
    });
    Effect::new(move |before: Option<bool>| {
        let words = tray.get();
        let shown = words.is_some();
        if shown || before == Some(true) {
            state.set_tray(words);
        }
        shown
    });
    move || {
        tongue.get();
        view! { <Frame /> }
    }
}

/// All that is in the window.
#[component]
fn Frame() -> impl IntoView {
    let state = use_state();

    // The page changes with the screen, not with what is open on it.
    let screen = Memo::new_with_compare(
        move |_| state.route.get(),
        |before, now| match (before, now) {
            (Some(before), Some(now)) => !before.same_screen(now),
            _ => true,
        },
    );
    let page = move || match screen.get() {
        Route::Submit => view! { <SubmitPage /> }.into_any(),
        Route::Jobs(_) => view! { <JobsPage /> }.into_any(),
        Route::Accounts => view! { <AccountsPage /> }.into_any(),
        Route::Settings => view! { <SettingsPage /> }.into_any(),
        #[cfg(feature = "gallery")]
        Route::Gallery => view! { <crate::gallery::Gallery /> }.into_any(),
    };
    let banner = move || {
        state.silence.get().map(|report| {
            view! {
                <div class="banner">
                    <ReportNote report=report testid="banner" on_retry=move || {
                        state.silence.set(None);
                        state.ask_everything();
                    } />
                </div>
            }
        })
    };
    view! {
        <div class="app">
            <Rail />
            <main data-testid="main" tabindex="-1">
                {banner}
                {page}
            </main>
            <ToastList />
            <StatusBar />
        </div>
        <DropOverlay />
        <Shortcuts />
        <PaletteDialog />
        <Notices />
        <CloseQuestion />
    }
}
