use leptos::prelude::*;
use longshore_model::settings::{Cloud, CredentialKind, Runner, SettingKey};

use super::editing::Editing;
use crate::words::{names, said, t};

/// How the account signs in: the other fields follow.
#[component]
pub fn SignsInWith(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let chosen = Memo::new(move |_| form.with(|form| form.credential()));
    let choose = move |name: String| {
        form.update(|form| form.type_into(SettingKey::Credential, name));
    };
    let options = CredentialKind::ALL
        .into_iter()
        .map(|kind| {
            view! {
                <option value=kind.name() selected=move || chosen.get() == kind>
                    {names::credential(kind)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field wide">
            <label for="field-credential">
                <span>{names::setting(SettingKey::Credential)}</span>
            </label>
            <div class="control">
                <select
                    id="field-credential"
                    data-testid="field-credential"
                    aria-describedby="field-credential-help"
                    on:change=move |event| choose(event_target_value(&event))
                >
                    {options}
                </select>
            </div>
            <div class="help" id="field-credential-help">
                {move || names::credential_help(chosen.get())}
            </div>
        </div>
    }
}

/// Which of Microsoft's clouds; sets the three fields that differ.
#[component]
pub fn CloudChoice(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let chosen = Memo::new(move |_| form.with(|form| form.cloud()));
    let choose = move |name: String| {
        if let Some(cloud) = Cloud::from_name(&name) {
            form.update(|form| form.choose_cloud(cloud));
        }
    };
    let options = Cloud::ALL
        .into_iter()
        .map(|cloud| {
            view! {
                <option value=cloud.name() selected=move || chosen.get() == Some(cloud)>
                    {names::cloud(cloud)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field wide">
            <label for="field-cloud">
                <span>{t!("account-cloud")}</span>
            </label>
            <div class="control">
                <select
                    id="field-cloud"
                    data-testid="field-cloud"
                    aria-describedby="field-cloud-help"
                    on:change=move |event| choose(event_target_value(&event))
                >
                    {options}
                    <option value="" disabled selected=move || chosen.get().is_none()>
                        {t!("account-cloud-another")}
                    </option>
                </select>
            </div>
            <div class="help" id="field-cloud-help">
                {t!("account-cloud-help")}
            </div>
        </div>
    }
}

/// Which program runs payloads.
#[component]
pub fn RunnerChoice(editing: Editing) -> impl IntoView {
    let form = editing.form;
    let chosen = Memo::new(move |_| {
        let text = form.with(|form| form.text(SettingKey::Runner));
        Runner::from_name(&text).unwrap_or_default()
    });
    let problem = Memo::new(move |_| form.with(|form| form.error(SettingKey::Runner)));
    let choose = move |name: String| {
        form.update(|form| {
            form.type_into(SettingKey::Runner, name);
            form.leave(SettingKey::Runner.name());
        });
    };
    let options = Runner::ALL
        .into_iter()
        .map(|runner| {
            view! {
                <option value=runner.name() selected=move || chosen.get() == runner>
                    {names::runner(runner)}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field wide">
            <label for="field-runner">
                <span>{names::setting(SettingKey::Runner)}</span>
            </label>
            <div class="control">
                <select
                    id="field-runner"
                    data-testid="field-runner"
                    aria-describedby="field-runner-help"
                    aria-invalid=move || problem.get().map(|_| "true")
                    on:change=move |event| choose(event_target_value(&event))
                >
                    {options}
                </select>
            </div>
            <div id="field-runner-help" class=move || if problem.get().is_some() { "err" } else { "help" }>
                {move || match problem.get() {
                    Some(error) => said(&error.message),
                    None => names::runner_help(chosen.get()).to_owned(),
                }}
            </div>
        </div>
    }
}
