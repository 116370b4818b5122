use leptos::{ev::KeyboardEvent, prelude::*};

use crate::{
    app::{Face, StandingLine},
    browser,
    state::use_state,
};

/// All accounts, "This computer" first.
#[component]
pub fn AccountList(
    /// The one on screen.
    shown: Signal<Option<String>>,
) -> impl IntoView {
    let accounts = use_state().accounts;
    let keys = move |event: KeyboardEvent| {
        let names = accounts
            .list
            .with_untracked(|list| list.iter().map(|a| a.name.clone()).collect::<Vec<_>>());
        let at = names
            .iter()
            .position(|name| Some(name) == shown.get_untracked().as_ref());
        let next = match (event.key().as_str(), at) {
            ("ArrowDown", at) => at.map_or(0, |at| at + 1).min(names.len().saturating_sub(1)),
            ("ArrowUp", at) => at.unwrap_or(0).saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        accounts.shown.set(names.get(next).cloned());
        request_animation_frame(move || browser::focus(&format!("[data-row=account-{next}]")));
    };
    let rows = move || {
        accounts
            .list
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, account)| {
                let (name, known_as) = (account.name.clone(), account.name.clone());
                let on = {
                    let name = name.clone();
                    Memo::new(move |_| shown.with(|shown| shown.as_ref() == Some(&name)))
                };
                let used = account
                    .active
                    .then(|| view! { <span class="used">"In use"</span> });
                view! {
                    <li>
                        <button
                            type="button"
                            class="account"
                            class:sel=move || on.get()
                            data-testid="account-row"
                            data-row=format!("account-{at}")
                            data-name=known_as
                            aria-current=move || on.get().then_some("true")
                            on:click=move |_| accounts.shown.set(Some(name.clone()))
                        >
                            <Face kind=account.kind />
                            <span>
                                <b>{account.name.clone()}</b>
                                <StandingLine account=account />
                            </span>
                            {used}
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ul class="pick" aria-label="Accounts" on:keydown=keys>{rows}</ul> }
}
