use leptos::prelude::*;
use longshore_model::{
    account::AccountKind,
    settings::{ExecutorSettings, Runner, SettingKey},
};

use super::presets::PresetPicker;
use crate::{
    components::{Button, Kind, Problem, TextField},
    format::bytes,
    pages::pools::{PoolPicker, PoolsOf},
    state::{run_form::RunField, use_state},
    words::{names, t},
};

/// How the payloads run: the account's settings, with what is typed over them.
#[component]
pub fn RunPanel() -> impl IntoView {
    let state = use_state();
    let submission = state.submission;
    let account = Memo::new(move |_| state.accounts.active());
    // Pool and image are one account's own: they do not follow to another.
    Effect::new(move |before: Option<Option<String>>| {
        let name = account.with(|account| account.as_ref().map(|account| account.name.clone()));
        if before.is_some_and(|before| before != name) {
            submission.form.update(|form| form.change_account());
        }
        name
    });
    let here = Memo::new(move |_| {
        account.with(|account| {
            account
                .as_ref()
                .is_none_or(|account| account.kind == AccountKind::ThisComputer)
        })
    });
    let owner = Memo::new(move |_| {
        account.with(|account| account.as_ref().map(|account| account.name.clone()))
    });
    let settings = Signal::derive(move || {
        account.with(|account| {
            account
                .as_ref()
                .map(|account| account.settings.clone())
                .unwrap_or_default()
        })
    });
    let place = move || {
        if here.get() {
            view! {
                <p class="small dim" data-testid="runs-here">
                    {t!("submit-runs-here")}
                </p>
            }
            .into_any()
        } else {
            view! {
                <RunInput
                    field=RunField::Pool
                    id="field-pool"
                    label=names::setting(SettingKey::PoolId)
                    settings=settings
                    mono=false
                />
                {move || owner.get().map(|account| view! { <Pools account=account settings=settings /> })}
                <RunInput
                    field=RunField::Image
                    id="field-image"
                    label=names::setting(SettingKey::BaseImageUri)
                    settings=settings
                    mono=true
                />
                <RunnerInput settings=settings />
            }
            .into_any()
        }
    };
    view! {
        <aside class="card side" aria-label=t!("submit-how-it-runs")>
            <h2>{t!("submit-how-it-runs")}</h2>
            <PresetPicker settings=settings here=here />
            {place}
            <div class="pair">
                <RunInput
                    field=RunField::Retries
                    id="field-retries"
                    label=names::setting(SettingKey::Retries)
                    settings=settings
                    mono=false
                />
                <RunInput
                    field=RunField::TimeLimit
                    id="field-time-limit"
                    label=names::setting(SettingKey::TimeLimit)
                    settings=settings
                    mono=false
                    unit="s"
                />
            </div>
            <RunInput
                field=RunField::Packages
                id="field-packages"
                label=t!("submit-packages")
                settings=settings
                mono=true
                lines=true
                aside=t!("submit-one-a-line")
                placeholder="numpy==2.4.6"
            />
            <RunInput
                field=RunField::Environment
                id="field-environment"
                label=t!("submit-environment")
                settings=settings
                mono=true
                lines=true
                aside=t!("submit-one-a-line")
                placeholder="NAME=value"
            />
            <RunInput
                field=RunField::Arguments
                id="field-arguments"
                label=t!("submit-arguments")
                settings=settings
                mono=true
                aside=t!("submit-arguments-for")
                placeholder="--epochs 3"
            />
            <RunInput
                field=RunField::Name
                id="field-name"
                label=t!("submit-job-name")
                settings=settings
                mono=false
                aside=t!("submit-optional")
            />
            <Go settings=settings />
        </aside>
    }
}

/// Which program runs the payloads; only of interest where there is an image that may bring one.
#[component]
fn RunnerInput(settings: Signal<ExecutorSettings>) -> impl IntoView {
    let form = use_state().submission.form;
    let text = Memo::new(move |_| {
        form.with(|form| settings.with(|settings| form.text(RunField::Runner, settings)))
    });
    let shown = Memo::new(move |_| {
        let image =
            form.with(|form| settings.with(|settings| form.text(RunField::Image, settings)));
        !image.trim().is_empty() || text.get() != Runner::default().name()
    });
    let problem = Memo::new(move |_| {
        form.with(|form| settings.with(|settings| form.error(RunField::Runner, settings)))
    });
    let chosen = move || Runner::from_name(&text.get()).unwrap_or_default();
    let field = move || {
        let options = Runner::ALL
            .into_iter()
            .map(|runner| {
                view! {
                    <option value=runner.name() selected=move || chosen() == runner>
                        {names::runner(runner)}
                    </option>
                }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for="field-runner">
                    <span>{names::setting(SettingKey::Runner)}</span>
                </label>
                <div class="control">
                    <select
                        id="field-runner"
                        data-testid="field-runner"
                        aria-describedby="field-runner-help"
                        aria-invalid=move || problem.get().map(|_| "true")
                        on:change=move |event| {
                            let name = event_target_value(&event);
                            form.update(|form| form.type_into(RunField::Runner, name));
                        }
                    >
                        {options}
                    </select>
                </div>
                <div id="field-runner-help" class=move || if problem.get().is_some() { "err" } else { "help" }>
                    {move || problem.get().unwrap_or_else(|| names::runner_help(chosen()).to_owned())}
                </div>
            </div>
        }
    };
    move || shown.get().then(field)
}

/// The pools of the account, to choose another than its own for once.
#[component]
fn Pools(account: String, settings: Signal<ExecutorSettings>) -> impl IntoView {
    let form = use_state().submission.form;
    let typed = Signal::derive(move || {
        form.with(|form| settings.with(|settings| form.text(RunField::Pool, settings)))
    });
    view! {
        <PoolPicker
            field="field-pool"
            chosen=typed
            of=move |()| PoolsOf::Account(account.clone())
            on_choose=move |pool: String| form.update(|form| form.type_into(RunField::Pool, pool))
        />
    }
}

#[component]
fn RunInput(
    field: RunField,
    id: &'static str,
    label: &'static str,
    settings: Signal<ExecutorSettings>,
    mono: bool,
    #[prop(optional)] lines: bool,
    #[prop(optional)] aside: &'static str,
    #[prop(optional)] placeholder: &'static str,
    #[prop(optional)] unit: &'static str,
) -> impl IntoView {
    let form = use_state().submission.form;
    let value = Signal::derive(move || {
        form.with(|form| settings.with(|settings| form.text(field, settings)))
    });
    let problem = Signal::derive(move || {
        form.with(|form| settings.with(|settings| form.error(field, settings)))
            .map(Problem::from)
    });
    let type_into = move |text: String| form.update(|form| form.type_into(field, text));
    view! {
        <TextField
            id=id
            label=label
            value=value
            problem=problem
            on_input=type_into
            mono=mono
            lines=lines
            aside=aside
            placeholder=placeholder
            unit=unit
        />
    }
}

#[component]
fn Go(settings: Signal<ExecutorSettings>) -> impl IntoView {
    let state = use_state();
    let submission = state.submission;
    let tasks = Memo::new(move |_| {
        submission
            .draft
            .with(|draft| u64::try_from(draft.ready().count()).unwrap_or(0))
    });
    let right = Memo::new(move |_| {
        submission
            .form
            .with(|form| settings.with(|settings| form.overrides(settings).is_some()))
    });
    let waits = Memo::new(move |_| {
        tasks.get() == 0
            || !right.get()
            || submission.sending.get()
            || submission.draft.with(|draft| draft.reading())
            || state.accounts.active().is_none()
    });
    let summary = move || match (tasks.get(), right.get()) {
        (0, _) if submission.draft.with(|draft| draft.reading()) => {
            t!("submit-reading-files").to_owned()
        }
        (0, _) => t!("submit-nothing").to_owned(),
        (_, false) => t!("submit-field-wrong").to_owned(),
        (tasks, true) => {
            let size = bytes(submission.draft.with(|draft| draft.bytes()));
            t!("submit-one-job", count = tasks, size = size)
        }
    };
    let text = Signal::derive(move || match (submission.sending.get(), tasks.get()) {
        (true, _) => t!("submit-submitting").to_owned(),
        (false, 0) => t!("submit-submit").to_owned(),
        (false, tasks) => t!("submit-submit-tasks", count = tasks),
    });
    let submit = move || {
        if let Some(account) = untrack(|| state.accounts.active()) {
            submission.submit(&account, move |id| state.go_to_new_job(id));
        }
    };
    view! {
        <div class="go">
            <div class="dim small" data-testid="submit-summary">{summary}</div>
            <Button kind=Kind::Main text=text testid="submit" disabled=waits on_click=submit />
        </div>
    }
}
