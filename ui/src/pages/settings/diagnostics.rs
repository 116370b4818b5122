use leptos::prelude::*;
use longshore_model::command::SaveDiagnostics;

use crate::{
    components::{Button, Icon},
    state::use_state,
    words::t,
};

/// Writes what goes with a report of a fault into a file.
#[component]
pub fn Diagnostics() -> impl IntoView {
    let state = use_state();
    let busy = RwSignal::new(false);
    let save = move || {
        busy.set(true);
        state.save(SaveDiagnostics {}, move || {
            // This page may have been left.
            let _ = busy.try_set(false);
        });
    };
    view! {
        <div class="setting">
            <div>
                <b>{t!("setting-diagnostics")}</b>
                <p class="dim">{t!("setting-diagnostics-about")}</p>
            </div>
            <span class="buttons">
                <Button
                    icon=Icon::Download
                    text=t!("setting-diagnostics-save")
                    testid="save-diagnostics"
                    disabled=busy
                    on_click=save
                />
            </span>
        </div>
    }
}
