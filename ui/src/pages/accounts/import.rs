use leptos::prelude::*;
use longshore_model::{
    Report,
    account::ImportSource,
    command::{ChooseAccountFile, ImportAccount},
};

use crate::{
    components::{Button, Dialog, ReportNote},
    here::Here,
    state::use_state,
};

/// Asks where an account is to come from, and fills the form with what is found there. Nothing is saved by it.
#[component]
pub fn ImportDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let accounts = use_state().accounts;
    let problem = RwSignal::new(None::<Report>);
    Effect::new(move |_| {
        if open.get() {
            problem.set(None);
        }
    });
    let here = Here::new();
    let read = move |source: ImportSource| {
        problem.set(None);
        here.ask(ImportAccount { source }, move |reply| match reply {
            // Whoever closed the dialog meanwhile wants nothing of it any more.
            Ok(_) if !open.get_untracked() => {}
            Ok(imported) => {
                open.set(false);
                accounts.start_from(imported);
            }
            Err(report) => problem.set(Some(report)),
        });
    };
    let from_file = move || {
        here.ask(ChooseAccountFile {}, move |reply| match reply {
            Ok(Some(path)) => read(ImportSource::File { path }),
            Ok(None) => {}
            Err(report) => problem.set(Some(report)),
        });
    };
    let from = move |source: ImportSource| move || read(source.clone());
    let begun = move || accounts.unsaved.with(|all| all.contains_key(""));
    view! {
        <Dialog open=open title="Import an account" testid="import-dialog">
            <p class="body-text">
                "You see what was found before anything is saved. A client secret goes to the keyring and is not shown."
            </p>
            {move || {
                begun()
                    .then(|| view! { <p class="body-text">"The new account you have begun gives way to what is imported."</p> })
            }}
            <dl class="sources">
                <dt>
                    <Button text="Choose a file …" testid="import-file" on_click=from_file />
                </dt>
                <dd>"Covalent's configuration, Terraform's azurebatch.conf, or what az ad sp create-for-rbac printed"</dd>
                <dt>
                    <Button
                        text="Covalent's configuration"
                        testid="import-covalent"
                        on_click=from(ImportSource::Covalent)
                    />
                </dt>
                <dd>"where Covalent on this computer keeps it"</dd>
                <dt>
                    <Button
                        text="Environment"
                        testid="import-environment"
                        on_click=from(ImportSource::Environment)
                    />
                </dt>
                <dd>"AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET and the like"</dd>
            </dl>
            {move || problem.get().map(|report| view! { <ReportNote report=report testid="import-problem" /> })}
            <div class="dialog-actions">
                <Button text="Cancel" testid="import-cancel" on_click=move || open.set(false) />
            </div>
        </Dialog>
    }
}
