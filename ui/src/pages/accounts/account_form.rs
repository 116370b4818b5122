use leptos::prelude::*;
use longshore_model::{
    account::{ImportedAccount, SecretKind, SecretState},
    settings::SettingKey,
};

use super::{
    check::Check,
    choices::{CloudChoice, RunnerChoice, SignsInWith},
    editing::Editing,
    leftovers::Leftovers,
    secret_field::SecretField,
};
use crate::{
    components::{Button, Confirm, Icon, Kind, Note, Problem, ReportNote, TextField, Tone},
    pages::pools::{PoolPicker, PoolsOf},
    state::{setting_group::Group, use_state},
    words::{names, said, t},
};

/// An Azure account, kept or new: all its settings.
#[component]
pub fn AccountFormPane(
    /// Its name as it is kept; empty for a new one.
    name: String,
) -> impl IntoView {
    let state = use_state();
    let account = (!name.is_empty())
        .then(|| state.accounts.named(&name))
        .flatten();
    let editing = Editing::of(state, account.as_ref());
    editing.keep_typed();
    let kept = {
        let name = name.clone();
        Signal::derive(move || {
            state
                .accounts
                .named(&name)
                .map_or(SecretState::Missing, |account| account.secret)
        })
    };
    let password_kept = {
        let name = name.clone();
        Signal::derive(move || {
            state
                .accounts
                .named(&name)
                .map_or(SecretState::Missing, |account| account.registry_password)
        })
    };
    let password_missing = Signal::derive(move || {
        let typed = editing.password.get().unwrap_or_default();
        editing
            .form
            .with(|form| form.password_error(&typed))
            .map(Problem::from)
    });
    let imported = Memo::new(move |_| editing.form.with(|form| form.imported.clone()));
    let missing = Signal::derive(move || {
        let typed = editing.secret.get().unwrap_or_default();
        editing
            .form
            .with(|form| form.secret_error(&typed))
            .map(Problem::from)
    });
    let groups = Group::ALL
        .into_iter()
        .map(|group| {
            let own = (!name.is_empty()).then(|| name.clone());
            let secret = (group == Group::SignIn)
                .then(|| {
                    let needed = Memo::new(move |_| editing.form.with(|form| form.credential().needs_secret()));
                    move || needed.get().then(|| view! {
                        <SecretField
                            kind=SecretKind::Client
                            account=own.clone()
                            kept=kept
                            imported=Signal::derive(move || editing.form.with(|form| form.secret_ticket().is_some()))
                            typed=editing.secret
                            problem=missing
                        />
                    })
                });
            let own = (!name.is_empty()).then(|| name.clone());
            let password = (group == Group::Containers)
                .then(|| {
                    let needed = Memo::new(move |_| editing.form.with(|form| form.needs_password()));
                    move || needed.get().then(|| view! {
                        <SecretField
                            kind=SecretKind::Registry
                            account=own.clone()
                            kept=password_kept
                            imported=Signal::derive(|| false)
                            typed=editing.password
                            problem=password_missing
                        />
                    })
                });
            let fields = group
                .keys()
                .into_iter()
                .filter(|key| !matches!(key, SettingKey::Credential | SettingKey::Runner))
                .map(|key| {
                    // Whether it is shown, and then whether it is needed.
                    let used = Memo::new(move |_| {
                        let kind = editing.form.with(|form| form.credential());
                        kind.uses(key).then(|| kind.requires(key))
                    });
                    move || {
                        used.get()
                            .map(|needed| view! { <Setting editing=editing key=key needed=needed /> })
                    }
                })
                .collect_view();
            let first = match group {
                Group::SignIn => Some(view! { <SignsInWith editing=editing /> }.into_any()),
                Group::Containers => Some(view! { <RunnerChoice editing=editing /> }.into_any()),
                Group::Advanced => Some(view! { <CloudChoice editing=editing /> }.into_any()),
                _ => None,
            };
            let inside = view! { <div class="g2">{first} {fields} {secret} {password}</div> };
            if group.rare() {
                let wrong = Memo::new(move |_| {
                    editing
                        .form
                        .with(|form| form.wrong_groups().contains(&group))
                });
                view! {
                    <details class="card form" open=move || wrong.get()>
                        <summary class="group-head" data-testid=group.testid()>
                            <h2>{group.title()}</h2>
                            <span class="dim">{group.subtitle()}</span>
                        </summary>
                        {inside}
                    </details>
                }
                .into_any()
            } else {
                view! {
                    <section class="card form">
                        <div class="group-head">
                            <h2>{group.title()}</h2>
                            <span class="dim">{group.subtitle()}</span>
                        </div>
                        {inside}
                    </section>
                }
                .into_any()
            }
        })
        .collect_view();
    let leftovers = (!name.is_empty()).then(|| view! { <Leftovers account=name.clone() /> });
    let check = (!name.is_empty()).then(|| view! { <Check name=name.clone() /> });
    view! {
        <form
            class="account-form"
            data-testid="account-form"
            novalidate
            aria-label=t!("account-form")
            on:submit=move |event| {
                event.prevent_default();
                editing.save();
            }
        >
            {move || imported.get().map(|imported| view! { <Origin imported=imported /> })}
            <Top editing=editing name=name />
            {check}
            {groups}
            {leftovers}
            {move || editing.problem.get().map(|report| view! { <ReportNote report=report testid="save-problem" /> })}
            <Bottom editing=editing kept=kept />
        </form>
    }
}

/// Where an imported account comes from, and what to know about it.
#[component]
fn Origin(imported: ImportedAccount) -> impl IntoView {
    let tone = if imported.warnings.is_empty() {
        Tone::Ok
    } else {
        Tone::Warn
    };
    let warnings = imported
        .warnings
        .into_iter()
        .map(|warning| view! { <p>{warning}</p> })
        .collect_view();
    view! {
        <Note tone=tone testid="imported-from">
            <p>
                <b>{t!("account-from", origin = imported.origin)}</b>
                " "
                {t!("account-nothing-saved")}
            </p>
            {warnings}
        </Note>
    }
}

#[component]
fn Top(editing: Editing, name: String) -> impl IntoView {
    let Editing { state, form, .. } = editing;
    let problem = Signal::derive(move || {
        let others = editing.names();
        form.with(|form| form.name_error(&others))
            .map(Problem::from)
    });
    let kept = (!name.is_empty()).then(|| {
        let active = {
            let name = name.clone();
            Memo::new(move |_| state.accounts.named(&name).is_some_and(|account| account.active))
        };
        let removing = RwSignal::new(false);
        let question = t!("account-remove-question", name = name.as_str());
        let (to_activate, to_remove) = (name.clone(), name.clone());
        let activate = Callback::new(move |()| state.accounts.activate(to_activate.clone()));
        view! {
            {move || match active.get() {
                true => view! { <span class="used">{t!("account-new-jobs-here")}</span> }.into_any(),
                false => {
                    view! { <Button text=t!("account-use") testid="activate-account" on_click=activate /> }.into_any()
                }
            }}
            <Button
                kind=Kind::Danger
                icon=Icon::Trash
                text=t!("account-remove")
                testid="remove-account"
                on_click=move || removing.set(true)
            />
            <Confirm
                open=removing
                title=question
                text=t!("account-remove-consequence")
                action=t!("account-remove")
                testid="confirm-remove"
                on_confirm=move || editing.remove(to_remove.clone())
            />
        }
    });
    view! {
        <section class="card form name-row">
            <TextField
                id="field-name"
                label=t!("account-name")
                value=Signal::derive(move || form.with(|form| form.name().to_owned()))
                on_input=move |text: String| form.update(|form| form.set_name(text))
                on_leave=move || form.update(|form| form.leave("name"))
                problem=problem
                help=t!("account-name-help")
                required=true
            />
            <div class="name-actions">{kept}</div>
        </section>
    }
}

#[component]
fn Setting(editing: Editing, key: SettingKey, needed: bool) -> impl IntoView {
    let form = editing.form;
    let problem = Signal::derive(move || {
        form.with(|form| form.error(key)).map(|error| Problem {
            message: said(&error.message),
            suggestion: error.suggestion,
        })
    });
    let mono = !matches!(
        key,
        SettingKey::Retries | SettingKey::TimeLimit | SettingKey::PollFreq
    );
    let unit = if matches!(key, SettingKey::TimeLimit | SettingKey::PollFreq) {
        "s"
    } else {
        ""
    };
    let pools = (key == SettingKey::PoolId).then(|| {
        view! {
            <PoolPicker
                field="field-pool_id"
                chosen=Signal::derive(move || form.with(|form| form.text(key)))
                of=move |()| PoolsOf::Draft(Box::new(editing.pools_query()))
                on_choose=move |pool: String| {
                    form.update(|form| {
                        form.type_into(key, pool);
                        form.leave(key.name());
                    });
                }
            />
        }
    });
    let field = view! {
        <TextField
            id=format!("field-{}", key.name())
            label=names::setting(key)
            value=Signal::derive(move || form.with(|form| form.text(key)))
            on_input=move |text: String| form.update(|form| form.type_into(key, text))
            on_leave=move || form.update(|form| form.leave(key.name()))
            problem=problem
            help=names::setting_help(key)
            unit=unit
            mono=mono
            required=needed
        />
    };
    match pools {
        Some(pools) => view! { <div class="with-picker">{field} {pools}</div> }.into_any(),
        None => field.into_any(),
    }
}

#[component]
fn Bottom(editing: Editing, kept: Signal<SecretState>) -> impl IntoView {
    let Editing {
        form,
        secret,
        password,
        saving,
        ..
    } = editing;
    let new = form.with_untracked(|form| form.replaces.is_none());
    let changed = Memo::new(move |_| {
        form.with(|form| form.touched())
            || secret.with(Option::is_some)
            || password.with(Option::is_some)
    });
    let words = move || match (changed.get(), kept.get()) {
        (true, _) if new => t!("account-not-saved-yet"),
        (true, _) => t!("account-changes-not-saved-yet"),
        (false, SecretState::Missing) if !new => t!("account-secret-is-missing"),
        (false, SecretState::Locked) if !new => t!("account-secret-is-locked"),
        (false, _) => "",
    };
    let text = Signal::derive(move || match (saving.get(), new) {
        (true, _) => t!("account-saving").to_owned(),
        (false, true) => t!("account-add").to_owned(),
        (false, false) => t!("account-save-changes").to_owned(),
    });
    view! {
        <div class="save-bar">
            <span class="dim" aria-live="polite">{words}</span>
            <Button
                text=t!("cancel")
                testid="cancel-account"
                disabled=Signal::derive(move || !new && !changed.get())
                on_click=move || editing.cancel()
            />
            <Button
                kind=Kind::Main
                text=text
                testid="save-account"
                disabled=Signal::derive(move || saving.get() || (!new && !changed.get()))
                submits=true
            />
        </div>
    }
}
