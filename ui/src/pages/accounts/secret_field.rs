use leptos::{prelude::*, task::spawn_local};
use longshore_model::{account::SecretState, command::ForgetSecret};

use crate::{
    backend::call,
    browser,
    components::{Button, Confirm, Icon, Kind, Note, Picture, Problem, TextField, Tone},
    state::use_state,
};

/// The client secret: it goes in and never comes out.
#[component]
pub fn SecretField(
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
        request_animation_frame(|| browser::focus("#secret-input"));
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
                match call(ForgetSecret { name }).await {
                    Ok(()) => {
                        state.toasts.tell(Tone::Ok, "The secret was deleted", None);
                        state.accounts.load();
                    }
                    Err(report) => state.toasts.report(&report),
                }
            });
        };
        view! {
            <div class="field">
                <span class="label">"Client secret"</span>
                <div class="control kept" data-testid="secret-kept">
                    <Picture icon=Icon::Key />
                    <span>{where_kept}</span>
                    <span class="end">
                        <Button kind=Kind::Link text="Replace" testid="replace-secret" on_click=replace />
                        {move || {
                            (!imported.get())
                                .then(|| {
                                    view! {
                                        <Button
                                            kind=Kind::Link
                                            text="Delete"
                                            testid="delete-secret"
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
                title="Delete the client secret?"
                text="Jobs that run go on at the service, but Longshore can neither watch them nor fetch their results until you give the secret again."
                action="Delete"
                testid="confirm-delete-secret"
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
                    id="secret-input"
                    label="Client secret"
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
                                    testid="keep-secret"
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
