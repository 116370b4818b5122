use leptos::{prelude::*, task::spawn_local};
use longshore_model::{
    account::{SecretKind, SecretState},
    command::ForgetSecret,
};

use crate::{
    backend::call,
    browser,
    components::{Button, Confirm, Icon, Kind, Note, Picture, Problem, TextField, Tone},
    state::use_state,
    words::t,
};

/// What a secret is called, and what tests know its parts by.
struct Words {
    label: &'static str,
    input: &'static str,
    kept: &'static str,
    replace: &'static str,
    delete: &'static str,
    keep: &'static str,
    confirm: &'static str,
    confirm_title: &'static str,
    confirm_text: &'static str,
}

fn words(kind: SecretKind) -> Words {
    match kind {
        SecretKind::Client => Words {
            label: t!("account-secret"),
            input: "secret-input",
            kept: "secret-kept",
            replace: "replace-secret",
            delete: "delete-secret",
            keep: "keep-secret",
            confirm: "confirm-delete-secret",
            confirm_title: t!("account-secret-delete-question"),
            confirm_text: t!("account-secret-delete-consequence"),
        },
        SecretKind::Registry => Words {
            label: t!("account-password"),
            input: "registry-password-input",
            kept: "registry-password-kept",
            replace: "replace-registry-password",
            delete: "delete-registry-password",
            keep: "keep-registry-password",
            confirm: "confirm-delete-registry-password",
            confirm_title: t!("account-password-delete-question"),
            confirm_text: t!("account-password-delete-consequence"),
        },
    }
}

/// A secret: it goes in and never comes out.
#[component]
pub fn SecretField(
    /// Which.
    kind: SecretKind,
    /// The account's name as it is kept; `None` for one that is being added.
    account: Option<String>,
    /// Where its secret is now.
    #[prop(into)]
    kept: Signal<SecretState>,
    /// Whether one came with an import and waits to be saved.
    #[prop(into)]
    imported: Signal<bool>,
    /// What is typed; `None` while the kept one stays.
    typed: RwSignal<Option<String>>,
    /// What is wrong with it.
    problem: Signal<Option<Problem>>,
) -> impl IntoView {
    let state = use_state();
    let words = words(kind);
    let keyring_problem = Memo::new(move |_| {
        state
            .info
            .with(|info| info.as_ref()?.keyring_problem.clone())
    });
    let deleting = RwSignal::new(false);
    let has = Memo::new(move |_| {
        imported.get()
            || matches!(
                kept.get(),
                SecretState::InKeyring | SecretState::ThisSession
            )
    });
    let replace = move || {
        typed.set(Some(String::new()));
        request_animation_frame(move || browser::focus(&format!("#{}", words.input)));
    };
    let where_kept = move || match kept.get() {
        _ if imported.get() => t!("account-secret-imported"),
        SecretState::ThisSession => t!("account-secret-this-session"),
        _ => t!("account-secret-in-keyring"),
    };
    let stays = move || {
        let account = account.clone();
        let forget = move || {
            let Some(name) = account.clone() else {
                return;
            };
            spawn_local(async move {
                match call(ForgetSecret { name, kind }).await {
                    Ok(()) => {
                        state.toasts.tell(
                            Tone::Ok,
                            match kind {
                                SecretKind::Client => t!("account-secret-deleted"),
                                SecretKind::Registry => t!("account-password-deleted"),
                            },
                            None,
                        );
                        state.accounts.load();
                    }
                    Err(report) => state.toasts.report(&report),
                }
            });
        };
        view! {
            <div class="field">
                <span class="label">{words.label}</span>
                <div class="control kept" data-testid=words.kept>
                    <Picture icon=Icon::Key />
                    <span>{where_kept}</span>
                    <span class="end">
                        <Button kind=Kind::Link text=t!("account-secret-replace") testid=words.replace on_click=replace />
                        {move || {
                            (!imported.get())
                                .then(|| {
                                    view! {
                                        <Button
                                            kind=Kind::Link
                                            text=t!("delete")
                                            testid=words.delete
                                            on_click=move || deleting.set(true)
                                        />
                                    }
                                })
                        }}
                    </span>
                </div>
                <div class="help">{t!("account-secret-never-shown")}</div>
            </div>
            <Confirm
                open=deleting
                title=words.confirm_title
                text=words.confirm_text
                action=t!("delete")
                testid=words.confirm
                on_confirm=forget
            />
        }
    };
    let help = move || match keyring_problem.get() {
        Some(_) => t!("account-secret-session-help"),
        None => t!("account-secret-keyring-help"),
    };
    let asks = move || {
        view! {
            <div class="secret">
                <TextField
                    id=words.input
                    label=words.label
                    value=Signal::derive(move || typed.get().unwrap_or_default())
                    on_input=move |text: String| typed.set(Some(text))
                    problem=problem
                    help=help()
                    mono=true
                    secret=true
                />
                {move || {
                    has.get()
                        .then(|| {
                            view! {
                                <Button
                                    kind=Kind::Link
                                    text=t!("account-secret-keep")
                                    testid=words.keep
                                    on_click=move || typed.set(None)
                                />
                            }
                        })
                }}
            </div>
        }
    };
    let shows_kept = Memo::new(move |_| has.get() && typed.with(Option::is_none));
    view! {
        {move || if shows_kept.get() { stays().into_any() } else { asks().into_any() }}
        {move || {
            keyring_problem
                .get()
                .map(|why| {
                    view! {
                        <div class="wide">
                            <Note tone=Tone::Warn testid="no-keyring">
                                <b>{t!("account-no-keyring")}</b>
                                " "
                                {t!("account-no-keyring-consequence", why = why)}
                            </Note>
                        </div>
                    }
                })
        }}
    }
}
