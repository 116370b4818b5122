//! The way of events to the screen.

use std::time::Duration;

use longshore_engine::Engine;
use longshore_model::event::{CHANNEL, Event, gather};
use tauri::{AppHandle, Emitter, Manager as _, Wry};
use tauri_plugin_notification::NotificationExt as _;
use tokio::sync::broadcast::error::RecvError;

/// How long events are gathered before they go to the window together: less than anybody sees, and at most twenty
/// messages a second however much happens.
const GATHER: Duration = Duration::from_millis(50);

/// Sends the engine's events to the window until the engine is gone.
pub fn forward(app: AppHandle, engine: Engine) {
    let mut events = engine.events();
    tauri::async_runtime::spawn(async move {
        while let Some(first) = heard(events.recv().await) {
            let mut waiting = vec![first];
            let gathered = tokio::time::sleep(GATHER);
            tokio::pin!(gathered);
            loop {
                tokio::select! {
                    () = &mut gathered => break,
                    more = events.recv() => match heard(more) {
                        Some(event) => gather(&mut waiting, event),
                        None => break,
                    },
                }
            }
            show(&app, &waiting);
        }
    });
}

fn heard(received: Result<Event, RecvError>) -> Option<Event> {
    match received {
        Ok(event) => Some(event),
        Err(RecvError::Lagged(missed)) => {
            tracing::debug!(missed, "more happened than could be told");
            Some(Event::Missed)
        }
        Err(RecvError::Closed) => None,
    }
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
