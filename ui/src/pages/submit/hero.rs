use leptos::prelude::*;
use longshore_model::account::AccountKind;

use crate::{
    components::{Button, Icon, Kind, Picture},
    state::{route::Route, use_state},
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
    let where_to = move || {
        match (state.accounts.active(), only_here.get()) {
        (Some(account), false) if account.kind == AccountKind::Azure => {
            format!("They are reviewed first, then run on pool {} of {}.", account.settings.pool_id, account.name)
        }
        (Some(_), false) => "They run on this computer. Choose another account above to run them on its pool.".into(),
        _ => "They run on this computer first. Add an Azure account when you want a pool of machines to do the work."
            .into(),
    }
    };
    let add_account = move || {
        only_here.get().then(|| {
            view! {
                <p class="dim">
                    "Working with Azure Batch? "
                    <Button
                        kind=Kind::Link
                        text="Add an account"
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
            "Starting the sample …".into()
        } else {
            "Run a sample".to_owned()
        }
    });
    view! {
        <div class="hero">
            <div class="drop" data-testid="drop-zone">
                <Picture icon=Icon::Crane />
                <h2>"Drop task payloads here"</h2>
                <p class="dim lead">{where_to}</p>
                <Accepted />
                <div class="ways">
                    <Button
                        kind=Kind::Main
                        icon=Icon::File
                        text="Choose files"
                        testid="choose-files"
                        on_click=move || submission.choose(false)
                    />
                    <Button
                        icon=Icon::Folder
                        text="Choose a folder"
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
        (".pkl", "A cloudpickle of a function with its arguments"),
        (".py", "A Python script"),
        (".sh", "A shell script"),
        (".zip", "A bundle with main.py or payload.toml"),
        (".tar.gz", "A bundle with main.py or payload.toml"),
        ("folder", "A folder with main.py or payload.toml"),
    ];
    view! {
        <ul class="kinds" aria-label="Accepted files">
            {kinds.map(|(kind, what)| view! { <li class="chip wait mono" title=what>{kind}</li> })}
        </ul>
    }
}
