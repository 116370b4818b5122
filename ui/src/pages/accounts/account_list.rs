use leptos::{ev::KeyboardEvent, prelude::*};
use longshore_model::account::AccountKind;

use crate::{
    app::{Face, StandingLine},
    browser,
    state::use_state,
    words::t,
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
        browser::focus_row(&format!("account-{next}"));
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
                let active = account.active;
                let unsaved = {
                    let name = name.clone();
                    Memo::new(move |_| accounts.unsaved.with(|all| all.contains_key(&name)))
                };
                let mark = move || match (unsaved.get(), active) {
                    (true, _) => {
                        Some(view! { <span class="used unsaved">{t!("account-not-saved")}</span> })
                    }
                    (false, true) => {
                        Some(view! { <span class="used">{t!("account-in-use")}</span> })
                    }
                    (false, false) => None,
                };
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
                            {mark}
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    // An account that is being added has no row of its own yet; left unsaved, it must be found again.
    let adding = Memo::new(move |_| accounts.unsaved.with(|all| all.contains_key("")));
    let new_row = move || {
        adding.get().then(|| {
            let on = move || accounts.shown.with(|shown| shown.as_deref() == Some(""));
            view! {
                <li>
                    <button
                        type="button"
                        class="account"
                        class:sel=on
                        data-testid="unsaved-account"
                        aria-current=move || on().then_some("true")
                        on:click=move |_| accounts.shown.set(Some(String::new()))
                    >
                        <Face kind=AccountKind::Azure />
                        <b>{t!("account-new")}</b>
                        <span class="used unsaved">{t!("account-not-saved")}</span>
                    </button>
                </li>
            }
        })
    };
    view! { <ul class="pick" aria-label=t!("account-title") on:keydown=keys>{rows} {new_row}</ul> }
}
