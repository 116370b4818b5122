//! Longshore's desktop shell: a window, the handlers of the command contract, the way of events to the screen, and
//! notifications. No business logic: every handler is a call of the engine.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod ask;
mod backend;
mod chosen;
mod closing;
mod events;
mod handlers;
mod menus;
mod opened;
mod remembered;
mod sign_in;
mod start;
mod tray;
mod window;

use std::process::ExitCode;

use tauri::Manager as _;

use crate::{backend::Backend, chosen::Chosen, closing::Closing, tray::Tray};

fn main() -> ExitCode {
    longshore_host::set_limits();
    if let Some(code) = longshore_host::serve_if_asked() {
        return code;
    }
    longshore_host::init_tracing("longshore-desktop");
    if start::without_display() {
        eprintln!(
            "longshore-desktop: there is no display to open a window on. Start it in a desktop session, or use the longshore command."
        );
        return ExitCode::FAILURE;
    }
    let app = tauri::Builder::default()
        .plugin(window::single_instance())
        .plugin(remembered::plugin())
        .plugin(sign_in::plugin())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(tauri::generate_handler![backend::call])
        .on_window_event(window::on_event)
        .on_menu_event(|app, event| menus::chosen(app, &event))
        .setup(|app| {
            app.manage(Chosen::by_environment());
            let backend = Backend::start(app.handle().clone());
            app.manage(backend);
            app.manage(Closing::default());
            app.manage(Tray::default());
            Ok(())
        })
        .run(context());
    match app {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => start::failed(&error),
    }
}

/// The configuration and the front end. Only the program embeds them: the compiler of its unit tests would write the same
/// compressed files at the same time, and one of the two would embed a half-written one.
fn context() -> tauri::Context {
    #[cfg(not(test))]
    return tauri::generate_context!();
    #[cfg(test)]
    tauri::generate_context!(test = true)
}
