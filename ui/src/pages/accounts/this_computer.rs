use leptos::prelude::*;
use longshore_model::settings::SettingKey;

use super::{check::Check, leftovers::Leftovers};
use crate::{
    components::{Button, Icon, Kind, Picture},
    state::use_state,
    words::{names, t},
};

/// The built-in account: what it is, and that nothing has to be set up.
#[component]
pub fn ThisComputer(
    /// Its name.
    name: String,
) -> impl IntoView {
    let state = use_state();
    let account = {
        let name = name.clone();
        Memo::new(move |_| state.accounts.named(&name))
    };
    let active = Memo::new(move |_| {
        account.with(|account| account.as_ref().is_some_and(|account| account.active))
    });
    let home = move || state.info.get().map(|info| info.home).unwrap_or_default();
    let limits = move || {
        account.with(|account| {
            account.as_ref().map(|account| {
                let settings = &account.settings;
                let retries = match settings.retries {
                    -1 => t!("account-retries-unlimited").to_owned(),
                    0 => t!("account-retries-none").to_owned(),
                    many => many.to_string(),
                };
                (
                    retries,
                    t!(
                        "account-time-limit",
                        seconds = settings.time_limit.to_string()
                    ),
                )
            })
        })
    };
    let activate = {
        let name = name.clone();
        Callback::new(move |()| state.accounts.activate(name.clone()))
    };
    let use_it = move || {
        if active.get() {
            view! {
                <p class="passed">
                    <Picture icon=Icon::Check />
                    {t!("account-new-jobs-go-here")}
                </p>
            }
            .into_any()
        } else {
            view! { <Button kind=Kind::Main text=t!("account-use") testid="activate-account" on_click=activate /> }
                .into_any()
        }
    };
    view! {
        <section class="card form" data-testid="this-computer">
            <div class="group-head">
                <h2>{name.clone()}</h2>
                <span class="dim">{t!("account-built-in")}</span>
            </div>
            <p class="body-text">
                {t!("account-this-computer")}
            </p>
            <dl class="about">
                <dt>{names::setting(SettingKey::Retries)}</dt>
                <dd>{move || limits().map(|limits| limits.0)}</dd>
                <dt>{names::setting(SettingKey::TimeLimit)}</dt>
                <dd>{move || limits().map(|limits| limits.1)}</dd>
                <dt>{t!("account-containers")}</dt>
                <dd>{t!("account-containers-unused")}</dd>
                <dt>{t!("account-here-secret")}</dt>
                <dd>{t!("account-here-secret-none")}</dd>
                <dt>{t!("account-folder")}</dt>
                <dd class="mono pick" data-testid="home-folder">{home}</dd>
            </dl>
            {use_it}
        </section>
        <Check name=name.clone() />
        <Leftovers account=name />
    }
}
