//! Settings of the program itself.

mod days;

use leptos::{prelude::*, task::spawn_local};
use longshore_model::{command::ChooseFolder, preferences::Theme};

use crate::{
    backend::call,
    components::{Button, Icon, Note, Segments, Tone},
    state::use_state,
};
use days::Days;

/// The screen.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! {
        <header>
            <h1>"Settings"</h1>
            <span class="sub">"Changes are kept at once"</span>
        </header>
        <div class="body settings">
            <Appearance />
            <Files />
            <Notifications />
            <About />
        </div>
    }
}

#[component]
fn Appearance() -> impl IntoView {
    let state = use_state();
    let label = |theme: Theme| match theme {
        Theme::System => "As the system".to_owned(),
        Theme::Light => "Light".to_owned(),
        Theme::Dark => "Dark".to_owned(),
    };
    let testid = |theme: Theme| match theme {
        Theme::System => "theme-system".to_owned(),
        Theme::Light => "theme-light".to_owned(),
        Theme::Dark => "theme-dark".to_owned(),
    };
    view! {
        <section class="card form">
            <h2>"Appearance"</h2>
            <div class="setting">
                <div>
                    <b>"Theme"</b>
                    <p class="dim">"Contrast and reduced motion follow the system."</p>
                </div>
                <Segments
                    items=vec![Theme::System, Theme::Light, Theme::Dark]
                    label=label
                    testid=testid
                    chosen=Signal::derive(move || state.preferences.with(|preferences| preferences.theme))
                    on_choose=move |theme| state.set_preferences(|preferences| preferences.theme = theme)
                    name="Theme"
                    group="theme-select"
                />
            </div>
        </section>
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
            "The system's downloads folder".to_owned()
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
                title: "Offer this folder for downloads".into(),
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
                    text="Use the system's"
                    testid="reset-download-folder"
                    on_click=move || state.set_preferences(|preferences| preferences.download_folder.clear())
                />
            }
        })
    };
    view! {
        <section class="card form">
            <h2>"Files"</h2>
            <div class="setting">
                <div>
                    <b>"Downloads"</b>
                    <p class="dim pick" data-testid="download-folder">{folder}</p>
                </div>
                <span class="buttons">
                    {reset}
                    <Button icon=Icon::Folder text="Choose" testid="choose-download-folder" on_click=choose />
                </span>
            </div>
            <Days
                id="keep-staged-days"
                title="Staged payloads"
                text="How long they stay in storage after a job has ended."
                unit="days, 0 as long as the account keeps them"
                value=Signal::derive(move || state.preferences.with(|preferences| preferences.keep_staged_days))
                on_change=move |days| state.set_preferences(|preferences| preferences.keep_staged_days = days)
            />
            <Days
                id="keep-history-days"
                title="History"
                text="How long jobs and their results stay here after they have ended."
                unit="days, 0 for ever"
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
            <h2>"Notifications"</h2>
            <label class="setting">
                <span>
                    <b>"Tell me when a job ends"</b>
                    <span class="dim block">"When the window is not in front."</span>
                </span>
                <input
                    type="checkbox"
                    class="switch"
                    role="switch"
                    data-testid="notify"
                    prop:checked=move || state.preferences.with(|preferences| preferences.notify)
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        state.set_preferences(|preferences| preferences.notify = on);
                    }
                />
            </label>
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
                        <b>"No keyring on this system."</b>
                        {format!(" {why} Secrets are kept for this session only.")}
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
            "In the keyring of this system"
        } else {
            "In memory, until Longshore closes"
        }
    };
    view! {
        <section class="card form" data-testid="about">
            <h2>"About"</h2>
            <dl class="about">
                <dt>"Longshore"</dt>
                <dd data-testid="version">{move || state.info.get().map(|info| info.version)}</dd>
                <dt>"Folder"</dt>
                <dd class="mono pick" data-testid="home-folder">{move || state.info.get().map(|info| info.home)}</dd>
                <dt>"Secrets"</dt>
                <dd>{works}</dd>
                <dt>"Licence"</dt>
                <dd>"Apache-2.0. The typeface is Inter, under the SIL Open Font License."</dd>
            </dl>
            {keyring}
        </section>
    }
}
