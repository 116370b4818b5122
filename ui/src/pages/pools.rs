//! Pools on the screens where one is chosen: below the field for those who know its name, a list for those who do not.

mod option;

use leptos::prelude::*;
use longshore_model::{
    Report,
    command::{DraftPoolsGet, PoolsGet},
    pool::PoolView,
};

use crate::{
    browser,
    components::{Icon, Note, ReportNote, Tone},
    here::Here,
    words::t,
};
use option::PoolOption;

/// Whose pools are asked for.
#[derive(Clone)]
pub enum PoolsOf {
    /// An account as it is kept.
    Account(String),
    /// An account as it is typed.
    Draft(Box<DraftPoolsGet>),
}

/// Opens a list of the pools there are; the one that is chosen goes into the field above.
#[component]
pub fn PoolPicker(
    /// The id of the field, which gets the keyboard back.
    field: &'static str,
    /// What the field says now.
    #[prop(into)]
    chosen: Signal<String>,
    /// Whose pools to ask for, at the moment they are.
    #[prop(into)]
    of: Callback<(), PoolsOf>,
    /// Takes the pool that was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let here = Here::new();
    let open = RwSignal::new(false);
    let found = RwSignal::new(None::<Result<Vec<PoolView>, Report>>);
    // An answer that comes after the next question is not told.
    let turn = StoredValue::new(0_u32);
    let ask = move || {
        found.set(None);
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        let then = move |answer: Result<Vec<PoolView>, Report>| {
            if turn.get_value() != mine || !open.get_untracked() {
                return;
            }
            let any = answer.as_ref().is_ok_and(|pools| !pools.is_empty());
            found.set(Some(answer));
            if any {
                browser::focus_soon("[data-testid=pool-option][tabindex=\"0\"]");
            }
        };
        match of.run(()) {
            PoolsOf::Account(account) => here.ask(PoolsGet { account }, then),
            PoolsOf::Draft(draft) => here.ask(*draft, then),
        }
    };
    let toggle = move |_| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            ask();
        }
    };
    let close = move || {
        open.set(false);
        browser::focus(&format!("[data-testid={field}]"));
    };
    let leave = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    let choose = Callback::new(move |pool: String| {
        on_choose.run(pool);
        close();
    });
    let answer = move || match found.get() {
        None => view! { <p class="dim small" data-testid="pools-asked">{t!("pool-asking")}</p> }
            .into_any(),
        Some(Err(report)) => {
            view! { <ReportNote report=report testid="pools-failed" on_retry=ask /> }.into_any()
        }
        Some(Ok(pools)) if pools.is_empty() => view! {
            <Note tone=Tone::Wait icon=Icon::Info testid="pools-none">
                {t!("pool-list-empty")}
            </Note>
        }
        .into_any(),
        Some(Ok(pools)) => view! { <List pools=pools chosen=chosen on_choose=choose /> }.into_any(),
    };
    view! {
        <div class="picker" on:keydown=leave>
            <button
                type="button"
                class="link"
                data-testid="choose-pool"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=toggle
            >
                {move || if open.get() { t!("pool-list-close") } else { t!("pool-list-open") }}
            </button>
            <div aria-live="polite">{move || open.get().then_some(answer)}</div>
        </div>
    }
}

/// The pools; arrows move between them, and one of them is in the tab order.
#[component]
fn List(
    pools: Vec<PoolView>,
    chosen: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let count = pools.len();
    let first = chosen.with_untracked(|chosen| {
        let same = |pool: &PoolView| pool.id.eq_ignore_ascii_case(chosen.trim());
        pools.iter().position(same).unwrap_or(0)
    });
    let at = RwSignal::new(first);
    let step = move |event: leptos::ev::KeyboardEvent| {
        let next = match event.key().as_str() {
            "ArrowDown" => (at.get_untracked() + 1).min(count - 1),
            "ArrowUp" => at.get_untracked().saturating_sub(1),
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        at.set(next);
        browser::focus(&format!("[data-testid=pool-option][data-place=\"{next}\"]"));
    };
    let options = pools
        .into_iter()
        .enumerate()
        .map(|(place, pool)| {
            view! { <PoolOption pool=pool place=place at=at chosen=chosen on_choose=on_choose /> }
        })
        .collect_view();
    view! {
        <div class="pools" role="listbox" aria-label=t!("pool-list") data-testid="pools" on:keydown=step>
            {options}
        </div>
    }
}
