use leptos::prelude::*;

use super::check::Check;
use crate::{
    components::{Button, Icon, Kind, Picture},
    state::use_state,
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
                    -1 => "without limit".to_owned(),
                    0 => "none".to_owned(),
                    many => many.to_string(),
                };
                (retries, format!("{} s a try", settings.time_limit))
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
                    "New jobs go here."
                </p>
            }
            .into_any()
        } else {
            view! { <Button kind=Kind::Main text="Use for new jobs" testid="activate-account" on_click=activate /> }
                .into_any()
        }
    };
    view! {
        <section class="card form" data-testid="this-computer">
            <div class="group-head">
                <h2>{name.clone()}</h2>
                <span class="dim">"built in"</span>
            </div>
            <p class="body-text">
                "A small Azure of your own: sign-in, storage and Batch run as one service on 127.0.0.1, and tasks run here as ordinary processes. It works the way the cloud does, so what runs here runs there. Nothing has to be set up and nothing leaves this computer."
            </p>
            <dl class="about">
                <dt>"Retries"</dt>
                <dd>{move || limits().map(|limits| limits.0)}</dd>
                <dt>"Time limit"</dt>
                <dd>{move || limits().map(|limits| limits.1)}</dd>
                <dt>"Containers"</dt>
                <dd>"Not used: an image that is set for a job is left aside."</dd>
                <dt>"Secret"</dt>
                <dd>"None is needed from you."</dd>
                <dt>"Folder"</dt>
                <dd class="mono pick" data-testid="home-folder">{home}</dd>
            </dl>
            {use_it}
        </section>
        <Check name=name />
    }
}
