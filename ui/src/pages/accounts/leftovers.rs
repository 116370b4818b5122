use leptos::prelude::*;
use longshore_model::{
    Report,
    command::{Clean, LeftoversGet},
    leftover::{Leftover, USUAL_DAYS},
};

use crate::{
    components::{Button, Confirm, Icon, Kind, Picture, ReportNote, Tone},
    format::bytes,
    here::Here,
    state::use_state,
    words::t,
};

/// What jobs that nobody here knows have left in an account's storage, and a way to be rid of it.
#[component]
pub fn Leftovers(
    /// The account's name.
    account: String,
) -> impl IntoView {
    let state = use_state();
    let here = Here::new();
    let busy = RwSignal::new(false);
    let found = RwSignal::new(None::<Result<Vec<Leftover>, Report>>);
    let asked = RwSignal::new(false);
    let account = StoredValue::new(account);
    let look = Callback::new(move |()| {
        busy.set(true);
        let question = LeftoversGet {
            account: account.get_value(),
            days: USUAL_DAYS,
        };
        here.ask(question, move |answer| {
            busy.set(false);
            found.set(Some(answer));
        });
    });
    let remove = Callback::new(move |()| {
        let seen = found.with_untracked(|found| match found {
            Some(Ok(list)) => list.iter().map(|one| one.container.clone()).collect(),
            _ => Vec::new(),
        });
        busy.set(true);
        let order = Clean {
            account: account.get_value(),
            days: USUAL_DAYS,
            containers: seen,
        };
        here.ask(order, move |answer| {
            busy.set(false);
            match answer {
                Ok(gone) => {
                    let told = t!("leftover-removed", what = amount(&gone));
                    state.toasts.tell(Tone::Ok, told, None);
                    found.set(Some(Ok(Vec::new())));
                }
                Err(report) => found.set(Some(Err(report))),
            }
        });
    });
    let question = Signal::derive(move || {
        found.with(|found| match found {
            Some(Ok(list)) => t!("leftover-question", what = containers(list)),
            _ => String::new(),
        })
    });
    let answer = move || match found.get() {
        None => view! { <p class="dim">{t!("leftover-about", days = USUAL_DAYS)}</p> }.into_any(),
        Some(Err(report)) => {
            view! { <ReportNote report=report testid="leftover-problem" /> }.into_any()
        }
        Some(Ok(list)) if list.is_empty() => view! {
            <p class="passed" data-testid="leftover-none">
                <Picture icon=Icon::Check />
                {t!("leftover-none")}
            </p>
        }
        .into_any(),
        Some(Ok(list)) => view! {
            <div class="setting">
                <p data-testid="leftover-found">{amount(&list)}</p>
                <Button
                    kind=Kind::Danger
                    icon=Icon::Trash
                    text=t!("leftover-remove")
                    testid="remove-leftovers"
                    disabled=busy
                    on_click=move || asked.set(true)
                />
            </div>
        }
        .into_any(),
    };
    view! {
        <section class="card form" aria-label=t!("leftover-title")>
            <div class="group-head">
                <h2>{t!("leftover-title")}</h2>
                <span class="end">
                    <Button
                        icon=Icon::Search
                        text=t!("leftover-look")
                        testid="look-for-leftovers"
                        disabled=busy
                        on_click=look
                    />
                </span>
            </div>
            <div aria-live="polite">{answer}</div>
        </section>
        <Confirm
            open=asked
            title=question
            text=t!("leftover-consequence")
            action=t!("leftover-remove")
            testid="confirm-leftovers"
            on_confirm=remove
        />
    }
}

fn containers(list: &[Leftover]) -> String {
    t!("count-containers", count = list.len())
}

/// How many containers, files and bytes.
fn amount(list: &[Leftover]) -> String {
    let files: u64 = list.iter().map(|one| one.files).sum();
    let size = list.iter().map(|one| one.bytes).sum();
    t!(
        "leftover-amount",
        containers = containers(list),
        files = t!("count-files", count = files),
        bytes = bytes(size)
    )
}
