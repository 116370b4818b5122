use leptos::prelude::*;
use longshore_model::{
    account::{AccountKind, AccountStatus},
    node_access::Demand,
    payload::Outcome,
};

use crate::{
    components::{Button, Icon, Kind, Note, Tone},
    state::{standing::Standing, use_state},
    words::{said, said_report, t},
};

/// What should be known before the payloads are sent.
#[component]
pub fn ReviewNotes() -> impl IntoView {
    let state = use_state();
    let submission = state.submission;
    let missing = move || {
        let asked = submission.form.with(|form| form.packages());
        submission
            .draft
            .with(|draft| draft.uncovered(&asked))
            .into_iter()
            .map(|(name, packages)| view! { <MissingPackages name=name packages=packages /> })
            .collect_view()
    };
    let warnings = move || {
        submission.draft.with(|draft| {
            draft
                .ready()
                .flat_map(|(row, payload)| {
                    payload
                        .warnings
                        .iter()
                        .map(|warning| (row.name(), said(warning)))
                        .collect::<Vec<_>>()
                })
                .map(|(name, warning)| {
                    view! {
                        <Note tone=Tone::Warn testid="warning">
                            <b>{name}</b>
                            ": "
                            {warning}
                        </Note>
                    }
                })
                .collect_view()
        })
    };
    let refused = move || {
        submission.draft.with(|draft| {
            draft
                .rows
                .iter()
                .filter_map(
                    |row| match row.report.as_ref().map(|report| &report.outcome) {
                        Some(Outcome::Refused(report)) => {
                            Some((row.name(), said_report(report.clone())))
                        }
                        _ => None,
                    },
                )
                .map(|(name, report)| {
                    view! {
                        <Note tone=Tone::Bad testid="refusal">
                            <b>{name}</b>
                            ": "
                            {report.title}
                            " "
                            {report.guidance}
                            " "
                            {t!("submit-refusal-stays")}
                        </Note>
                    }
                })
                .collect_view()
        })
    };
    let pickle = move || {
        let here = state
            .accounts
            .active()
            .is_some_and(|account| account.kind == AccountKind::ThisComputer);
        let text = if here {
            t!("submit-pickle-runs-here")
        } else {
            t!("submit-pickle-runs-on-pool")
        };
        submission.draft.with(|draft| draft.has_pickle()).then(|| {
            view! {
                <Note tone=Tone::Wait icon=Icon::Crate testid="pickle-is-code">
                    {text}
                </Note>
            }
        })
    };
    view! { {missing} {warnings} {refused} <LongJob /> {pickle} }
}

/// A job that may outlive its nodes' access to storage.
#[component]
fn LongJob() -> impl IntoView {
    let state = use_state();
    let submission = state.submission;
    let concern = Memo::new(move |_| {
        let account = state.accounts.active()?;
        let settings = submission
            .form
            .with(|form| form.settings(&account.settings));
        let tasks = submission.draft.with(|draft| draft.ready().count());
        if tasks == 0 || !settings.node_identity.is_empty() {
            return None;
        }
        let slots = state
            .accounts
            .standings
            .with(|all| match all.get(&account.name) {
                // The pool that was asked is the account's own.
                Some(Standing::Known {
                    status: AccountStatus::Ready { slots, .. },
                    ..
                }) if settings.pool_id == account.settings.pool_id => slots.map(u64::from),
                _ => None,
            });
        let demand = Demand {
            time_limit: settings.time_limit,
            retries: settings.retries,
            tasks: u64::try_from(tasks).unwrap_or(u64::MAX),
            slots,
        };
        demand.concern()
    });
    move || {
        concern.get().map(said_report).map(|report| {
            view! {
                <Note tone=Tone::Warn testid="long-job">
                    <b>{report.title}</b>
                    " "
                    {report.guidance}
                </Note>
            }
        })
    }
}

#[component]
fn MissingPackages(name: String, packages: Vec<String>) -> impl IntoView {
    let state = use_state();
    let list = packages.join(", ");
    let here = state
        .accounts
        .active()
        .is_some_and(|account| account.kind == AccountKind::ThisComputer);
    let lacking = if here {
        t!("submit-lacking-here")
    } else {
        t!("submit-lacking-on-pool")
    };
    let add = move || {
        state.submission.form.update(|form| {
            packages
                .iter()
                .for_each(|package| form.add_package(package))
        });
    };
    view! {
        <Note tone=Tone::Warn testid="missing-packages">
            <b>{name}</b>
            " "
            {t!("submit-needs")}
            " "
            <span class="mono">{list}</span>
            {lacking}
            " "
            <Button kind=Kind::Link text=t!("submit-add-packages") testid="add-packages" on_click=add />
        </Note>
    }
}
