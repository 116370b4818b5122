use leptos::prelude::*;
use longshore_model::account::AccountKind;

use crate::{
    components::{Button, Icon, Kind, Picture},
    state::{route::Route, use_state},
    words::t,
};

/// Nothing is listed yet: the ways to begin.
#[component]
pub fn Hero() -> impl IntoView {
    let state = use_state();
    let submission = state.submission;
    let only_here = Memo::new(move |_| {
        state.accounts.list.with(|list| {
            list.iter()
                .all(|account| account.kind == AccountKind::ThisComputer)
        })
    });
    let where_to = move || match (state.accounts.active(), only_here.get()) {
        (Some(account), false) if account.kind == AccountKind::Azure => {
            t!(
                "submit-where-pool",
                pool = account.settings.pool_id,
                account = account.name
            )
        }
        (Some(_), false) => t!("submit-where-here").into(),
        _ => t!("submit-where-only-here").into(),
    };
    let add_account = move || {
        only_here.get().then(|| {
            view! {
                <p class="dim">
                    {t!("submit-with-azure")}
                    " "
                    <Button
                        kind=Kind::Link
                        text=t!("submit-add-account")
                        testid="hero-add-account"
                        on_click=move || {
                            state.accounts.shown.set(Some(String::new()));
                            state.go(Route::Accounts);
                        }
                    />
                </p>
            }
        })
    };
    let sample_text = Signal::derive(move || {
        if submission.sending.get() {
            t!("submit-sample-starting").to_owned()
        } else {
            t!("submit-sample").to_owned()
        }
    });
    view! {
        <div class="hero">
            <div class="drop" data-testid="drop-zone">
                <Picture icon=Icon::Crane />
                <h2>{t!("submit-drop-here")}</h2>
                <p class="dim lead">{where_to}</p>
                <Accepted />
                <div class="ways">
                    <Button
                        kind=Kind::Main
                        icon=Icon::File
                        text=t!("submit-choose-files")
                        testid="choose-files"
                        on_click=move || submission.choose(false)
                    />
                    <Button
                        icon=Icon::Folder
                        text=t!("submit-choose-folder")
                        testid="add-folder"
                        on_click=move || submission.choose(true)
                    />
                    <Button
                        icon=Icon::Play
                        text=sample_text
                        testid="run-sample"
                        disabled=submission.sending
                        on_click=move || submission.run_sample(move |id| state.go_to_new_job(id))
                    />
                </div>
            </div>
            {add_account}
        </div>
    }
}

/// What may be dropped.
#[component]
pub fn Accepted() -> impl IntoView {
    let kinds = [
        (".pkl", t!("submit-kind-pickle")),
        (".py", t!("submit-kind-python")),
        (".sh", t!("submit-kind-shell")),
        (".zip", t!("submit-kind-bundle")),
        (".tar.gz", t!("submit-kind-bundle")),
        (t!("submit-kind-folder"), t!("submit-kind-folder-what")),
    ];
    view! {
        <ul class="kinds" aria-label=t!("submit-accepted")>
            {kinds.map(|(kind, what)| view! { <li class="chip wait mono" title=what>{kind}</li> })}
        </ul>
    }
}
