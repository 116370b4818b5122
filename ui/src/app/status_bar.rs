use leptos::prelude::*;
use longshore_model::{account::AccountKind, format::count};

use crate::{
    components::{Dot, Icon, Picture, Tone},
    format,
    state::{accounts::asked_at, standing, use_state},
};

/// What is going on, in one line at the bottom.
#[component]
pub fn StatusBar() -> impl IntoView {
    let state = use_state();
    let line = Memo::new(move |_| {
        if state.silence.with(Option::is_some) {
            return (Tone::Bad, "No answer from the backend".to_owned());
        }
        let Some(account) = state.accounts.active() else {
            return (Tone::Wait, "Starting …".to_owned());
        };
        let standing = state.accounts.standing(&account);
        let (tone, words) = standing::words(&account, &standing);
        let text = match (account.kind, tone) {
            (AccountKind::ThisComputer, Tone::Ok) => {
                "Embedded Azure running on 127.0.0.1".to_owned()
            }
            _ => format!("{} · {}", account.name, lower_first(&words)),
        };
        match asked_at(&standing) {
            Some(at) if account.kind == AccountKind::Azure => (
                tone,
                format!("{text} · checked {}", format::ago(state.now.get(), at)),
            ),
            _ => (tone, text),
        }
    });
    let tone = Signal::derive(move || line.with(|(tone, _)| *tone));
    let words = move || line.with(|(_, text)| text.clone());
    let running = move || {
        let running = state.jobs.running.get();
        (running > 0)
            .then(|| view! { <span>{count(running, "job running", "jobs running")}</span> })
    };
    let version = move || {
        state
            .info
            .get()
            .map(|info| format!("Longshore {}", info.version))
    };
    view! {
        <footer class="status" data-testid="status-bar">
            <span class="state" title=words>
                <Dot tone=tone />
                <span class="line">{words}</span>
            </span>
            {running}
            <span class="end">
                <button type="button" class="link plain" data-testid="show-notices" on:click=move |_| state.toasts.history.set(true)>
                    <Picture icon=Icon::Bell />
                    "Notifications"
                </button>
            </span>
            <span>
                <button type="button" class="link plain" data-testid="show-palette" on:click=move |_| state.palette.show()>
                    <kbd>{move || state.chord("K")}</kbd>
                    "Find"
                </button>
            </span>
            <span>
                <button type="button" class="link plain" data-testid="show-shortcuts" on:click=move |_| state.shortcuts.set(true)>
                    <kbd>"?"</kbd>
                    "Shortcuts"
                </button>
            </span>
            <span class="version">{version}</span>
        </footer>
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
