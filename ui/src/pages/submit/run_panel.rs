use leptos::prelude::*;
use longshore_model::{
    account::AccountKind,
    format::{bytes, count},
    settings::{ExecutorSettings, Runner},
};

use crate::{
    components::{Button, Kind, Problem, TextField},
    pages::pools::{PoolPicker, PoolsOf},
    state::{run_form::RunField, use_state},
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
                    "On this computer, as ordinary processes. There is no pool to choose, and a container image is not used."
                </p>
            }
            .into_any()
        } else {
            view! {
                <RunInput field=RunField::Pool id="field-pool" label="Pool" settings=settings mono=false />
                {move || owner.get().map(|account| view! { <Pools account=account settings=settings /> })}
                <RunInput field=RunField::Image id="field-image" label="Container image" settings=settings mono=true />
                <RunnerInput settings=settings />
            }
            .into_any()
        }
    };
    view! {
        <aside class="card side" aria-label="How it runs">
            <h2>"How it runs"</h2>
            {place}
            <div class="pair">
                <RunInput field=RunField::Retries id="field-retries" label="Retries" settings=settings mono=false />
                <RunInput field=RunField::TimeLimit id="field-time-limit" label="Time limit" settings=settings mono=false unit="s" />
            </div>
            <RunInput
                field=RunField::Packages
                id="field-packages"
                label="Packages"
                settings=settings
                mono=true
                lines=true
                aside="one a line"
                placeholder="numpy==2.4.6"
            />
            <RunInput
                field=RunField::Environment
                id="field-environment"
                label="Environment"
                settings=settings
                mono=true
                lines=true
                aside="one a line"
                placeholder="NAME=value"
            />
            <RunInput
                field=RunField::Arguments
                id="field-arguments"
                label="Arguments"
                settings=settings
                mono=true
                aside="scripts and bundles"
                placeholder="--epochs 3"
            />
            <RunInput field=RunField::Name id="field-name" label="Job name" settings=settings mono=false aside="optional" />
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
                        {runner.label()}
                    </option>
                }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for="field-runner">
                    <span>"Runner"</span>
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
                    {move || problem.get().unwrap_or_else(|| chosen().help().to_owned())}
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
            "Reading the files …".to_owned()
        }
        (0, _) => "Nothing here can be submitted.".to_owned(),
        (_, false) => "A field above needs another look.".to_owned(),
        (tasks, true) => {
            let size = bytes(submission.draft.with(|draft| draft.bytes()));
            format!(
                "One Batch job with {} · {size} to stage",
                count(tasks, "task", "tasks")
            )
        }
    };
    let text = Signal::derive(move || match (submission.sending.get(), tasks.get()) {
        (true, _) => "Submitting …".to_owned(),
        (false, 0) => "Submit".to_owned(),
        (false, tasks) => format!("Submit {}", count(tasks, "task", "tasks")),
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
