//! Settings of the program itself.

mod appearance;
mod choice;
mod days;
mod diagnostics;
mod sign_in;
mod switch;

use leptos::{prelude::*, task::spawn_local};
use longshore_model::command::ChooseFolder;

use crate::{
    backend::call,
    components::{Button, Icon, Note, Tone},
    state::use_state,
    words::t,
};
use appearance::Appearance;
use days::Days;
use diagnostics::Diagnostics;
use sign_in::SignIn;
use switch::Switch;

/// The screen.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <header>
            <h1>{t!("setting-title")}</h1>
            <span class="sub">{t!("setting-kept-at-once")}</span>
        </header>
        <div class="body settings">
            <Appearance />
            <Files />
            <Notifications />
            <SignIn />
            <About />
        </div>
    }
}

#[component]
fn Files() -> impl IntoView {
    let state = use_state();
    let folder = move || {
        let folder = state
            .preferences
            .with(|preferences| preferences.download_folder.clone());
        if folder.is_empty() {
            t!("setting-downloads-system").to_owned()
        } else {
            folder
        }
    };
    let own = Memo::new(move |_| {
        state
            .preferences
            .with(|preferences| !preferences.download_folder.is_empty())
    });
    let choose = move || {
        spawn_local(async move {
            match call(ChooseFolder {
                title: t!("setting-downloads-dialog").into(),
            })
            .await
            {
                Ok(Some(folder)) => {
                    state.set_preferences(|preferences| preferences.download_folder = folder)
                }
                Ok(None) => {}
                Err(report) => state.toasts.report(&report),
            }
        });
    };
    let reset = move || {
        own.get().then(|| {
            view! {
                <Button
                    text=t!("setting-downloads-reset")
                    testid="reset-download-folder"
                    on_click=move || state.set_preferences(|preferences| preferences.download_folder.clear())
                />
            }
        })
    };
    view! {
        <section class="card form">
            <h2>{t!("setting-files")}</h2>
            <div class="setting">
                <div>
                    <b>{t!("setting-downloads")}</b>
                    <p class="dim pick" data-testid="download-folder">{folder}</p>
                </div>
                <span class="buttons">
                    {reset}
                    <Button icon=Icon::Folder text=t!("setting-downloads-choose") testid="choose-download-folder" on_click=choose />
                </span>
            </div>
            <Days
                id="keep-staged-days"
                title=t!("setting-staged")
                text=t!("setting-staged-about")
                unit=t!("setting-staged-days")
                value=Signal::derive(move || state.preferences.with(|preferences| preferences.keep_staged_days))
                on_change=move |days| state.set_preferences(|preferences| preferences.keep_staged_days = days)
            />
            <Days
                id="keep-history-days"
                title=t!("setting-history")
                text=t!("setting-history-about")
                unit=t!("setting-history-days")
                value=Signal::derive(move || state.preferences.with(|preferences| preferences.keep_history_days))
                on_change=move |days| state.set_preferences(|preferences| preferences.keep_history_days = days)
            />
        </section>
    }
}

#[component]
fn Notifications() -> impl IntoView {
    let state = use_state();
    view! {
        <section class="card form">
            <h2>{t!("setting-notifications")}</h2>
            <Switch
                title=t!("setting-notify")
                about=t!("setting-notify-when")
                testid="notify"
                on=Signal::derive(move || state.preferences.with(|preferences| preferences.notify))
                on_change=move |on| state.set_preferences(|preferences| preferences.notify = on)
            />
        </section>
    }
}

#[component]
fn About() -> impl IntoView {
    let state = use_state();
    let keyring = move || {
        state
            .info
            .get()
            .and_then(|info| info.keyring_problem)
            .map(|why| {
                view! {
                    <Note tone=Tone::Warn testid="no-keyring">
                        <b>{t!("account-no-keyring")}</b>
                        " "
                        {t!("setting-no-keyring-consequence", why = why)}
                    </Note>
                }
            })
    };
    let works = move || {
        let works = state.info.with(|info| {
            info.as_ref()
                .is_some_and(|info| info.keyring_problem.is_none())
        });
        if works {
            t!("setting-secrets-in-keyring")
        } else {
            t!("setting-secrets-in-memory")
        }
    };
    view! {
        <section class="card form" data-testid="about">
            <h2>{t!("setting-about")}</h2>
            <dl class="about">
                <dt>"Longshore"</dt>
                <dd data-testid="version">{move || state.info.get().map(|info| info.version)}</dd>
                <dt>{t!("setting-folder")}</dt>
                <dd class="mono pick" data-testid="home-folder">{move || state.info.get().map(|info| info.home)}</dd>
                <dt>{t!("setting-secrets")}</dt>
                <dd>{works}</dd>
                <dt>{t!("setting-licence")}</dt>
                <dd>{t!("setting-licence-text")}</dd>
            </dl>
            {keyring}
            <Diagnostics />
        </section>
    }
}
