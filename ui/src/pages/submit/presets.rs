use leptos::prelude::*;
use longshore_model::{
    Report,
    preset::{Preset, name_error},
    settings::ExecutorSettings,
    submit::Overrides,
};

use crate::{
    browser,
    components::{Button, Dialog, Kind, Problem, ReportNote, TextField},
    state::use_state,
    words::{said, t},
};

/// Fills the form from what was kept by name, and keeps what is in it.
#[component]
pub fn PresetPicker(
    /// The account's settings.
    settings: Signal<ExecutorSettings>,
    /// Whether tasks run on this computer, which has no pool to choose.
    here: Memo<bool>,
) -> impl IntoView {
    let state = use_state();
    let (presets, form) = (state.presets, state.submission.form);
    let saving = RwSignal::new(false);
    // A form that was emptied with its list is no longer filled from anything.
    Effect::new(move |_| {
        if form.with(|form| form.untouched()) {
            presets.chosen.set(String::new());
        }
    });
    let overrides = move || form.with(|form| settings.with(|settings| form.overrides(settings)));
    // What differs from the account is worth a name, once it is right.
    let worth = Memo::new(move |_| overrides().is_some_and(|all| all != Overrides::default()));
    let choose = move |event| {
        let name = event_target_value(&event);
        presets.chosen.set(name);
        let kept = presets.held().map(|preset| preset.overrides);
        form.update(|form| form.take(&kept.unwrap_or_default(), here.get_untracked()));
    };
    let options = move || {
        let names = presets.list.with(|list| {
            list.iter()
                .map(|preset| preset.name.clone())
                .collect::<Vec<_>>()
        });
        names
            .into_iter()
            .map(|name| {
                let value = name.clone();
                let on = {
                    let name = name.clone();
                    move || presets.chosen.with(|chosen| *chosen == name)
                };
                view! { <option value=value selected=on>{name}</option> }
            })
            .collect_view()
    };
    let any = Memo::new(move |_| presets.list.with(|list| !list.is_empty()));
    let one = Memo::new(move |_| presets.chosen.with(|chosen| !chosen.is_empty()));
    let select = move || {
        any.get().then(|| {
            view! {
                <div class="control">
                    <select id="preset" data-testid="preset" on:change=choose>
                        <option value="" selected=move || !one.get()>{t!("preset-none")}</option>
                        {options}
                    </select>
                </div>
            }
        })
    };
    let label = move || {
        any.get()
            .then(|| view! { <label for="preset"><span>{t!("preset")}</span></label> })
    };
    // The link goes, and with the last preset the list does too.
    let remove = move || {
        presets.remove();
        browser::focus_if_lost("#preset, [data-testid=save-preset]");
    };
    let delete = move || {
        one.get().then(|| {
            view! { <Button kind=Kind::Link text=t!("preset-delete") testid="delete-preset" on_click=remove /> }
        })
    };
    let save = move || {
        worth.get().then(|| {
            view! { <Button kind=Kind::Link text=t!("preset-save") testid="save-preset" on_click=move || saving.set(true) /> }
        })
    };
    let shown = move || any.get() || worth.get();
    view! {
        <div class="field preset" class:gone=move || !shown()>
            {label}
            {select}
            <div class="links">{save} {delete}</div>
        </div>
        <SaveDialog open=saving overrides=Signal::derive(overrides) />
    }
}

/// Asks for the name.
#[component]
fn SaveDialog(open: RwSignal<bool>, overrides: Signal<Option<Overrides>>) -> impl IntoView {
    let presets = use_state().presets;
    let name = RwSignal::new(String::new());
    let left = RwSignal::new(false);
    let failed = RwSignal::new(None::<Report>);
    Effect::new(move |_| {
        if open.get() {
            name.set(presets.chosen.get_untracked());
            left.set(false);
            failed.set(None);
        }
    });
    let wrong = Memo::new(move |_| name.with(|name| name_error(name)));
    let problem = Signal::derive(move || {
        wrong
            .get()
            .filter(|_| left.get())
            .map(|wrong| Problem::from(said(wrong)))
    });
    let replaces = move || {
        let known = presets
            .list
            .with(|list| name.with(|name| list.iter().any(|preset| preset.is_called(name))));
        known.then(|| view! { <p class="small dim" data-testid="preset-replaces">{t!("preset-replaces")}</p> })
    };
    let save = move || {
        let (Some(overrides), None) = (overrides.get_untracked(), wrong.get_untracked()) else {
            left.set(true);
            return;
        };
        let name = name.get_untracked();
        presets.save(Preset { name, overrides }, move |saved| match saved {
            Ok(()) => open.set(false),
            Err(report) => failed.set(Some(report)),
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    view! {
        <Dialog open=open title=t!("preset-save-title") testid="preset-dialog">
            <form class="body-text" on:submit=submit>
                <p class="body-text">{t!("preset-about")}</p>
                <TextField
                    id="preset-name"
                    label=t!("preset-name")
                    value=name
                    on_input=move |text| name.set(text)
                    on_leave=move || left.set(true)
                    problem=problem
                />
                {replaces}
                {move || failed.get().map(|report| view! { <ReportNote report=report testid="preset-problem" /> })}
                <div class="dialog-actions">
                    <Button text=t!("cancel") testid="preset-cancel" on_click=move || open.set(false) />
                    <Button kind=Kind::Main text=t!("save") testid="preset-keep" submits=true />
                </div>
            </form>
        </Dialog>
    }
}
