use leptos::prelude::*;
use longshore_model::account::AccountKind;

use crate::{
    components::{Dot, Icon, Picture, Tone},
    format,
    state::{accounts::asked_at, standing, use_state},
    words::{in_sentence, t},
};

/// What is going on, in one line at the bottom.
#[component]
pub fn StatusBar() -> impl IntoView {
    let state = use_state();
    let line = Memo::new(move |_| {
        if state.silence.with(Option::is_some) {
            return (Tone::Bad, t!("status-silent").to_owned());
        }
        let Some(account) = state.accounts.active() else {
            return (Tone::Wait, t!("status-starting").to_owned());
        };
        let standing = state.accounts.standing(&account);
        let (tone, words) = standing::words(&account, &standing);
        let text = match (account.kind, tone) {
            (AccountKind::ThisComputer, Tone::Ok) => t!("status-embedded").to_owned(),
            _ => format!("{} · {}", account.name, in_sentence(&words)),
        };
        match asked_at(&standing) {
            Some(at) if account.kind == AccountKind::Azure => (
                tone,
                t!(
                    "status-checked",
                    standing = text,
                    ago = format::ago(state.now.get(), at)
                ),
            ),
            _ => (tone, text),
        }
    });
    let tone = Signal::derive(move || line.with(|(tone, _)| *tone));
    let words = move || line.with(|(_, text)| text.clone());
    let running = move || {
        let running = state.jobs.running.get();
        (running > 0).then(|| view! { <span>{t!("frame-jobs-running", count = running)}</span> })
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
                    {t!("notices-title")}
                </button>
            </span>
            <span>
                <button type="button" class="link plain" data-testid="show-palette" on:click=move |_| state.palette.show()>
                    <kbd>{move || state.chord("K")}</kbd>
                    {t!("status-find")}
                </button>
            </span>
            <span>
                <button type="button" class="link plain" data-testid="show-shortcuts" on:click=move |_| state.shortcuts.set(true)>
                    <kbd>"?"</kbd>
                    {t!("status-shortcuts")}
                </button>
            </span>
            <span class="version">{version}</span>
        </footer>
    }
}
