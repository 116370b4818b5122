//! The way of events to the screen.

use longshore_engine::Engine;
use longshore_model::{
    event::{CHANNEL, Event},
    job::{JobState, JobSummary},
};
use tauri::{AppHandle, Emitter as _, Manager as _};
use tauri_plugin_notification::NotificationExt as _;
use tokio::sync::broadcast::error::RecvError;

/// Sends the engine's events to the window until the engine is gone. A window that is too slow misses some: it asks for
/// the state anew whenever it shows something, so nothing is lost by that.
pub fn forward(app: AppHandle, engine: Engine) {
    let mut events = engine.events();
    tauri::async_runtime::spawn(async move {
        loop {
            match events.recv().await {
                Ok(event) => {
                    if let Event::JobChanged { job } = &event
                        && worth_telling(job.state)
                        && engine
                            .preferences()
                            .await
                            .is_ok_and(|preferences| preferences.notify)
                    {
                        notify(&app, job);
                    }
                    if let Err(error) = app.emit(CHANNEL, &event) {
                        tracing::warn!(%error, "an event did not reach the window");
                    }
                }
                Err(RecvError::Lagged(missed)) => tracing::debug!(missed, "the window was slow"),
                Err(RecvError::Closed) => break,
            }
        }
    });
}

const fn worth_telling(state: JobState) -> bool {
    state.ended() || matches!(state, JobState::NeedsAttention)
}

/// Announces how a job ended, unless the person is looking at the window.
fn notify(app: &AppHandle, job: &JobSummary) {
    let in_front = app
        .get_webview_window("main")
        .is_some_and(|window| window.is_focused().unwrap_or(false));
    if in_front {
        return;
    }
    let shown = app.notification().builder().title(job.outcome()).show();
    if let Err(error) = shown {
        tracing::debug!(%error, "no notification could be shown");
    }
}
