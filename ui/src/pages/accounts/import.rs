use leptos::prelude::*;
use longshore_model::{
    Report,
    account::ImportSource,
    command::{ChooseAccountFile, FileWords, ImportAccount},
};

use crate::{
    components::{Button, Dialog, ReportNote},
    here::Here,
    state::use_state,
    words::t,
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
        let words = FileWords {
            title: t!("account-dialog-file").into(),
            kinds: t!("account-dialog-configuration").into(),
            all: t!("submit-dialog-all").into(),
        };
        here.ask(ChooseAccountFile { words }, move |reply| match reply {
            Ok(Some(path)) => read(ImportSource::File { path }),
            Ok(None) => {}
            Err(report) => problem.set(Some(report)),
        });
    };
    let from = move |source: ImportSource| move || read(source.clone());
    let begun = move || accounts.unsaved.with(|all| all.contains_key(""));
    view! {
        <Dialog open=open title=t!("account-import-title") testid="import-dialog">
            <p class="body-text">
                {t!("account-import-about")}
            </p>
            {move || {
                begun()
                    .then(|| view! { <p class="body-text">{t!("account-import-begun")}</p> })
            }}
            <dl class="sources">
                <dt>
                    <Button text=t!("account-import-file") testid="import-file" on_click=from_file />
                </dt>
                <dd>{t!("account-import-file-what")}</dd>
                <dt>
                    <Button
                        text=t!("account-import-covalent")
                        testid="import-covalent"
                        on_click=from(ImportSource::Covalent)
                    />
                </dt>
                <dd>{t!("account-import-covalent-where")}</dd>
                <dt>
                    <Button
                        text=t!("account-import-environment")
                        testid="import-environment"
                        on_click=from(ImportSource::Environment)
                    />
                </dt>
                <dd>{t!("account-import-environment-what")}</dd>
            </dl>
            {move || problem.get().map(|report| view! { <ReportNote report=report testid="import-problem" /> })}
            <div class="dialog-actions">
                <Button text=t!("cancel") testid="import-cancel" on_click=move || open.set(false) />
            </div>
        </Dialog>
    }
}
