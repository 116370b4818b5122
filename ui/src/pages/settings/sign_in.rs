use leptos::{prelude::*, task::spawn_local};
use longshore_model::command::{StartAtSignIn, StartsAtSignInGet};

use crate::{backend::call, here::Here, state::use_state, words::t};

/// Whether the system starts Longshore. The system is asked each time the screen is opened: a person may have changed it
/// there.
#[component]
pub fn SignIn() -> impl IntoView {
    let state = use_state();
    let starts = RwSignal::new(None::<bool>);
    Here::new().ask(StartsAtSignInGet {}, move |reply| match reply {
        Ok(on) => starts.set(Some(on)),
        Err(report) => state.toasts.report(&report),
    });
    let change = move |event| {
        let on = event_target_checked(&event);
        starts.set(Some(on));
        spawn_local(async move {
            // The screen may have been left; what went wrong is told all the same.
            match call(StartAtSignIn { on }).await {
                Ok(on) => {
                    let _ = starts.try_set(Some(on));
                }
                Err(report) => {
                    let _ = starts.try_set(Some(!on));
                    state.toasts.report(&report);
                }
            }
        });
    };
    view! {
        <section class="card form">
            <h2>{t!("setting-start")}</h2>
            <label class="setting">
                <span>
                    <b>{t!("setting-start-at-sign-in")}</b>
                    <span class="dim block">{t!("setting-start-about")}</span>
                </span>
                <input
                    type="checkbox"
                    class="switch"
                    role="switch"
                    data-testid="start-at-sign-in"
                    prop:disabled=move || starts.get().is_none()
                    prop:checked=move || starts.get() == Some(true)
                    on:change=change
                />
            </label>
        </section>
    }
}
