use leptos::prelude::*;
use longshore_model::{account::AccountStatus, format::count};

use crate::{
    components::{Button, Icon, Picture, ReportNote},
    format,
    state::{standing::Standing, use_state},
};

/// Whether an account's service answers, and how it is.
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
    let again = {
        let name = name.clone();
        Callback::new(move |()| state.accounts.check(name.clone()))
    };
    let text = Signal::derive(move || match standing.get() {
        Standing::NotChecked => "Check now".to_owned(),
        Standing::Checking => "Checking …".to_owned(),
        Standing::Known { .. } => "Check again".to_owned(),
    });
    let checked = move || match standing.get() {
        Standing::Known { at, .. } => Some(format!("checked {}", format::ago(state.now.get(), at))),
        _ => None,
    };
    let answer = move || match standing.get() {
        Standing::NotChecked => {
            view! { <p class="dim">"Signs in and asks the Batch account for its pool."</p> }
                .into_any()
        }
        Standing::Checking => {
            view! { <p class="dim">"Signing in and asking for the pool …"</p> }.into_any()
        }
        Standing::Known {
            status: AccountStatus::Ready { slots, nodes },
            ..
        } => {
            let mut parts = vec!["It answers".to_owned()];
            parts.extend(nodes.map(|nodes| count(u64::from(nodes), "node", "nodes")));
            parts.extend(
                slots.map(|slots| count(u64::from(slots), "task at once", "tasks at once")),
            );
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
    };
    view! {
        <section class="card form" aria-label="Check">
            <div class="group-head">
                <h2>"Check account"</h2>
                <span class="dim">{checked}</span>
                <span class="end">
                    <Button
                        icon=Icon::Again
                        text=text
                        testid="check-account"
                        disabled=Signal::derive(move || standing.get() == Standing::Checking)
                        on_click=again
                    />
                </span>
            </div>
            <div aria-live="polite">{answer}</div>
        </section>
    }
}
