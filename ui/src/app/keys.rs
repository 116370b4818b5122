//! Keys that work everywhere.

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::{
    browser,
    state::{State, route::Route},
};

/// What a key does, wherever the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Submit,
    Jobs,
    Accounts,
    Search,
    Settings,
    Shortcuts,
    Palette,
    Close,
}

/// Hears keys for as long as the window is open.
pub fn listen(state: State) {
    window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if event.default_prevented() || browser::dialog_open() {
            return;
        }
        let chord = event.ctrl_key() || event.meta_key();
        let Some(action) = action(&event.key(), chord, event.alt_key(), browser::writing()) else {
            return;
        };
        event.prevent_default();
        match action {
            Action::Submit => state.go(Route::Submit),
            Action::Jobs => state.go_to_jobs(),
            Action::Accounts => state.go(Route::Accounts),
            Action::Settings => state.go(Route::Settings),
            Action::Shortcuts => state.shortcuts.set(true),
            Action::Palette => state.palette.show(),
            Action::Close => close(state),
            Action::Search => search(state),
        }
    });
}

/// Closes what came last: a message, then what is chosen of tasks or jobs, then the job that is open.
fn close(state: State) {
    if state.toasts.close_newest() {
        return;
    }
    for selection in [state.open.selection, state.jobs.selection] {
        if selection.any_untracked() {
            selection.clear();
            return;
        }
    }
    state.close_job();
}

/// Goes to what can be searched here: the log that is open, or the list of jobs.
fn search(state: State) {
    const LOG: &str = "[data-testid=find-in-log]";
    let log = matches!(document().query_selector(LOG), Ok(Some(_)));
    match (log, state.route.get_untracked()) {
        (true, _) => browser::focus(LOG),
        (false, Route::Jobs(_)) => browser::focus("[data-testid=search-jobs]"),
        (false, _) => {
            state.go_to_jobs();
            browser::focus_soon("[data-testid=search-jobs]");
        }
    }
}

fn action(key: &str, chord: bool, alt: bool, writing: bool) -> Option<Action> {
    match (key, chord, alt) {
        ("n" | "N", true, false) => Some(Action::Submit),
        ("k" | "K", true, false) => Some(Action::Palette),
        ("j" | "J", true, false) => Some(Action::Jobs),
        ("f" | "F", true, false) => Some(Action::Search),
        (",", true, false) => Some(Action::Settings),
        ("1", false, true) => Some(Action::Submit),
        ("2", false, true) => Some(Action::Jobs),
        ("3", false, true) => Some(Action::Accounts),
        ("4", false, true) => Some(Action::Settings),
        ("?", false, false) if !writing => Some(Action::Shortcuts),
        ("Escape", false, false) if !writing => Some(Action::Close),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_without_a_chord_do_nothing_while_someone_writes() {
        assert_eq!(action("?", false, false, false), Some(Action::Shortcuts));
        assert_eq!(action("?", false, false, true), None);
        assert_eq!(action("Escape", false, false, true), None);
        assert_eq!(action("n", false, false, false), None);
    }

    #[test]
    fn chords_work_wherever_the_focus_is() {
        for (key, expected) in [
            ("n", Action::Submit),
            ("f", Action::Search),
            (",", Action::Settings),
            ("j", Action::Jobs),
            ("k", Action::Palette),
        ] {
            assert_eq!(action(key, true, false, true), Some(expected));
        }
    }
}
