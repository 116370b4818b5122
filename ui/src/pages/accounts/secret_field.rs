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

const fn words(kind: SecretKind) -> Words {
    match kind {
        SecretKind::Client => Words {
            label: "Client secret",
            input: "secret-input",
            kept: "secret-kept",
            replace: "replace-secret",
            delete: "delete-secret",
            keep: "keep-secret",
            confirm: "confirm-delete-secret",
            confirm_title: "Delete the client secret?",
            confirm_text: "Jobs that run go on at the service, but Longshore can neither watch them nor fetch their results until you give the secret again.",
        },
        SecretKind::Registry => Words {
            label: "Registry password",
            input: "registry-password-input",
            kept: "registry-password-kept",
            replace: "replace-registry-password",
            delete: "delete-registry-password",
            keep: "keep-registry-password",
            confirm: "confirm-delete-registry-password",
            confirm_title: "Delete the registry's password?",
            confirm_text: "Jobs that run go on; new ones wait until you give the password again.",
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
        _ if imported.get() => "Imported; goes to the keyring when you save",
        SecretState::ThisSession => "Kept for this session only",
        _ => "In the keyring",
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
                                SecretKind::Client => "The secret was deleted",
                                SecretKind::Registry => "The password was deleted",
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
                        <Button kind=Kind::Link text="Replace" testid=words.replace on_click=replace />
                        {move || {
                            (!imported.get())
                                .then(|| {
                                    view! {
                                        <Button
                                            kind=Kind::Link
                                            text="Delete"
                                            testid=words.delete
                                            on_click=move || deleting.set(true)
                                        />
                                    }
                                })
                        }}
                    </span>
                </div>
                <div class="help">"It is never shown again, here or elsewhere."</div>
            </div>
            <Confirm
                open=deleting
                title=words.confirm_title
                text=words.confirm_text
                action="Delete"
                testid=words.confirm
                on_confirm=forget
            />
        }
    };
    let help = move || match keyring_problem.get() {
        Some(_) => "Kept for this session only.",
        None => "Goes into the keyring of this system and is never shown again.",
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
                                    text="Keep the one there is"
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
                                <b>"No keyring on this system."</b>
                                {format!(
                                    " {why} A secret is kept in memory until Longshore closes, and has to be given again next time; it is never written to a file.",
                                )}
                            </Note>
                        </div>
                    }
                })
        }}
    }
}
