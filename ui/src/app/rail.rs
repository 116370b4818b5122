use leptos::prelude::*;

use super::account_switcher::AccountSwitcher;
use crate::{
    components::{Icon, Picture},
    state::{route::Route, use_state},
    words::t,
};

/// Where one can go, and the account that works.
#[component]
pub fn Rail() -> impl IntoView {
    let state = use_state();
    let running = move || {
        let running = state.jobs.running.get();
        (running > 0).then(|| {
            let words = t!("frame-jobs-running", count = running);
            view! { <span class="count" aria-label=words data-testid="running-count">{running}</span> }
        })
    };
    view! {
        <nav class="rail" aria-label=t!("frame-main")>
            <div class="brand">
                <Picture icon=Icon::Crane />
                <span class="words">"Longshore"</span>
            </div>
            <AccountSwitcher />
            <RailLink to=Route::Submit icon=Icon::Crate text=t!("frame-submit") testid="nav-submit">
                <kbd class="words" aria-hidden="true">{move || state.chord("N")}</kbd>
            </RailLink>
            <RailLink to=Route::Jobs(None) icon=Icon::List text=t!("frame-jobs") testid="nav-jobs">
                {running}
            </RailLink>
            <RailLink to=Route::Accounts icon=Icon::Key text=t!("frame-accounts") testid="nav-accounts" />
            <div class="foot">
                <RailLink to=Route::Settings icon=Icon::Gear text=t!("frame-settings") testid="nav-settings" />
            </div>
        </nav>
    }
}

#[component]
fn RailLink(
    to: Route,
    icon: Icon,
    text: &'static str,
    testid: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let state = use_state();
    let href = format!("#{}", to.hash());
    let here = {
        let to = to.clone();
        Memo::new(move |_| state.route.with(|route| route.same_screen(&to)))
    };
    let go = move |event: leptos::ev::MouseEvent| {
        if matches!(to, Route::Jobs(_)) {
            event.prevent_default();
            state.go_to_jobs();
        }
    };
    view! {
        <a
            class="nav"
            href=href
            title=text
            data-testid=testid
            aria-current=move || here.get().then_some("page")
            on:click=go
        >
            <Picture icon=icon />
            <span class="words">{text}</span>
            {children.map(|children| children())}
        </a>
    }
}
