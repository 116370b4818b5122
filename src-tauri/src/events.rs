//! The way of events to the screen.

use longshore_engine::Engine;
use longshore_host::Gathered;
use longshore_model::event::{CHANNEL, Event};
use tauri::{AppHandle, Emitter, Manager as _, Wry};
use tauri_plugin_notification::NotificationExt as _;

/// Sends the engine's events to the window until the engine is gone.
pub fn forward(app: AppHandle, engine: &Engine) {
    let mut events = Gathered::of(engine);
    tauri::async_runtime::spawn(async move {
        while let Some(gathered) = events.next().await {
            show(&app, &gathered);
        }
    });
}

/// Sends events to the window.
pub fn show(app: &impl Emitter<Wry>, events: &[Event]) {
    if let Err(error) = app.emit(CHANNEL, events) {
        tracing::warn!(%error, "events did not reach the window");
    }
}

/// Lets the system announce something, unless that is not wanted or the person is looking at the window.
pub async fn announce(app: &AppHandle, engine: &Engine, text: &str) {
    let in_front = app
        .get_webview_window("main")
        .is_some_and(|window| window.is_focused().unwrap_or(false));
    if in_front || !engine.preferences().await.is_ok_and(|all| all.notify) {
        return;
    }
    let shown = app.notification().builder().title(text).show();
    if let Err(error) = shown {
        tracing::debug!(%error, "no notification could be shown");
    }
}
