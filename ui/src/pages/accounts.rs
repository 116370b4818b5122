//! Accounts: this computer, and any number of Azure Batch accounts.

mod account_form;
mod account_list;
mod check;
mod choices;
mod editing;
mod import;
mod leftovers;
mod secret_field;
mod this_computer;

use leptos::prelude::*;
use longshore_model::account::AccountKind;

use crate::{
    components::{Button, Icon, Kind, ReportNote},
    state::use_state,
    words::t,
};
use account_form::AccountFormPane;
use account_list::AccountList;
use import::ImportDialog;
use this_computer::ThisComputer;

/// The screen.
#[component]
pub fn AccountsPage() -> impl IntoView {
    let state = use_state();
    let accounts = state.accounts;
    // What is shown: the chosen account, the active one until one is chosen, or a blank form for the empty name.
    let shown = Memo::new(move |_| {
        let name = accounts.shown.get();
        match name {
            Some(name) if name.is_empty() => Some(None),
            Some(name) => accounts
                .named(&name)
                .or_else(|| accounts.active())
                .map(Some),
            None => accounts.active().map(Some),
        }
        .map(|account| account.map(|account| (account.name, account.kind)))
    });
    let pane = move || match shown.get() {
        None => ().into_any(),
        Some(Some((name, AccountKind::ThisComputer))) => {
            view! { <ThisComputer name=name /> }.into_any()
        }
        Some(Some((name, AccountKind::Azure))) => {
            view! { <AccountFormPane name=name /> }.into_any()
        }
        Some(None) => {
            accounts.imports.track();
            view! { <AccountFormPane name=String::new() /> }.into_any()
        }
    };
    let problem = move || {
        accounts
            .problem
            .get()
            .map(|report| view! { <ReportNote report=report on_retry=move || accounts.load() /> })
    };
    let importing = RwSignal::new(false);
    view! {
        <header>
            <h1>{t!("account-title")}</h1>
            <div class="end">
                <Button
                    icon=Icon::Download
                    text=t!("account-import")
                    testid="import-account"
                    on_click=move || importing.set(true)
                />
                <Button
                    kind=Kind::Main
                    icon=Icon::Plus
                    text=t!("account-add")
                    testid="add-account"
                    on_click=move || accounts.shown.set(Some(String::new()))
                />
            </div>
        </header>
        <div class="body acc">
            <AccountList shown=Signal::derive(move || shown.get().flatten().map(|(name, _)| name)) />
            <div class="pane">{problem} {pane}</div>
        </div>
        <ImportDialog open=importing />
    }
}
