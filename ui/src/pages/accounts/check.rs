use leptos::prelude::*;
use longshore_model::{
    Report,
    account::AccountStatus,
    check::{AccountCheck, CheckOutcome},
    command::CheckAccount,
};

use crate::{
    components::{Button, Icon, Picture, ReportNote},
    here::Here,
    state::{standing::Standing, use_state},
    words::{names, said, said_report, t},
};

/// Whether an account's services give what a job needs of them.
#[component]
pub fn Check(
    /// The account's name.
    name: String,
) -> impl IntoView {
    let state = use_state();
    let standing = {
        let name = name.clone();
        Memo::new(move |_| {
            state
                .accounts
                .standings
                .with(|known| known.get(&name).cloned().unwrap_or_default())
        })
    };
    let here = Here::new();
    let asking = RwSignal::new(false);
    let found = RwSignal::new(None::<Result<AccountCheck, Report>>);
    let again = {
        let name = name.clone();
        Callback::new(move |()| {
            asking.set(true);
            let then = name.clone();
            here.ask(CheckAccount { name: name.clone() }, move |answer| {
                asking.set(false);
                found.set(Some(answer));
                // The list of accounts says in a word what is said here in lines.
                state.accounts.check(then);
            });
        })
    };
    let text = move || match (asking.get(), found.with(Option::is_some)) {
        (true, _) => t!("account-checking").to_owned(),
        (false, true) => t!("account-check-again").to_owned(),
        (false, false) => t!("account-check-now").to_owned(),
    };
    let answer = move || match found.get() {
        Some(Ok(check)) => view! { <Lines check=check /> }.into_any(),
        Some(Err(report)) => {
            view! { <ReportNote report=report testid="check-failed" /> }.into_any()
        }
        None => standing_now(standing.get()),
    };
    view! {
        <section class="card form" aria-label=t!("account-check-section")>
            <div class="group-head">
                <h2>{t!("account-check")}</h2>
                <span class="end">
                    <Button
                        icon=Icon::Again
                        text=Signal::derive(text)
                        testid="check-account"
                        disabled=asking
                        on_click=again
                    />
                </span>
            </div>
            <div aria-live="polite">{answer}</div>
        </section>
    }
}

/// What is known without a check: whether the service answered when it was last asked.
fn standing_now(standing: Standing) -> AnyView {
    match standing {
        Standing::NotChecked => view! { <p class="dim">{t!("account-check-what")}</p> }.into_any(),
        Standing::Checking => view! { <p class="dim">{t!("account-check-asking")}</p> }.into_any(),
        Standing::Known {
            status: AccountStatus::Ready { slots, nodes },
            ..
        } => {
            let mut parts = vec![t!("account-answers").to_owned()];
            parts.extend(nodes.map(|nodes| t!("count-nodes", count = nodes)));
            parts.extend(slots.map(|slots| t!("account-tasks-at-once", count = slots)));
            view! {
                <p class="passed" data-testid="check-passed">
                    <Picture icon=Icon::Check />
                    {parts.join(" · ")}
                </p>
            }
            .into_any()
        }
        Standing::Known {
            status: AccountStatus::NeedsAttention { report },
            ..
        } => view! { <ReportNote report=report testid="check-failed" /> }.into_any(),
    }
}

/// A line for each thing that a job needs of the account.
#[component]
fn Lines(check: AccountCheck) -> impl IntoView {
    let lines = check.lines.into_iter().map(|line| {
        let title = names::check(line.check);
        let (class, icon, told) = match line.outcome {
            CheckOutcome::Passed { detail } => (
                "passed",
                Icon::Check,
                view! { <p>{said(&detail)}</p> }.into_any(),
            ),
            CheckOutcome::Failed { report } => ("failed", Icon::Cross, remedy(report)),
            CheckOutcome::Skipped { because } => (
                "skipped",
                Icon::Clock,
                view! { <p>{t!("account-check-not-tried", check = names::check(because))}</p> }
                    .into_any(),
            ),
        };
        view! {
            <li class=class data-testid="check-line">
                <Picture icon=icon />
                <b>{title}</b>
                <div>{told}</div>
            </li>
        }
    });
    view! { <ul class="checks" aria-label=t!("account-checked")>{lines.collect_view()}</ul> }
}

fn remedy(report: Report) -> AnyView {
    let report = said_report(report);
    let more = [Some(report.guidance), report.docs_url]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .map(|text| view! { <p class="dim pick-text">{text}</p> });
    view! {
        <p>{report.title}</p>
        {more.collect_view()}
    }
    .into_any()
}
