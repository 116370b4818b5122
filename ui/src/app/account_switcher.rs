use leptos::prelude::*;
use longshore_model::account::{AccountKind, AccountView};

use crate::{
    browser,
    components::{Dot, Icon, Picture, Tone},
    state::{route::Route, standing, use_state},
    words::t,
};

/// The account new jobs go to, how it is, and the way to another one.
#[component]
pub fn AccountSwitcher() -> impl IntoView {
    let state = use_state();
    let open = RwSignal::new(false);
    let active = Memo::new(move |_| state.accounts.active());
    let name = move || {
        active.with(|a| {
            a.as_ref()
                .map_or(t!("frame-no-account").to_owned(), |a| a.name.clone())
        })
    };
    let close = move || {
        open.set(false);
        browser::focus("[data-testid=account-switcher]");
    };
    let leave = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    // The menu closes when the keyboard or the pointer goes elsewhere.
    let lost = move |event: leptos::ev::FocusEvent| {
        use wasm_bindgen::JsCast;
        let to = event
            .related_target()
            .and_then(|to| to.dyn_into::<web_sys::Element>().ok());
        let inside = to.is_some_and(|to| matches!(to.closest(".switcher"), Ok(Some(_))));
        if !inside {
            open.set(false);
        }
    };
    view! {
        <div class="switcher" on:keydown=leave on:focusout=lost>
            <button
                type="button"
                class="account"
                data-testid="account-switcher"
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                title=name
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Face kind=Signal::derive(move || active.with(|a| a.as_ref().map_or(AccountKind::ThisComputer, |a| a.kind))) />
                <span class="words">
                    <b>{name}</b>
                    {move || active.get().map(|account| view! { <StandingLine account=account /> })}
                </span>
                <Picture icon=Icon::Chevron />
            </button>
            {move || open.get().then(|| view! { <Menu on_done=close /> })}
        </div>
    }
}

#[component]
fn Menu(#[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let state = use_state();
    let add = move |_| {
        state.accounts.shown.set(Some(String::new()));
        state.go(Route::Accounts);
        on_done.run(());
    };
    let items = move || {
        let list = state.accounts.list.get();
        list.into_iter()
            .map(|account| {
                let name = account.name.clone();
                let choose = move |_| {
                    state.accounts.activate(name.clone());
                    on_done.run(());
                };
                view! {
                    <button
                        type="button"
                        class="account"
                        role="menuitemradio"
                        aria-checked=if account.active { "true" } else { "false" }
                        data-testid="switch-account"
                        on:click=choose
                    >
                        <Face kind=account.kind />
                        <span>
                            <b>{account.name.clone()}</b>
                            <StandingLine account=account.clone() />
                        </span>
                        {account.active.then(|| view! { <Picture icon=Icon::Check /> })}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="menu" role="menu" aria-label=t!("frame-accounts")>
            {items}
            <button type="button" class="account add" role="menuitem" data-testid="switch-add" on:click=add>
                <span class="face"><Picture icon=Icon::Plus /></span>
                <b>{t!("frame-add-account")}</b>
            </button>
        </div>
    }
}

/// The picture of an account.
#[component]
pub fn Face(
    /// Where its tasks run.
    #[prop(into)]
    kind: Signal<AccountKind>,
) -> impl IntoView {
    let icon = Signal::derive(move || match kind.get() {
        AccountKind::ThisComputer => Icon::Laptop,
        AccountKind::Azure => Icon::Cloud,
    });
    view! { <span class="face"><Picture icon=icon /></span> }
}

/// How an account is, as a dot and a few words.
#[component]
pub fn StandingLine(
    /// The account.
    account: AccountView,
) -> impl IntoView {
    let state = use_state();
    let words = Memo::new(move |_| standing::words(&account, &state.accounts.standing(&account)));
    let tone = Signal::derive(move || words.with(|(tone, _): &(Tone, String)| *tone));
    view! {
        <small>
            <Dot tone=tone />
            <span>{move || words.with(|(_, text)| text.clone())}</span>
        </small>
    }
}
